// Package words holds every text of the console, in English and Chinese, by its key. Texts of plans, sites and timelines come in
// both languages from where they are written.
package words

import (
	"fmt"
	"maps"

	"muster/roster"
)

// Text is one sentence in both languages.
type Text = roster.Text

// all are the texts by key.
var all = func() map[string]Text {
	joined := map[string]Text{}
	for _, part := range parts {
		maps.Copy(joined, part)
	}
	return joined
}()

// parts are the texts page by page. No key stands in two of them.
var parts = []map[string]Text{frame, errors, refusals, states, board, declare, incident, orders, people, phones, responder, photos, notices, kept, plans, rosters, staff, imports, drills, audits, accounts, system}

// In gives a text in a language, with values put into it; of a key that is not known, the key.
func In(lang, key string, args ...any) string {
	text, known := all[key]
	if !known {
		return key
	}
	if len(args) == 0 {
		return text.In(lang)
	}
	return fmt.Sprintf(text.In(lang), args...)
}

// Both is a text in both languages.
func Both(key string) Text {
	text, known := all[key]
	if !known {
		return Text{EN: key, ZH: key}
	}
	return text
}

// State names a state of some kind: a step's, a page's.
func State(lang, kind, state string) string {
	text, known := all["state."+kind+"."+state]
	if !known {
		return state
	}
	return text.In(lang)
}

// Named is the name of a state in both languages; of one that is not known, the state.
func Named(kind, state string) Text {
	text, known := all["state."+kind+"."+state]
	if !known {
		return Text{EN: state, ZH: state}
	}
	return text
}

// Refusal says what a refusal's code means; of one that is not known, that it was refused.
func Refusal(lang, code string) string {
	text, known := all["refused."+code]
	if !known {
		return In(lang, "refused.other")
	}
	return text.In(lang)
}

// All are the texts by key, for those who look through them.
func All() map[string]Text { return maps.Clone(all) }
