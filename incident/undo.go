package incident

// Undo: "9" takes a person's last answer back, within five minutes and while nothing has been done that hangs on it.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// undoWithin is for how long an answer may be taken back (RESPONSE.md section 4).
const undoWithin = 5 * time.Minute

// Undo is a person's last answer, with all that was there before it.
type Undo struct {
	Responder  string       `json:"responder"`
	At         time.Time    `json:"at"`
	Action     reply.Action `json:"action"`
	Kind       reply.Kind   `json:"kind,omitempty"` // of what was answered; empty: a word of one's own, or what cannot be taken back
	Page       string       `json:"page,omitempty"`
	What       Text         `json:"what"`
	Rev        int          `json:"rev"` // of the state when it had been applied
	PageState  PageState    `json:"page_state,omitempty"`
	AnsweredAt *time.Time   `json:"answered_at,omitempty"`
	About      []Subject    `json:"about,omitempty"`
	Holdings   []Holding    `json:"holdings,omitempty"`
	Step       *Step        `json:"step,omitempty"`
	StepRev    int          `json:"step_rev,omitempty"`
	Climb      *Climb       `json:"climb,omitempty"`
	Fact       *Fact        `json:"fact,omitempty"` // as it was before the step stated it
	FactRev    int          `json:"fact_rev,omitempty"`
	Asked      string       `json:"asked,omitempty"` // the fact that a question was answered with
	Level      frozen.Level `json:"level"`
	Phase      frozen.Phase `json:"phase"`
	Commander  string       `json:"commander,omitempty"`
}

// Holding is a seat as a person held it.
type Holding struct {
	Seat   string `json:"seat"`
	Holder Holder `json:"holder"`
}

// applyUndoably performs an answer, and keeps what it takes to undo it.
func (i *Incident) applyUndoably(id string, u reply.Understanding, it reply.Item) string {
	if u.Action == reply.ActSeen || !i.rules(frozen.AnswersAreUndone) {
		return i.applyTo(id, u, it)
	}
	if i.statesNothing(u, it) { // nor is an older answer what "9" means now
		i.forgetUndo(id)
		return i.applyTo(id, u, it)
	}
	if p := i.page(it.Ref); it.Kind == reply.Page && p.decides() { // other incidents act on it at once
		i.keepUndo(Undo{Responder: id, At: i.now, Action: u.Action})
		return i.applyTo(id, u, it)
	}
	before := i.snapshot(id, u, it)
	said := i.applyTo(id, u, it)
	before.Rev = i.State.Rev
	if f := i.fact(before.Asked); f != nil {
		before.FactRev = f.Rev
	}
	if before.Step != nil {
		before.StepRev = i.step(before.Step.ID).Rev
		if f := i.fact(i.planStep(before.Step.ID).Evidence.States); f != nil {
			before.FactRev = f.Rev
		}
	}
	i.keepUndo(before)
	return said
}

// final notes a word that answers nothing that was asked, so that "9" does not take back an older answer instead.
func (i *Incident) final(id string, u reply.Understanding) {
	switch u.Action {
	case reply.ActDanger, reply.ActRealEmergency, reply.ActNeedHelp, reply.ActRelief, reply.ActOptOut, reply.ActOptIn, reply.ActWrongNumber:
		if i.rules(frozen.AnswersAreUndone) {
			i.keepUndo(Undo{Responder: id, At: i.now, Action: u.Action, Holdings: i.holdings(id)})
		}
	default:
	}
}

// keepUndo keeps a person's last answer, and forgets those that are too old.
func (i *Incident) keepUndo(u Undo) {
	i.State.Undos = slices.DeleteFunc(slices.Clone(i.State.Undos), func(o Undo) bool {
		return o.Responder == u.Responder || i.now.Sub(o.At) > undoWithin
	})
	i.State.Undos = append(i.State.Undos, u)
}

func (i *Incident) forgetUndo(id string) {
	i.State.Undos = slices.DeleteFunc(slices.Clone(i.State.Undos), func(o Undo) bool { return o.Responder == id })
}

