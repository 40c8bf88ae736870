package incident

// The brief: what whoever takes over has to know, made from what the incident shows at a moment.

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Brief is a hand-over in both languages. Every part says something, also that nothing is known.
type Brief struct {
	Incident string
	At       time.Time
	Title    Text // what it is, at which level, for how long
	Parts    BriefParts
}

// BriefParts are the parts of a brief, each a line.
type BriefParts struct {
	Place     Text
	Trapped   Text
	Counts    Text // roll calls, and other people who were counted
	Utilities Text // gas, power, water, lifts
	People    Text // who is where
	Command   Text
	Steps     Text // that are open
	Calls     Text // to outside parties, with their reference numbers
}

// BriefOf makes the brief of an incident as it is shown.
func BriefOf(v View) Brief {
	b := briefing{View: v, names: namesIn(v)}
	return Brief{
		Incident: v.ID, At: time.Time(v.Now),
		Title: words.BriefTitle(v.Title, string(v.Level), v.Mode == frozen.Drill, b.since(time.Time(v.Now))),
		Parts: BriefParts{
			Place: words.BriefPlace(v.Location, v.Summary), Trapped: b.trapped(), Counts: b.counts(), Utilities: b.utilities(),
			People: b.people(), Command: b.command(), Steps: b.steps(), Calls: b.calls(),
		},
	}
}

// Text is the brief in one language, a part a line.
func (b Brief) Text(lang string) string { return strings.Join(b.lines(lang), "\n") }

func (b Brief) lines(lang string) []string {
	p := b.Parts
	lines := []string{b.Title.In(lang)}
	for k, part := range []Text{p.Place, p.Trapped, p.Counts, p.Utilities, p.People, p.Command, p.Steps, p.Calls} {
		lines = append(lines, words.BriefLine(k, part).In(lang))
	}
	return lines
}

// entry is the brief as one line of the timeline.
func (b Brief) entry() Text {
	return Text{EN: strings.Join(b.lines("en"), " | "), ZH: strings.Join(b.lines("zh"), " | ")}
}

// briefing is a view that is being told.
type briefing struct {
	View
	names map[string]string
}

// namesIn are the names of everybody whom a view names.
func namesIn(v View) map[string]string {
	names := map[string]string{}
	for _, s := range v.Seats {
		for _, h := range s.Holders {
			names[h.Responder] = h.Name
		}
	}
	for _, p := range slices.Concat(v.Pages, v.Messages) {
		names[p.Responder] = p.Name
	}
	return names
}

func (b *briefing) name(id string) string {
	if name := b.names[id]; name != "" {
		return name
	}
	return id
}

// since is how long after the declaration something was.
func (b *briefing) since(at time.Time) string {
	passed := at.Sub(time.Time(b.OpenedAt))
	return fmt.Sprintf("+%d:%02d", int(passed.Hours()), int(passed.Minutes())%60)
}

// factTrapped is the fact that the library's plans keep of people who are trapped.
const factTrapped = "trapped"

func (b *briefing) trapped() Text {
	for _, f := range b.Facts {
		if f.Name == factTrapped && f.Value != nil {
			return words.AsWritten(*f.Value)
		}
	}
	return words.NotKnown()
}

// counts are the roll calls, and what else was counted of people.
func (b *briefing) counts() Text {
	var parts []Text
	for _, s := range b.Steps {
		if s.Evidence.Kind == frozen.EvidenceCount && s.Value != nil && s.State == StepDone {
			parts = append(parts, words.BriefValue(s.Title, *s.Value, ""))
		}
	}
	for _, f := range b.Facts {
		if f.Type == frozen.FactNumber && f.Name != factTrapped && f.Value != nil && words.OfPeople(f.Title) {
			parts = append(parts, words.BriefValue(f.Title, *f.Value, ""))
		}
	}
	return words.BriefList(parts)
}

