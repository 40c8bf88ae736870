// This file shows a plan to people: as text, as a diagram, as JSON.

package plans

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/plans/document"
)

// Formats are what Show can write.
var Formats = []string{"text", "mermaid", "json"}

// Show writes a plan in one of the Formats.
func Show(plan *Plan, format string) (string, error) {
	switch format {
	case "text":
		return showText(plan), nil
	case "mermaid":
		return showMermaid(plan), nil
	case "json":
		out, err := json.MarshalIndent(plan.Doc, "", "  ")
		if err != nil {
			return "", fmt.Errorf("write the plan %s as JSON: %w", plan.Doc.ID, err)
		}
		return string(out) + "\n", nil
	}
	return "", fmt.Errorf("there is no format %q: use one of %s", format, strings.Join(Formats, ", "))
}

var phases = []frozen.Phase{frozen.Alarm, frozen.Response, frozen.Recovery}

type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) {
	p.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

func showText(plan *Plan) string {
	d, p := &plan.Doc, &page{}
	p.line("%s: %s %s", d.ID, d.Title.EN, d.Title.ZH)
	p.line("version %d, level %s at declaration, ladder %s, %d steps", d.Version, d.Level, d.Ladder, len(d.Steps))
	p.line("command: %s%s", d.Command.Seat, ifSet(", then %s", d.Command.Deputy))
	p.parts(&d.Parts)
	p.seats(plan)
	p.ladders(plan)
	p.facts(plan)
	p.raises(d)
	for _, phase := range phases {
		p.phase(d, phase)
	}
	p.messages(plan)
	p.links(plan)
	if list := NotYet(plan); len(list) > 0 {
		p.line("\nNot in this version of Muster")
		for _, sentence := range list {
			p.line("  %s", sentence)
		}
	}
	return p.String()
}

func ifSet(format, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(format, value)
}

func (p *page) parts(parts *document.Parts) {
	for _, part := range []struct {
		title string
		text  document.Text
	}{
		{"Organisation", parts.Organisation},
		{"Duties", parts.Duties},
		{"How the response begins and ends", parts.Response},
		{"Measures", parts.Measures},
		{"Recovery", parts.Recovery},
	} {
		if part.text.EN != "" {
			p.line("\n%s\n  %s\n  %s", part.title, part.text.EN, part.text.ZH)
		}
	}
}

func (p *page) seats(plan *Plan) {
	p.line("\nSeats, in the order in which they are filled")
	for _, s := range plan.Frozen.Seats {
		extra := ""
		if s.Pinned {
			extra += ", stays at its post"
		}
		if len(s.SharesWith) > 0 {
			extra += ", may also hold " + strings.Join(s.SharesWith, " ")
		}
		p.line("  %-6s %s %s: %d by day, %d by night%s%s%s", s.ID, s.Title.EN, s.Title.ZH, s.Day, s.Night,
			ifSet(", skill %s", s.Skill), ifSet(", from %s", string(s.FromLevel)), extra)
	}
}

func (p *page) ladders(plan *Plan) {
	for _, id := range slices.Sorted(maps.Keys(plan.Doc.Ladders)) {
		p.line("\nLadder %s", id)
		for _, r := range plan.Doc.Ladders[id] {
			again := ""
			if r.Repeat > 0 {
				again = ", then every " + r.Repeat.String()
			}
			p.line("  %6s  %s by %s%s", r.At, joined(r.Page), joined(r.By), again)
		}
	}
}

func joined[T ~string](list []T) string {
	words := make([]string, 0, len(list))
	for _, w := range list {
		words = append(words, string(w))
	}
	return strings.Join(words, ", ")
}

func (p *page) facts(plan *Plan) {
	if len(plan.Frozen.Facts) == 0 {
		return
	}
	p.line("\nFacts")
	for _, f := range plan.Frozen.Facts {
		p.line("  %s: %s %s (%s%s), stated by %s", f.ID, f.Title.EN, f.Title.ZH, f.Type, ifSet(": %s", strings.Join(f.Choices, ", ")), strings.Join(f.By, ", "))
	}
}

func (p *page) raises(d *document.Document) {
	if len(d.Raise) == 0 {
		return
	}
	p.line("\nThe level rises")
	for _, r := range d.Raise {
		p.line("  to %s when %s", r.To, r.When)
	}
}

func (p *page) phase(d *document.Document, phase frozen.Phase) {
	p.line("\n%s", strings.ToUpper(string(phase[:1]))+string(phase[1:]))
	for i := range d.Steps {
		if s := &d.Steps[i]; s.Phase == phase {
			p.step(s)
		}
	}
}

func (p *page) step(s *document.Step) {
	target := "no target"
	if s.Target > 0 {
		target = s.Target.String()
	}
	p.line("  %-4s %s %s  [%s, %s]", s.ID, s.Title.EN, s.Title.ZH, s.Seat, target)
	p.line("       %s\n       %s", s.Task.EN, s.Task.ZH)
	if s.SOP != nil {
		p.line("       %s\n       %s", s.SOP.EN, s.SOP.ZH)
	}
	for _, note := range stepNotes(s) {
		p.line("       %s", note)
	}
}

// stepNotes say what is particular about a step, a line each.
func stepNotes(s *document.Step) []string {
	var notes []string
	add := func(on bool, format string, args ...any) {
		if on {
			notes = append(notes, fmt.Sprintf(format, args...))
		}
	}
	add(len(s.After) > 0, "after %s", strings.Join(s.After, ", "))
	add(s.When != "", "when %s", s.When)
	add(s.Start > 0, "%s", startText(s))
	add(s.OnDemand, "only when another step's lateness opens it")
	add(s.Kind() != frozen.EvidenceAck, "done with %s%s", evidenceText(s), ifSet(", which states %s", s.Evidence.States))
	add(s.Call != nil, "%s", callText(s.Call))
	add(s.Notice != nil, "%s", noticeText(s.Notice))
	add(s.Repeat != nil, "%s", repeatText(s.Repeat))
	add(s.Warn > 0, "its holders are asked again at %s of the target", s.Warn)
	for _, l := range s.OnLate {
		add(true, "late %s: %s", l.At, lateText(l))
	}
	add(s.HardGate, "hard gate: only a named person passes it")
	add(s.StandDown != "", "stands the incident down: %s", s.StandDown)
	add(len(s.Outcomes) > 0, "only after: %s", joined(s.Outcomes))
	add(true, "source: %s%s", s.Source.Kind, ifSet(", %s", s.Source.Ref))
	return notes
}

func evidenceText(s *document.Step) string {
	switch kind := s.Kind(); kind {
	case frozen.EvidenceChoice:
		return "one of " + strings.Join(document.Values(s.Evidence.Choice), ", ")
	case frozen.EvidenceNumber:
		return strings.TrimSpace("a number " + s.Evidence.Number.Unit)
	case frozen.EvidenceConnected:
		return "\"connected\""
	case frozen.EvidenceCount:
		return "a count x/y"
	case frozen.EvidenceAck, frozen.EvidenceText, frozen.EvidencePhoto:
		return "a " + string(kind)
	}
	return ""
}

func callText(c *document.Call) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("call %s%s (in drills: %s)", c.Party, ifSet(" with script %s", c.Script), c.Drill)
}

