// This file draws a plan as a Mermaid flowchart.

package plans

import (
	"fmt"
	"strings"

	"muster/incident/frozen"
	"muster/plans/document"
)

func showMermaid(plan *Plan) string {
	d, p := &plan.Doc, &page{}
	p.line("flowchart TD")
	p.line("  %%%% %s, version %d", d.ID, d.Version)
	for _, phase := range phases {
		p.line("  subgraph %s", phase)
		for i := range d.Steps {
			if s := &d.Steps[i]; s.Phase == phase {
				p.line("    %s", node(s))
			}
		}
		p.line("  end")
	}
	for i := range d.Steps {
		p.arrows(&d.Steps[i])
	}
	return p.String()
}

// node draws a step: a hexagon for a hard gate, round ends for what stands the incident down, a slanted box for an outside call.
func node(s *document.Step) string {
	label := fmt.Sprintf("%s %s<br/>%s", s.ID, s.Title.EN, s.Title.ZH)
	if s.Target > 0 {
		label += fmt.Sprintf("<br/>%s, %s", s.Seat, short(s.Target.Of()))
	} else {
		label += "<br/>" + s.Seat
	}
	before, behind := "[", "]"
	switch {
	case s.StandDown != "":
		before, behind = "([", "])"
	case s.HardGate:
		before, behind = "{{", "}}"
	case s.Call != nil:
		before, behind = "[/", "/]"
	}
	return s.ID + before + quoted(label) + behind
}

func (p *page) arrows(s *document.Step) {
	for _, before := range s.After {
		p.line("  %s -->%s %s", before, edgeLabel(s), s.ID)
	}
	if len(s.After) == 0 && s.When != "" {
		p.line("  when_%s>%s] --> %s", s.ID, quoted(s.When), s.ID)
	}
	for _, l := range s.OnLate {
		if l.Open != "" {
			p.line("  %s -.->|%s| %s", s.ID, quoted("late "+l.At.String()), l.Open)
		}
	}
	if s.Phase == frozen.Recovery && len(s.After) == 0 && len(s.Outcomes) > 0 {
		p.line("  outcome_%s>%s] --> %s", s.ID, quoted(joined(s.Outcomes)), s.ID)
	}
}

func edgeLabel(s *document.Step) string {
	if s.When == "" {
		return ""
	}
	return "|" + quoted(s.When) + "|"
}

// quoted is a text that Mermaid takes as it stands.
func quoted(text string) string {
	replace := strings.NewReplacer(`"`, "#quot;", "&", "#amp;", "<br/>", "<br/>", "<", "#lt;", ">", "#gt;")
	return `"` + replace.Replace(text) + `"`
}
