package incident

// Endings: stand-down, its outcomes, the close, and the drill that a real incident stops.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// standDown ends the response: what still waits is skipped, everybody is told, and recovery begins.
func (i *Incident) standDown(by string, outcome frozen.Outcome, reason string) {
	if i.State.Lifecycle != Open {
		return
	}
	i.State.Lifecycle, i.State.Ending, i.State.Phase, i.State.HeadRev = StandingDown, outcome, frozen.Recovery, i.touch()
	i.dropMerge()
	at, called := i.now, i.called()
	i.State.StoodDown, i.State.PausedFor = &at, 0
	i.log(KindStandDown, by, words.StandDown(i.name(by), string(outcome), reason), about{Value: string(outcome), detail: detail{Reason: words.ReasonGiven(reason)}})
	for k, s := range i.State.Steps {
		if p := &i.In.Plan.Steps[k]; p.Phase != frozen.Recovery {
			if s.State != StepStarted || outcome != frozen.Handled {
				i.skip(s, ByPlan, words.ReasonStoodDown())
			}
		} else if !after(p, outcome) {
			i.skip(s, ByPlan, words.ReasonOutcome())
		}
	}
	i.release(outcome, called)
	i.standDownNotices(outcome)
	if outcome == frozen.HandedOver && i.rules(frozen.HandedOverBriefs) {
		i.logBrief(by)
	}
}

// after says whether a recovery step belongs to an outcome.
func after(p *frozen.Step, outcome frozen.Outcome) bool {
	if len(p.Outcomes) == 0 {
		return outcome != frozen.FalseAlarm && outcome != frozen.Duplicate
	}
	return slices.Contains(p.Outcomes, outcome)
}

// release stops asking for seats and tells everybody who was called how it ended.
func (i *Incident) release(outcome frozen.Outcome, called []string) {
	for _, s := range i.State.Seats {
		s.Wanted, s.Rev = false, i.touch()
		i.halt(Subject{AboutSeat, s.ID})
	}
	if c := i.seeking(); c != nil {
		i.halt(c.About)
	}
	i.forgetSame()
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.waits() {
			rest := slices.DeleteFunc(slices.Clone(p.About), func(a Subject) bool {
				return a.Kind == AboutSeat || a.Kind == AboutGap || a.Kind == AboutCommand || a.Kind == AboutSame
			})
			if len(rest) == 0 { // what it was about stays on the record
				p.State, p.Owed = PageStoodDown, false
			} else {
				p.About = rest
			}
			p.Rev = i.touch()
		}
	}
	for _, id := range called {
		i.tell(id, func(lang string) string { return i.farewell(id, lang, outcome) })
	}
}

// farewell tells a person how the response ended. Where it was handed over, who is on scene hears who commands now.
func (i *Incident) farewell(id, lang string, outcome frozen.Outcome) string {
	hazard, place := i.hazard(lang), i.In.Declaration.Location
	if outcome == frozen.HandedOver && i.onScene(id) && i.rules(frozen.HandedOverBriefs) {
		return words.HandedOverOnScene(lang, hazard, place, i.name(i.State.Commander))
	}
	return words.StoodDown(lang, hazard, place, string(outcome))
}

// onScene says whether a person is on scene in any seat.
func (i *Incident) onScene(id string) bool {
	return slices.ContainsFunc(i.State.Seats, func(s *Seat) bool {
		h := s.holder(id)
		return h != nil && h.State == HolderOnScene
	})
}

// called are the people who were sent a page and have not declined it, who hold a seat, or have a step, each once.
func (i *Incident) called() []string {
	var ids []string
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.left() && p.State != PageDeclined {
			add(p.Responder)
		}
	}
	if !i.rules(frozen.EverybodyIsTold) {
		return ids
	}
	for _, s := range i.State.Seats {
		for _, h := range s.Holders {
			add(h.Responder)
		}
	}
	for _, s := range i.State.Steps {
		for _, id := range s.Assignees {
			add(id)
		}
	}
	return ids
}

