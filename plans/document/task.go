// This file writes the task of a step that has none: how it is reported done. The step's title stands before it in every
// message.

package document

import (
	"strconv"
	"strings"

	"muster/incident/frozen"
)

// fillTask gives a step without a task the way to report it done, and adds that to a task that asks for a value and does
// not say how.
func (s *Step) fillTask() {
	s.Task.EN = s.told(s.Task.EN, "en")
	s.Task.ZH = s.told(s.Task.ZH, "zh")
}

func (s *Step) told(task, lang string) string {
	hint := s.hint(lang)
	switch kind := s.Kind(); {
	case task == "":
		return hint
	case strings.Contains(task, "{token}") || kind == frozen.EvidenceAck || kind == frozen.EvidencePhoto || kind == frozen.EvidenceConnected:
		return task
	case lang == "en":
		return task + " " + hint
	}
	return task + hint
}

// hint says what to reply when the step is done.
func (s *Step) hint(lang string) string {
	say := func(en, zh string) string {
		if lang == "zh" {
			return zh
		}
		return en
	}
	switch s.Kind() {
	case frozen.EvidenceChoice:
		return say("Reply ", "回") + strings.Join(s.numbered(lang), say(", ", "，"))
	case frozen.EvidenceNumber:
		return say("Reply {token} 4 and the number", "回{token} 4 加数字") + s.unit(lang)
	case frozen.EvidenceCount:
		return say("Reply {token} 4 x/y: done of all", "回{token} 4 已完成/总数")
	case frozen.EvidenceText:
		return say("Reply {token} 4 and a sentence", "回{token} 4 加一句话")
	case frozen.EvidencePhoto:
		return say("Take a photo. Done: reply {token} 4", "请拍照。完成回{token} 4")
	case frozen.EvidenceConnected:
		return say("Connected: reply {token} 4", "接通后回{token} 4")
	case frozen.EvidenceAck:
	}
	return say("Done: reply {token} 4", "完成回{token} 4")
}

// numbered lists a step's choices with the digits that give them.
func (s *Step) numbered(lang string) []string {
	list := make([]string, 0, len(s.Evidence.Choice))
	for n, c := range s.Evidence.Choice {
		title := plain(c.Value, lang)
		if c.Title != nil {
			title = c.Title.In(lang)
		}
		list = append(list, "{token} 4 "+strconv.Itoa(n+1)+" "+title)
	}
	return list
}

// plain is a choice without a title, in words.
func plain(value, lang string) string {
	switch {
	case value == "true" && lang == "zh":
		return "是"
	case value == "true":
		return "yes"
	case value == "false" && lang == "zh":
		return "否"
	case value == "false":
		return "no"
	}
	return value
}

func (s *Step) unit(lang string) string {
	switch unit := s.Evidence.Number.Unit; {
	case unit == "":
		return ""
	case lang == "zh":
		return "（" + unit + "）"
	default:
		return " (" + unit + ")"
	}
}