// snapshot is what an answer is about to change.
func (i *Incident) snapshot(id string, u reply.Understanding, it reply.Item) Undo {
	o := Undo{
		Responder: id, At: i.now, Action: u.Action, Kind: it.Kind, What: words.Post(), Level: i.State.Level, Phase: i.State.Phase,
		Commander: i.State.Commander, Holdings: i.holdings(id),
	}
	p := i.page(it.Ref)
	if it.Kind == reply.Post || p == nil {
		return o
	}
	o.Page, o.PageState, o.AnsweredAt, o.About = p.ID, p.State, p.AnsweredAt, slices.Clone(p.About)
	if it.Kind == reply.Page {
		o.What = i.subjects(p)
		return o
	}
	if it.Kind == reply.Ask {
		o.askedBefore(i, p, u)
		return o
	}
	o.stepBefore(i, p.Step)
	return o
}

// holdings are the seats that a person holds, as they hold them.
func (i *Incident) holdings(id string) []Holding {
	var held []Holding
	for _, s := range i.State.Seats {
		if h := s.holder(id); h != nil {
			held = append(held, Holding{s.ID, *h})
		}
	}
	return held
}

func (o *Undo) stepBefore(i *Incident, id string) {
	s, p := *i.step(id), i.planStep(id)
	s.Assignees = slices.Clone(s.Assignees)
	o.Step, o.What = &s, p.Title
	if c := i.climb(Subject{AboutLate, id}); c != nil {
		kept := *c
		o.Climb = &kept
	}
	if f := i.fact(p.Evidence.States); f != nil {
		kept := *f
		o.Fact = &kept
	}
}

// undo takes the last answer of a person back, or says why it stands.
func (i *Incident) undo(id string, u reply.Understanding, text string) string {
	r, _ := i.responder(id)
	lang := r.Language()
	if !i.rules(frozen.AnswersAreUndone) {
		i.log(KindReply, id, words.Reply(r.Name, clip(text)), about{Responder: id})
		return words.CannotUndo(lang)
	}
	why, o := words.NothingToUndo(), i.lastAnswer(id)
	if o != nil {
		why = i.takeBackAnswer(o, u)
	}
	if why.EN != "" {
		i.log(KindReply, id, words.Reply(r.Name, clip(text)), about{Responder: id})
		return words.NotUndone(lang, why)
	}
	i.log(KindUndone, id, words.Undone(r.Name, string(o.Action), o.What), o.entry())
	said := words.UndoneTaken(lang, string(o.Action), o.What)
	i.forgetUndo(id)
	return said
}

// lastAnswer is what a person said last, nil if that is too long ago.
func (i *Incident) lastAnswer(id string) *Undo {
	for k := range i.State.Undos {
		if o := i.State.Undos[k]; o.Responder == id && i.now.Sub(o.At) <= undoWithin {
			return &o
		}
	}
	return nil
}

func (o *Undo) entry() about {
	ref := about{Page: o.Page, Responder: o.Responder, Value: string(o.Action)}
	if o.Step != nil {
		ref.Step = o.Step.ID
	}
	return ref
}

// takeBackAnswer takes an answer back; a text says why it cannot be. On a shared phone a code says whose it is, not which.
func (i *Incident) takeBackAnswer(o *Undo, u reply.Understanding) Text {
	named := func(it reply.Item) bool { return it.Ref == o.Page || it.Kind == o.Kind && it.Kind == reply.Post }
	if len(u.Targets) > 0 && !i.shares(o.Responder) && !slices.ContainsFunc(u.Targets, named) {
		return words.OnlyTheLast()
	}
	switch o.Kind {
	case reply.Task:
		return i.undoTask(o)
	case reply.Page:
		return i.undoPage(o)
	case reply.Post:
		return i.undoPost(o)
	case reply.Ask:
		return i.undoAnswered(o)
	}
	return i.undoWord(o)
}
