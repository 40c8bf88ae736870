// This file checks the plan's texts: their placeholders, and that messages stay within the parts of the phone network.

package check

import (
	"slices"
	"strings"
	"time"

	"muster/incident/sms"
	"muster/incident/words"
	"muster/plans/document"
)

// The parts that texts may take; an outside call's task carries its script.
const (
	parts     = 2
	callParts = 3
)

// outsideTask are the placeholders that only tasks have; composed are those that tasks of calls are given without asking.
var (
	outsideTask = []string{"token"}
	composed    = []string{"party", "number", "script"}
)

// samples are values of the length that is usual at a site.
var samples = map[string]words.Vars{
	"en": {
		"token": "K7M", "site": "Riverside Garden", "location": "Building 3, floor 12", "summary": "smoke in the corridor",
		"building": "Building 3", "floor": "12", "muster_point": "the east lawn", "gate": "the north gate", "trapped": "2", "time": "23 Nov 23:59",
	},
	"zh": {
		"token": "K7M", "site": "滨江花园", "location": "3栋12层", "summary": "走廊有烟",
		"building": "3栋", "floor": "12", "muster_point": "东侧草坪", "gate": "北门", "trapped": "2", "time": "11月23日23:59",
	},
}

const (
	sampleNumber = "+12025550100"
	sampleLevel  = "L3"
)

var languages = []string{"en", "zh"}

func texts(s *subject) {
	for i := range s.doc.Steps {
		step := &s.doc.Steps[i]
		s.placeholders(stepPath(i, "title"), step.Title, nil)
		s.placeholders(stepPath(i, "task"), step.Task, outsideTask)
		s.task(i, step)
	}
	for _, id := range s.index.Keys("seats") {
		seat := s.doc.Seats[id]
		s.placeholders("seats."+id+".title", seat.Title, nil)
		s.placeholders("seats."+id+".duty", seat.Duty, nil)
		s.duty("seats."+id, seat)
	}
	for _, id := range s.index.Keys("notices") {
		text := s.doc.Notices[id].Text
		s.placeholders("notices."+id+".text", text, nil)
		s.notice("notices."+id+".text", text)
	}
	for _, id := range s.index.Keys("scripts") {
		s.placeholders("scripts."+id, s.doc.Scripts[id], nil)
	}
}

// placeholders reports names in braces that nothing will replace there.
func (s *subject) placeholders(path string, t document.Text, also []string) {
	for _, lang := range languages {
		for _, name := range words.Placeholders(t.In(lang)) {
			known := slices.Contains(words.Names, name) && !slices.Contains(composed, name)
			if !known || (slices.Contains(outsideTask, name) && !slices.Contains(also, name)) {
				s.at(path+"."+lang, "placeholder", "{%s} is not filled in here; use one of {%s}, or write the words out",
					strings.Trim(name, "{}"), strings.Join(placeholdersFor(also), "}, {"))
			}
		}
	}
}

func placeholdersFor(also []string) []string {
	return slices.DeleteFunc(slices.Clone(words.Names), func(name string) bool {
		return slices.Contains(composed, name) || (slices.Contains(outsideTask, name) && !slices.Contains(also, name))
	})
}

// task renders a step's task as its holder reads it the second time, in a drill and not, and counts its parts.
func (s *subject) task(i int, step *document.Step) {
	for _, lang := range languages {
		path := stepPath(i, "task."+lang)
		t := s.taskText(step, lang)
		if step.Call != nil {
			s.callTask(path, lang, t)
		} else if text := words.Task(lang, t); sms.Measure(text).Parts > parts {
			s.at(path, "parts", "title and task together take more than %d messages with a site's names; shorten them by about %d characters", parts, excess(text))
		}
	}
}

// callTask checks that the script of an outside call arrives whole, with a number to dial and without.
func (s *subject) callTask(path, lang string, t words.TaskText) {
	for _, number := range []string{"", sampleNumber} {
		t.Number = number
		if text := words.Task(lang, t); sms.Measure(text).Parts > callParts || !strings.Contains(text, t.Script) {
			s.at(path, "parts", "title, task and script together take more than %d messages with a site's names; shorten them", callParts)
			return
		}
	}
}

func (s *subject) taskText(step *document.Step, lang string) words.TaskText {
	title := step.Title
	if step.ForEach != "" {
		title = words.AtPlace(title, document.Text{EN: samples["en"]["location"], ZH: samples["zh"]["location"]})
	}
	t := words.TaskText{
		Drill: true, N: 2, Token: samples[lang]["token"], Title: title.In(lang),
		Task: words.Expand(step.Task.In(lang), samples[lang]), By: by(step.Target.Of(), lang),
	}
	if step.Call != nil {
		t.Party = words.Expand("{building} "+strings.Repeat("x", 8), samples[lang])
		t.Script = words.Expand(s.doc.Scripts[step.Call.Script].In(lang), samples[lang])
	}
	return t
}

// by is a target's local time as tasks give it; over midnight it comes with its date.
func by(target time.Duration, lang string) string {
	switch {
	case target == 0:
		return ""
	case target < 4*time.Hour:
		return "23:59"
	}
	return samples[lang]["time"]
}

// excess says by about how many characters a text is too long.
func excess(text string) int {
	size, each := sms.Measure(text), 153
	if size.Encoding == sms.UCS2 {
		each = 67
	}
	return max(1, size.Units-parts*each)
}

// duty renders a page for one seat; the page shortens a duty that is too long, which would lose its end.
func (s *subject) duty(path string, seat document.Seat) {
	for _, lang := range languages {
		duty := words.Expand(seat.Duty.In(lang), samples[lang])
		text := words.Page(lang, words.PageText{
			Drill: true, N: 2, Hazard: s.doc.Title.In(lang), Level: sampleLevel, At: "23:59", Location: samples[lang]["location"],
			Token: samples[lang]["token"], Seats: []string{seat.Title.In(lang)}, Duty: duty,
		})
		if sms.Measure(text).Parts > parts || !strings.Contains(text, duty) {
			s.at(path+".duty."+lang, "parts", "the page for this seat takes more than %d messages with a site's names; shorten the duty or the titles", parts)
		}
	}
}

func (s *subject) notice(path string, t document.Text) {
	for _, lang := range languages {
		text := words.Drill(lang, true, words.Expand(t.In(lang), samples[lang]))
		if sms.Measure(text).Parts > parts {
			s.at(path+"."+lang, "parts", "the notice takes more than %d messages with a site's names; shorten it by about %d characters", parts, excess(text))
		}
	}
}