func noticeText(n *document.StepNotice) string {
	if n == nil {
		return ""
	}
	return fmt.Sprintf("sends notice %s when %s", n.ID, n.At)
}

func repeatText(r *document.Repeat) string {
	if r == nil {
		return ""
	}
	return fmt.Sprintf("again every %s%s", r.Every, ifSet(" until %s", r.Until))
}

func startText(s *document.Step) string {
	from := "the declaration"
	if s.Phase == frozen.Recovery {
		from = "the stand-down"
	}
	if len(s.After) > 0 {
		return fmt.Sprintf("or %s after %s, whichever comes first", s.Start, from)
	}
	return fmt.Sprintf("%s after %s", s.Start, from)
}

func lateText(l document.Late) string {
	var does []string
	if l.Level != "" {
		does = append(does, "level "+string(l.Level))
	}
	if l.Open != "" {
		does = append(does, "open "+l.Open)
	}
	if len(l.Page) > 0 {
		again := ""
		if l.Repeat > 0 {
			again = fmt.Sprintf(", then every %s", l.Repeat)
		}
		does = append(does, "page "+joined(l.Page)+again)
	}
	if l.Assume != "" {
		does = append(does, fmt.Sprintf("assume %q", l.Assume))
	}
	return strings.Join(does, "; ")
}

func (p *page) messages(plan *Plan) {
	for _, n := range plan.Frozen.Notices {
		p.line("\nNotice %s, to %s%s", n.ID, plan.Doc.Notices[n.ID].Audience, character(n))
		p.line("  %s\n  %s", n.Text.EN, n.Text.ZH)
	}
	for _, s := range plan.Frozen.Scripts {
		p.line("\nScript %s", s.ID)
		p.line("  %s\n  %s", s.Text.EN, s.Text.ZH)
	}
}

// character says what the plan makes of a notice: its kind, and which one it corrects.
func character(n frozen.Notice) string {
	said := ""
	if n.Kind != "" {
		said += ", kind " + string(n.Kind)
	}
	if n.Corrects != "" {
		said += ", corrects " + n.Corrects
	}
	return said
}

// short gives a duration without the zeros at its end.
func short(d time.Duration) string { return document.Duration(d).String() }