// utilities are facts and steps that speak of gas, power, water or lifts.
func (b *briefing) utilities() Text {
	var parts []Text
	for _, f := range b.Facts {
		if f.Value != nil && words.Utility(f.Title) {
			parts = append(parts, words.BriefValue(f.Title, *f.Value, ""))
		}
	}
	for _, s := range b.Steps {
		if words.Utility(s.Title) && s.State != StepWaiting && s.State != StepSkipped {
			parts = append(parts, words.BriefStep(s.ID, s.Title, string(s.State), deref(s.Value), "", s.Late && s.State != StepDone))
		}
	}
	return words.BriefList(parts)
}

// people are the seats with their holders, and what is lacking.
func (b *briefing) people() Text {
	var parts []Text
	for _, s := range b.Seats {
		var who []Text
		for _, h := range s.Holders {
			who = append(who, words.BriefHolder(b.name(h.Responder), string(h.State)))
		}
		if lacking := s.Needs - s.Filled; s.Open && lacking > 0 {
			who = append(who, words.BriefLacking(lacking))
		}
		if len(who) > 0 {
			parts = append(parts, words.BriefSeat(s.Title, who))
		}
	}
	return words.BriefList(parts)
}

func (b *briefing) command() Text {
	if b.Commander == nil {
		return words.BriefNobody()
	}
	return words.AsWritten(b.name(*b.Commander))
}

// steps are those that are open now.
func (b *briefing) steps() Text {
	var parts []Text
	for _, s := range b.Steps {
		if s.State != StepOpen && s.State != StepStarted && s.State != StepBlocked {
			continue
		}
		var who []string
		for _, id := range s.Assignees {
			who = append(who, b.name(id))
		}
		parts = append(parts, words.BriefStep(s.ID, s.Title, string(s.State), "", strings.Join(who, ", "), s.Late))
	}
	return words.BriefList(parts)
}

// calls are the outside calls that were made, or are to be.
func (b *briefing) calls() Text {
	var parts []Text
	for _, s := range b.Steps {
		if s.Party == nil || s.State == StepWaiting || s.State == StepSkipped {
			continue
		}
		if s.DoneAt == nil {
			parts = append(parts, words.BriefCallOpen(*s.Party))
			continue
		}
		reference := deref(s.Note)
		if reference == "" && s.Value != nil && *s.Value != valueDone {
			reference = *s.Value
		}
		parts = append(parts, words.BriefCall(*s.Party, b.since(time.Time(*s.DoneAt)), b.name(deref(s.By)), reference))
	}
	return words.BriefList(parts)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// brief is the incident's brief at this moment.
func (i *Incident) brief() Brief { return BriefOf(i.View(i.now)) }

// briefCommander sends a new commander what they have to know, and puts it on the record.
func (i *Incident) briefCommander(id string) {
	b := i.logBrief(id)
	i.tell(id, func(lang string) string {
		return words.CommandBrief(lang, words.CommandText{
			Title: b.Title.In(lang), Place: b.Parts.Place.In(lang), Trapped: b.Parts.Trapped.In(lang), Counts: b.Parts.Counts.In(lang), Steps: i.openSteps(lang),
		})
	})
}

// openSteps names the steps that are open, the late ones first.
func (i *Incident) openSteps(lang string) []string {
	var late, rest []string
	for _, s := range i.State.Steps {
		switch title := i.planStep(s.ID).Title.In(lang); {
		case s.active() && s.Late:
			late = append(late, words.LateTitle(lang, title))
		case s.active():
			rest = append(rest, title)
		}
	}
	return append(late, rest...)
}

// logBrief puts the brief on the timeline.
func (i *Incident) logBrief(by string) Brief {
	b := i.brief()
	i.log(KindBrief, by, b.entry(), about{Responder: i.State.Commander})
	return b
}

// callee is whom a step's outside call is to, nil if it has none.
func (i *Incident) callee(p *frozen.Step) *Text {
	if p.Call == nil {
		return nil
	}
	label := i.party(p.Call.Party).Label
	return &label
}