// Called are the people to whom anything was sent, or is about to be, each once and in order.
func (i *Incident) Called() []string {
	var ids []string
	for _, p := range i.State.Pages {
		if !slices.Contains(ids, p.Responder) {
			ids = append(ids, p.Responder)
		}
	}
	return ids
}

// left says whether a message of a page has left, or may have: one that was held back tells nobody anything.
func (p *Page) left() bool {
	return p.Made > len(p.Attempts) || slices.ContainsFunc(p.Attempts, (*Attempt).left)
}

// left says whether an attempt was handed to the carrier, or may have been; one that was superseded before has nothing open.
func (a *Attempt) left() bool {
	return a.State != AttemptWaiting && (a.State != AttemptSuperseded || a.unsettled())
}

// close ends the incident for good.
func (i *Incident) close(as Lifecycle) {
	i.dropMerge()
	at := i.now
	i.State.Lifecycle, i.State.EndedAt, i.State.HeadRev = as, &at, i.touch()
	i.State.PausedAt = nil // what a paused drill held back is settled now
	i.State.Outcome = i.outcome()
	i.endNotices()
	i.State.Climbs = nil
	for _, s := range i.State.Steps {
		if s.State == StepWaiting {
			i.skip(s, ByPlan, words.ReasonNotNeeded())
		} else { // begun before the stand-down, and never finished
			i.skip(s, ByPlan, words.ReasonStopped())
		}
	}
	for _, p := range i.State.Pages {
		if p.Kind != NotePage && p.waits() {
			p.State, p.Owed, p.Rev = PageExhausted, false, i.touch()
		}
	}
	i.tellParent()
	i.log(KindEnded, "", words.Ended(string(i.State.Outcome)), about{Value: string(i.State.Outcome)})
}

// outcome is how the incident ends as things stand, empty before the stand-down. A drill ends as one, unless as another's part.
func (i *Incident) outcome() frozen.Outcome {
	if i.Drill() && i.duplicateOf() == "" && (i.State.Ending != "" || i.Ended()) {
		return frozen.DrillEnded
	}
	return i.State.Ending
}

// stop ends the incident at once, whatever is still to do, and tells everybody who was called.
func (i *Incident) stop(as Lifecycle, body func(lang string) string) {
	called, dangers := i.called(), i.unanswered()
	i.endAll(as, words.ReasonStopped())
	for _, d := range dangers {
		i.passOnDanger(d)
	}
	for _, id := range called {
		i.tell(id, body)
	}
}

// endAll ends the incident at once with all that is open in it, and tells nobody.
func (i *Incident) endAll(as Lifecycle, reason Text) {
	for _, s := range i.State.Steps {
		i.skip(s, ByPlan, reason)
	}
	for _, s := range i.State.Seats {
		s.Wanted, s.Rev = false, i.touch()
	}
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.waits() {
			p.State, p.Owed, p.Rev = PageStoodDown, false, i.touch()
		}
	}
	i.close(as)
}

// lastQuestions is for how long after the end the carrier is still asked about messages that nobody needs any more. [design]
const lastQuestions = 30 * time.Second

// Quiet says whether everything that the incident owes has been settled; an ended incident rests only then. What became of an
// old message that nobody needs any more is asked for a while, for the record, and then let be.
func (i *Incident) Quiet() bool {
	asking := i.State.EndedAt == nil || i.now.Before(i.State.EndedAt.Add(i.real(lastQuestions)))
	for _, p := range i.State.Pages {
		for _, a := range p.Attempts {
			if a.State == AttemptWaiting || a.State == AttemptSending || a.Asking || (a.State == AttemptUnknown && (i.owed(p) || asking)) {
				return false
			}
		}
	}
	_, leaving := i.outlasted()
	return len(i.State.Jobs)+len(i.State.Kin.Errands) == 0 && !leaving
}
