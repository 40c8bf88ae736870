// Package words holds every sentence that Muster says to people, in English and Chinese: pages, tasks, replies and the timeline.
package words

import "strings"

// Vars are the values of a plan text's placeholders; Names lists them.
type Vars map[string]string

// Names are the placeholders that a plan's texts may hold, without their braces.
var Names = []string{
	"token", "site", "location", "summary", "building", "floor", "muster_point", "gate", "trapped", "time", "party", "number", "script",
}

// Expand puts values into a text. A placeholder without a value becomes a dash, so that no braces reach a phone.
func Expand(text string, vars Vars) string {
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		value := vars[text[open+1:open+end]]
		if value == "" {
			value = "-"
		}
		out.WriteString(text[:open])
		out.WriteString(value)
		text = text[open+end+1:]
	}
	out.WriteString(text)
	return out.String()
}

// Placeholders lists the names in braces that a text holds.
func Placeholders(text string) []string {
	var names []string
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			return names
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			return append(names, text[open:])
		}
		names = append(names, text[open+1:open+end])
		text = text[open+end+1:]
	}
}
