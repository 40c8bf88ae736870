package incident

// Missed questions: one whose message did not reach whom it was put to is put to the next who may answer it; where nobody
// else may, again on the beat. Meanwhile it holds up no other question.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// missedEvery is the beat on which a question is put again that nobody could be reached with. [design]
const missedEvery = 2 * time.Minute

// matter names what a question asks: a fact, a decision, or, where it is empty, whether people may go.
type matter struct {
	Fact  string  `json:"fact,omitempty"`
	About Subject `json:"about,omitzero"`
}

// Missed is a question that somebody was not reached with.
type Missed struct {
	matter
	People  []string   `json:"people,omitempty"`   // whom it has missed since it began its round
	AgainAt *time.Time `json:"again_at,omitempty"` // when the next round begins; nil: somebody is asked in this one
	Said    bool       `json:"said,omitempty"`     // the timeline says that nobody else can be asked
}

// matter is what a page asks, if it is a question.
func (p *Page) matter() (m matter, ok bool) {
	switch {
	case p.Kind == QuestionPage && !p.lists():
		return matter{Fact: p.Fact}, true
	case p.Kind == CallPage && p.decides():
		return matter{About: p.About[0]}, true
	}
	return matter{}, false
}

// releases says whether a question asks whether people may go.
func (m matter) releases() bool { return m == matter{} }

// missedOf is what is known of a question that has missed somebody, nil if it has not.
func (i *Incident) missedOf(m matter) *Missed {
	for k := range i.State.Missed {
		if i.State.Missed[k].matter == m {
			return &i.State.Missed[k]
		}
	}
	return nil
}

// forgetMissed lets questions go that are over, or begin anew.
func (i *Incident) forgetMissed(over func(matter) bool) {
	i.State.Missed = slices.DeleteFunc(slices.Clone(i.State.Missed), func(m Missed) bool { return over(m.matter) })
}

// missed notes that the message of a question has failed, unless another one may arrive, or its person has answered it.
func (i *Incident) missed(p *Page) {
	if p.waits() && p.State != PageSeen && !p.arrives() {
		i.unasked(p, p.Responder)
	}
}

// unasked ends the question to a person who is not reached with it. A decision's page stays as its ladder has it.
func (i *Incident) unasked(p *Page, missed ...string) {
	asks, is := p.matter()
	if !is || !i.rules(frozen.MissedPassOn) {
		return
	}
	if p.Kind == QuestionPage {
		p.State, p.Owed, p.Rev = PageUnreachable, false, i.touch()
	}
	if i.missedOf(asks) == nil {
		i.State.Missed = append(slices.Clone(i.State.Missed), Missed{matter: asks})
	}
	m := i.missedOf(asks)
	for _, id := range missed {
		if !slices.Contains(m.People, id) {
			m.People = append(m.People, id)
		}
	}
}

// arrives says whether a message of a page may still arrive.
func (p *Page) arrives() bool {
	return p.Owed || slices.ContainsFunc(p.Attempts, func(a *Attempt) bool { return a.State == AttemptWaiting || a.mayArrive() })
}

// missedDue begins the rounds that are due, and puts what has missed somebody to the next. It says whether there was one.
// Facts are put by askFacts, which knows what waits for them.
func (i *Incident) missedDue() bool {
	if i.Ended() || len(i.State.Missed) == 0 {
		return false
	}
	changed := false
	i.forgetMissed(func(m matter) bool { return m.Fact == "" && !i.pending(m) })
	for k := range i.State.Missed {
		m := &i.State.Missed[k]
		if m.AgainAt != nil && !m.AgainAt.After(i.now) {
			m.People, m.AgainAt, changed = nil, nil, true
		}
		if m.Fact != "" || m.AgainAt != nil || i.isPut(m.matter) {
			continue
		}
		if next := i.notMissed(m, i.deciders()); len(next) > 0 {
			i.put(m.matter, next[0])
			return true
		}
		i.nobodyElse(m)
	}
	return changed
}

// pending says whether a decision, or whether people may go, still has to be answered.
func (i *Incident) pending(m matter) bool {
	if m.About != (Subject{}) {
		return i.awaits(m.About)
	}
	return i.State.Lifecycle == Open && len(i.idle()) > 0
}

// isPut says whether somebody has a question by a message that may arrive, or has seen it.
func (i *Incident) isPut(m matter) bool {
	return slices.ContainsFunc(i.State.Pages, func(p *Page) bool {
		asks, is := p.matter()
		return is && asks == m && p.waits() && (p.State == PageSeen || p.arrives())
	})
}

// deciders are those who may decide, in the order in which they are asked: who commands, who should, the company.
func (i *Incident) deciders() []string {
	return slices.Concat(i.inCommand(), i.commanders(), i.In.Site.Company)
}

// notMissed are those of some people who can be reached and whom a question has not missed in this round. Whoever has said that they
// cannot answer is not asked again.
func (i *Incident) notMissed(m *Missed, ids []string) []string {
	ids = i.keepReachable(ids)
	if m == nil {
		return ids
	}
	return slices.DeleteFunc(ids, func(id string) bool {
		p := i.questionTo(id, m.Fact)
		return slices.Contains(m.People, id) || (m.Fact != "" && p != nil && p.State == PageDeclined)
	})
}

// put asks one person for a decision, or whether people may go.
func (i *Incident) put(m matter, id string) {
	if m.About != (Subject{}) {
		i.call(id, m.About, 1)
		return
	}
	for _, p := range i.State.Pages {
		if p.Kind == QuestionPage && len(p.Release) > 0 && p.Responder == id && p.State == PageUnreachable {
			p.State, p.Owed, p.Release, p.Rev = PageQueued, true, i.idle(), i.touch()
			return
		}
	}
	i.putRelease(id, i.idle())
}

// nobodyElse has a question wait for its next round, and says so once. Where no number is of any use, whoever can be reached
// again begins the round.
func (i *Incident) nobodyElse(m *Missed) {
	if len(m.People) > 0 {
		at := i.beat(i.now, missedEvery)
		m.AgainAt = &at
	}
	if m.Said {
		return
	}
	m.Said = true
	i.log(KindMissed, "", words.NobodyElse(i.nameOf(m.matter), i.clockText(m.AgainAt)), about{Fact: m.Fact})
}

// nameOf names what a question asks.
func (i *Incident) nameOf(m matter) Text {
	switch {
	case m.Fact != "":
		return i.factTitle(m.Fact)
	case m.About != (Subject{}):
		return i.subject(m.About)
	}
	return words.ReleaseOf(i.names(i.idle()))
}

// dueOfMissed is when the next rounds begin.
func (i *Incident) dueOfMissed() []time.Time {
	var due []time.Time
	for _, m := range i.State.Missed {
		if m.AgainAt != nil {
			due = append(due, *m.AgainAt)
		}
	}
	return due
}
