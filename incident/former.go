package incident

// Orders of somebody who commanded before: each gets one question back, and is obeyed when it is given again, confirmed.

import (
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// Confirmation says that whoever gives an order knows who commands now: by its epoch, or in so many words.
type Confirmation struct {
	Epoch   int  `json:",omitempty"`
	Confirm bool `json:",omitempty"`
}

// askedAgain is for how long a text that was asked about may be sent again to confirm it. [design]
const askedAgain = 5 * time.Minute

// commanding is an order as the command sees it.
type commanding struct {
	by string
	Confirmation
	what Text
}

// giverOf is who gives an order.
func (i *Incident) giverOf(body any) string {
	switch o := body.(type) {
	case StartStep:
		return o.By
	case StateFact:
		return o.By
	case AddNote:
		return o.By
	case ApproveNotice:
		return o.By
	case FinishStep:
		return o.By
	case AddPlace:
		return o.By
	case AddPhoto:
		return o.By
	case ReportAnswer:
		return o.Responder
	}
	o, _ := i.commandOf(body)
	return o.by
}

// commandOf says whether an order is one of command, and whose.
func (i *Incident) commandOf(body any) (commanding, bool) {
	switch o := body.(type) {
	case SetLevel:
		return commanding{o.By, o.Confirmation, words.OrderLevel(string(o.Level))}, true
	case StandDown:
		return commanding{o.By, o.Confirmation, words.OrderEnd(string(o.Outcome))}, true
	case Cancel:
		return commanding{o.By, o.Confirmation, words.OrderEnd(string(o.Outcome))}, true
	case Escalate:
		return commanding{o.By, o.Confirmation, words.Escalated(o.Seat, "")}, true
	case AssignSeat:
		return commanding{o.By, o.Confirmation, words.OrderSeat(i.name(o.Responder), o.Seat)}, true
	case ReleaseSeat:
		return commanding{o.By, o.Confirmation, words.OrderRelease(i.name(o.Responder), o.Seat)}, true
	case SendNotice:
		return commanding{o.By, o.Confirmation, words.OrderNotice(o.Notice)}, true
	case RejectNotice:
		return commanding{o.By, o.Confirmation, words.OrderNotice(o.Notice)}, true
	case ResumeDrill:
		return commanding{o.By, o.Confirmation, words.OrderResume()}, true
	case ReportAnswer:
		return i.commandOfReport(o)
	}
	if o, is := i.commandOfKin(body); is {
		return o, true
	}
	return i.commandOfStep(body)
}

func (i *Incident) commandOfStep(body any) (commanding, bool) {
	switch o := body.(type) {
	case SkipStep:
		return commanding{o.By, o.Confirmation, words.OrderStep("skip", o.Step)}, true
	case ReassignStep:
		return commanding{o.By, o.Confirmation, words.OrderStep("reassign", o.Step)}, true
	case ExtendStep:
		return commanding{o.By, o.Confirmation, words.OrderStep("extend", o.Step)}, true
	case AddStep:
		return commanding{o.By, o.Confirmation, words.OrderStep("add", o.Title)}, true
	case FinishStep:
		return commanding{o.By, o.Confirmation, words.OrderStep("done", o.Step)}, i.decides(o.Step)
	}
	return commanding{}, false
}

// decides says whether completing a step is the commander's to do.
func (i *Incident) decides(step string) bool {
	p := i.planStep(step)
	return p != nil && (p.HardGate || p.StandDown != "" || p.Seat == i.In.Plan.Command.Seat)
}

// whoIs finds the responder whom an order's giver names, by id or by name; empty if it is nobody here.
func (i *Incident) whoIs(by string) string {
	for _, r := range i.roster().Responders {
		if r.ID == by || (by != "" && strings.EqualFold(r.Name, strings.TrimSpace(by))) {
			return r.ID
		}
	}
	return ""
}

// Questioned refuses an order of somebody who commanded before and has not confirmed it; nothing is changed then. An order of
// the commander is a sign of life.
func (i *Incident) Questioned(now time.Time, body any) error {
	i.over = ""
	if i.Ended() || !i.rules(frozen.CommandPasses) {
		return nil
	}
	i.now = now
	id := i.whoIs(i.giverOf(body))
	i.heardOf(id)
	o, is := i.commandOf(body)
	if !is {
		return nil
	}
	f := i.former(id)
	if f == nil || i.State.Commander == "" { // nobody else's command is contradicted
		return nil
	}
	if o.Confirm || o.Epoch == i.State.Command.Epoch {
		i.over = i.State.Commander
		return nil
	}
	return fail(CodeCommand, "You handed over at %s; %s is in command now (epoch %d). Nothing was changed: give the order again with \"confirm\": true (--confirm) if you mean it.",
		i.clock(f.Until, "en"), i.name(i.State.Commander), i.State.Command.Epoch)
}

// Obeyed tells both commanders of an order that a former one has confirmed, once it is carried out. By whom it was given counts as
// things stood before it: it may itself have put somebody into the command, or out of it.
func (i *Incident) Obeyed(now time.Time, body any) {
	if _, radio := body.(ReportAnswer); radio { // says so itself: what it was about may be closed by now
		return
	}
	o, is := i.commandOf(body)
	if !is || !i.rules(frozen.CommandPasses) {
		return
	}
	i.now = now
	if id := i.whoIs(o.by); i.former(id) != nil && (i.over != "" || !i.rules(frozen.VacantIsNobodys)) {
		i.overruled(id, i.over, o.what)
	}
}

// overruled notes that somebody's order was obeyed although they command no longer, and tells them and the commander; and whoever
// was that before it.
func (i *Incident) overruled(id, before string, what Text) {
	f, current := i.former(id), i.State.Commander
	i.log(KindOverruled, id, words.Overruled(i.name(id), i.clock(f.Until, "en"), what), about{Responder: id})
	people := []string{id, current}
	if i.rules(frozen.VacantIsNobodys) && before != "" && before != current {
		people = append(people, before)
	}
	for _, each := range people {
		i.tell(each, func(lang string) string {
			return words.OverruledNote(lang, i.hazard(lang), i.name(id), i.name(current), what)
		})
	}
}

// movedFrom says whether a task was a former commander's, whose step the new one has now.
func (i *Incident) movedFrom(p *Page) bool {
	s := i.step(p.Step)
	return i.former(p.Responder) != nil && s.active() && i.decides(p.Step) && !slices.Contains(s.Assignees, p.Responder) && i.task(p.Step, p.Responder) == p
}

// aboutSteps are the answers that say something of a step.
var aboutSteps = []reply.Action{reply.ActDone, reply.ActAccept, reply.ActETA, reply.ActOnScene, reply.ActCannot}

// questioned asks a former commander whether they mean what they text about a step of the command. Sent again, it is obeyed.
func (i *Incident) questioned(id string, u reply.Understanding, text string) string {
	f := i.former(id)
	if i.State.Commander == "" && i.rules(frozen.VacantIsNobodys) {
		return ""
	}
	if f == nil || !slices.Contains(aboutSteps, u.Action) || len(u.Targets) != 1 || u.Targets[0].Kind != reply.Task || !i.movedFrom(i.page(u.Targets[0].Ref)) {
		return ""
	}
	p, key := i.page(u.Targets[0].Ref), u.Targets[0].Ref+" "+string(u.Action)+" "+u.Value
	if f.Asked == key && f.AskedAt != nil && !i.now.After(f.AskedAt.Add(askedAgain)) {
		f.Asked, f.AskedAt = "", nil
		i.overruled(id, "", words.OrderStep(string(u.Action), p.Step))
		return ""
	}
	asked := i.now
	f.Asked, f.AskedAt = key, &asked
	i.log(KindReply, id, words.Reply(i.name(id), clip(text)), about{Responder: id})
	r, _ := i.responder(id)
	return words.Drill(r.Language(), i.Drill(), words.HandedOver(r.Language(), i.clock(f.Until, r.Language()), i.name(i.State.Commander)))
}
