package incident

// The response level: how it moves seats in and out. Nobody on scene is released by it without the commander.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// SetLevel performs the order.
func (i *Incident) SetLevel(now time.Time, o SetLevel) error {
	if err := i.running(now); err != nil {
		return err
	}
	i.setLevel(o.By, o.Level, words.ReasonGiven(o.Reason))
	return nil
}

func (i *Incident) setLevel(by string, level frozen.Level, reason Text) {
	if i.State.Level == level {
		return
	}
	i.log(KindLevel, by, words.LevelChanged(string(i.State.Level), string(level), reason), about{Value: string(level), detail: detail{Reason: reason}})
	i.State.Level, i.State.HeadRev = level, i.touch()
	i.openSeats()
	if i.rules(frozen.LevelsRelease) && i.State.Lifecycle == Open {
		i.sendHome(by)
		i.askRelease()
	}
}

// sendHome stands down who holds a seat that is no longer called for and is not on scene yet. The commander stays.
func (i *Incident) sendHome(by string) {
	for _, s := range i.State.Seats {
		if s.Wanted || i.commands(s.ID) {
			continue
		}
		for _, h := range slices.Clone(s.Holders) {
			if h.State != HolderOnScene && h.Responder != i.State.Commander {
				i.dismiss(s, h.Responder, by)
			}
		}
	}
}

// commands says whether a seat is that of command, or its deputy's: these are given up by succession and by people alone.
func (i *Incident) commands(seat string) bool {
	return seat == i.In.Plan.Command.Seat || seat == i.In.Plan.Command.Deputy
}

// dismiss takes a person out of a seat that is not called for, and tells them. Whoever has nothing else to hold hands on
// their steps. They may be asked for it again.
func (i *Incident) dismiss(s *Seat, id, by string) {
	s.Holders = slices.DeleteFunc(slices.Clone(s.Holders), func(h Holder) bool { return h.Responder == id })
	s.Held, s.Rev = s.heldBy(id), i.touch()
	title := i.planSeat(s.ID).Title
	i.log(KindSeatReleased, by, words.SeatReleased(title, i.name(id), string(i.State.Level)), about{Seat: s.ID, Responder: id})
	if !i.holds(id) {
		i.handOver(id)
		i.handBack(id)
	}
	i.tell(id, func(lang string) string {
		return words.LevelReleased(lang, i.hazard(lang), string(i.State.Level), title.In(lang))
	})
}

// The answers to whether people may go.
const (
	releaseThem = "release"
	keepThem    = "keep"
)

// askRelease asks the commander, once for each level, whether those on scene may go for whom nothing calls any more.
func (i *Incident) askRelease() {
	i.closeQuestions(func(p *Page) bool { return len(p.Release) > 0 })
	i.forgetMissed(matter.releases)
	ids := i.idle()
	bosses := i.mayRelease()
	if len(ids) == 0 || len(bosses) == 0 {
		return
	}
	i.putRelease(bosses[0], ids)
}

// putRelease asks a person whether people may go.
func (i *Incident) putRelease(id string, idle []string) {
	p := i.newPage(QuestionPage, id)
	p.Release, p.Token, p.Owed = idle, i.newToken(id), true
}

// mayRelease are those who may say whether people may go: whoever commands, or should, as far as the question reaches them; else
// the company.
func (i *Incident) mayRelease() []string {
	m := i.missedOf(matter{})
	if m == nil {
		return i.firstOf(i.inCommand(), i.commanders())
	}
	return i.firstOf(i.notMissed(m, i.inCommand()), i.notMissed(m, i.commanders()), i.notMissed(m, i.In.Site.Company))
}

// askedOfCommander closes the question whether people may go where nobody may answer it any more: after the end of the
// response, and by somebody who no longer commands; whoever does is asked then. It says whether there was one.
func (i *Incident) askedOfCommander() bool {
	closed := i.closeQuestions(func(p *Page) bool {
		return len(p.Release) > 0 && (i.State.Lifecycle != Open || !slices.Contains(i.mayRelease(), p.Responder))
	})
	if closed && i.State.Lifecycle == Open {
		i.askRelease()
	}
	return closed
}

// idle are the people on scene who hold only seats that are not called for. The commander is not among them.
func (i *Incident) idle() []string {
	var ids, busy []string
	for _, s := range i.State.Seats {
		for _, h := range s.Holders {
			switch {
			case s.Wanted || i.commands(s.ID) || h.Responder == i.State.Commander:
				busy = append(busy, h.Responder)
			case h.State == HolderOnScene && !slices.Contains(ids, h.Responder):
				ids = append(ids, h.Responder)
			}
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(busy, id) })
}

// releaseAnswered performs the commander's answer: who is still there and called for by nothing goes, or all stay.
func (i *Incident) releaseAnswered(by, lang, answer string, p *Page) string {
	if answer == keepThem {
		i.log(KindNote, by, words.ReleaseRefused(i.name(by), i.names(p.Release)), about{})
		return words.KeepTaken(lang)
	}
	idle, gone := i.idle(), []string{}
	for _, id := range p.Release {
		if !slices.Contains(idle, id) {
			continue
		}
		gone = append(gone, id)
		for _, s := range i.State.Seats {
			if s.holder(id) != nil && !s.Wanted {
				i.dismiss(s, id, by)
			}
		}
	}
	return words.ReleaseTaken(lang, i.names(gone))
}
