package incident

// Reports: answers that somebody at a desk records for a person on the radio.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// ReportAnswer is an answer given by radio, or by the person themselves on the page that the link in their text leads to.
type ReportAnswer struct {
	Responder string
	Answer    reply.Verb // accept, eta, on_scene, done, cannot, need_help, danger or relief
	Minutes   int        // of eta
	Step      string     // of done; optional where the person has one open step
	Value     string
	By        string
	Account   string `json:",omitempty"` // through which it is given
	Linked    bool   `json:",omitempty"` // by themselves
	Confirmation
}

// Report performs the order, by the same rules as a text from the person.
func (i *Incident) Report(now time.Time, o ReportAnswer) error {
	if err := i.running(now); err != nil {
		return err
	}
	if err := i.findResponder(o.Responder); err != nil {
		return err
	}
	i.heardOf(o.Responder)
	order, commands := i.commandOf(o)
	before := i.State.Commander
	if err := i.report(now, o); err != nil {
		return err
	}
	if commands && i.former(o.Responder) != nil && (before != "" || !i.rules(frozen.VacantIsNobodys)) {
		i.overruled(o.Responder, before, order.what)
	}
	return nil
}

func (i *Incident) report(now time.Time, o ReportAnswer) error {
	if o.Answer == reply.Done && o.Step != "" {
		return i.FinishStep(now, FinishStep{Step: o.Step, By: o.Responder, Value: o.Value, Radio: o.By, Account: o.Account})
	}
	said := reply.Reply{Verb: o.Answer, Minutes: o.Minutes, Value: o.Value}
	items := i.Items(o.Responder)
	u := reply.Resolve(said, items)
	if u.Action == reply.ActNone && o.Answer == reply.Cannot {
		u = reply.Resolve(said, slices.DeleteFunc(items, func(it reply.Item) bool { return it.Kind == reply.Task }))
	}
	if u.Action == reply.ActNone {
		return i.unresolved(o, u.Question)
	}
	defer i.through(o.Account)()
	if err := i.reportsTwice(u); err != nil {
		return err
	}
	i.log(KindReply, o.By, o.heard(i.name(o.Responder), said), about{Responder: o.Responder})
	i.apply(o.Responder, u, "")
	return nil
}

// heard says in the record what somebody answered, and how it came.
func (o ReportAnswer) heard(name string, said reply.Reply) Text {
	if o.Linked {
		return words.Linked(name, said)
	}
	return words.Reported(name, said, o.By)
}

// commandOfReport says whether what somebody said by radio is about a step of the command.
func (i *Incident) commandOfReport(o ReportAnswer) (commanding, bool) {
	if !i.rules(frozen.RadioIsAsked) {
		return commanding{}, false
	}
	step, act := o.Step, string(o.Answer)
	if o.Answer != reply.Done || step == "" {
		u := reply.Resolve(reply.Reply{Verb: o.Answer, Minutes: o.Minutes, Value: o.Value}, i.Items(o.Responder))
		if !slices.Contains(aboutSteps, u.Action) || len(u.Targets) != 1 || u.Targets[0].Kind != reply.Task {
			return commanding{}, false
		}
		step = i.page(u.Targets[0].Ref).Step
	}
	return commanding{o.Responder, o.Confirmation, words.OrderStep(act, step)}, i.decides(step)
}

// unresolved says why a report changed nothing.
func (i *Incident) unresolved(o ReportAnswer, q reply.Question) error {
	switch q.Code {
	case reply.AskValue:
		return fail(CodeValue, "The value %q does not fit the step: see its evidence.", o.Value)
	case reply.AskWhichToken, reply.AskWhichPlace:
		return fail(CodeNothing, "%s has several open things that this could be about: name the step.", i.name(o.Responder))
	default:
		return fail(CodeNothing, "%s has nothing open that %q answers. To put somebody into a seat, assign them.", i.name(o.Responder), o.Answer)
	}
}

// checkValue gives a step's value as it is kept, or a refusal.
func checkValue(p *frozen.Step, value string) (string, error) {
	e := evidence(p)
	if e.Kind == reply.EvidenceNone {
		return value, nil
	}
	kept, problem := reply.Check(e, value)
	if problem != reply.ValueFine {
		return "", fail(CodeValue, "%q is not a value of step %s: %s.", value, p.ID, wanted(e))
	}
	return kept, nil
}

func wanted(e reply.Evidence) string {
	switch e.Kind {
	case reply.EvidenceChoice:
		var values []string
		for _, c := range e.Choices {
			values = append(values, c.Value)
		}
		return "give one of " + list(values)
	case reply.EvidenceNumber:
		return "give a number within its limits"
	case reply.EvidenceCount:
		return "give a count as x/y, x at most y"
	case reply.EvidenceText, reply.EvidenceNone:
	}
	return "give a text"
}
