package words

// Phones that several people share: each message names whom it is for, and one message may ask several of them.

import (
	"slices"
	"strings"

	"muster/incident/reply"
	"muster/incident/sms"
)

// forWhom names at the head of a message the one among several whom it is for.
func forWhom(lang, name string) string {
	if name == "" {
		return ""
	}
	return name + pick(lang, ": ", "：")
}

// For puts the name of whom a message is for at its head, after a drill's mark, unless it is there.
func For(lang, name, text string) string {
	mark := Drill(lang, true, "")
	rest, practice := strings.CutPrefix(text, mark)
	if !practice {
		mark = ""
	}
	return mark + forWhom(lang, name) + strings.TrimPrefix(rest, forWhom(lang, name))
}

// listOf joins names.
func listOf(lang string, names []string) string { return strings.Join(names, pick(lang, ", ", "、")) }

// IsFor says whether a text names at its head that it is for somebody.
func IsFor(lang, name, text string) bool { return For(lang, name, text) == text }

// ForAll puts the names of all whom a reply is for at its head.
func ForAll(lang string, names []string, text string) string {
	return For(lang, listOf(lang, names), text)
}

// Together is one message that asks several people who share a phone, each by name and under a code of their own; fits is false
// if it takes more than two parts however it is shortened: the summary first, then the duties, then the place.
func Together(lang string, each []PageText) (text string, fits bool) {
	t := each[0]
	for _, other := range each[1:] {
		t.Danger, t.Silent, t.Help = union(t.Danger, other.Danger), union(t.Silent, other.Silent), union(t.Help, other.Help)
	}
	summary, place, duties := t.Summary, t.Location, true
	whole := func() string {
		var b strings.Builder
		b.WriteString(Ordinal(lang, t.N))
		happens(&b, lang, t, place, summary)
		for k, person := range each {
			duty := ""
			if duties {
				duty = person.Duty
			}
			if k > 0 {
				b.WriteString(pick(lang, ". ", "。"))
			}
			b.WriteString(forWhom(lang, person.For))
			asked(&b, lang, person, duty)
		}
		return Drill(lang, t.Drill, b.String())
	}
	shorten := func(part *string) {
		*part = sms.Shorten(*part, partsAim, func(s string) string { *part = s; return whole() })
	}
	if shorten(&summary); sms.Measure(whole()).Parts > partsAim {
		summary, duties = t.Summary, false
		shorten(&summary)
	}
	shorten(&place)
	return whole(), sms.Measure(whole()).Parts <= partsAim && (place != "" || t.Location == "")
}

func union(a, b []string) []string {
	a = slices.Clone(a)
	for _, name := range b {
		if !slices.Contains(a, name) {
			a = append(a, name)
		}
	}
	return a
}

// SharedText records what came from a phone that several people share, where it is taken as every one's of them, or as nobody's yet.
func SharedText(names []string, text string) Text {
	return both("From the phone that "+listOf("en", names)+" share: \""+text+"\"", listOf("zh", names)+"共用的手机来信：“"+text+"”")
}

// digits are what stands for an answer in a question whose it is.
var digits = map[reply.Verb]string{
	reply.Accept: " 1", reply.Seen: " 1", reply.OnScene: " 3", reply.Done: " 4", reply.Cannot: " 5", reply.NeedHelp: " 6", reply.Relief: " 8", reply.Undo: " 9",
}

// whose asks who of those that share a phone has answered.
func whose(lang string, q reply.Question) string {
	answer := digits[q.Verb]
	if q.Verb == reply.Facts {
		answer = " " + factWord(lang)
	}
	var parts []string
	for _, it := range q.Items {
		parts = append(parts, strings.TrimSpace(it.Token+answer)+" = "+strings.TrimSpace(it.Name+more(it.Where)))
	}
	return pick(lang, "Who answers? Nothing was changed. Start with your code: ", "谁在回复？未作更改。请以本人代码开头：") + strings.Join(parts, pick(lang, ", ", "，"))
}

func more(where string) string {
	if where == "" {
		return ""
	}
	return " (" + where + ")"
}
