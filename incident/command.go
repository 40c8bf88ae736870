package incident

// Command: who has it, since when, and who had it before. Every change of the commander raises the epoch.

import (
	"slices"
	"strconv"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// Command is what is known of the command beside who has it.
type Command struct {
	Epoch     int        `json:"epoch,omitempty"`     // rises with every new commander
	Heard     time.Time  `json:"heard,omitzero"`      // when the commander was last heard of, or took command
	Lost      *time.Time `json:"lost,omitempty"`      // since when no message can reach the commander
	Asked     *Question  `json:"asked,omitempty"`     // of what the commander has not answered: what is due first
	Left      *Question  `json:"left,omitempty"`      // the same, and somebody else has answered it since
	Succeeded bool       `json:"succeeded,omitempty"` // the commander came by succession: the seat alone does not take it from them
	Silent    []string   `json:"silent,omitempty"`    // who were succeeded for their silence, and were not heard of since
	Former    []Former   `json:"former,omitempty"`    // who commanded before
}

// Former is somebody who has commanded.
type Former struct {
	Responder string     `json:"responder"`
	Until     time.Time  `json:"until"`
	Asked     string     `json:"asked,omitempty"` // the answer by text that they were asked about, and
	AskedAt   *time.Time `json:"asked_at,omitempty"`
}

// putInCommand makes a person the commander. Whoever takes it from somebody is briefed; the other one is told.
func (i *Incident) putInCommand(id, seat string, text Text) {
	former := i.State.Commander
	i.State.Commander, i.State.HeadRev = id, i.touch()
	ref := about{Seat: seat, Responder: id}
	if i.rules(frozen.CommandPasses) {
		i.State.Command.Epoch++
		ref.Value = strconv.Itoa(i.State.Command.Epoch)
	}
	i.log(KindCommand, id, text, ref)
	i.tookOver(id, former)
}

// tookOver notes a change of the commander and tells both. The first commander has nothing to be briefed about.
func (i *Incident) tookOver(id, former string) {
	c := &i.State.Command
	if !i.rules(frozen.CommandPasses) {
		return
	}
	c.hear(i.now)
	c.Former = slices.DeleteFunc(slices.Clone(c.Former), func(f Former) bool { return f.Responder == id })
	if former != "" {
		i.retire(former)
		i.tell(former, func(lang string) string { return words.CommandGone(lang, i.hazard(lang), i.name(id)) })
	}
	if c.Epoch > 1 {
		i.briefCommander(id)
	}
}

// retire notes that somebody commands no longer.
func (i *Incident) retire(id string) {
	c := &i.State.Command
	c.Former = slices.DeleteFunc(slices.Clone(c.Former), func(f Former) bool { return f.Responder == id })
	c.Former = append(c.Former, Former{Responder: id, Until: i.now})
}

// former is somebody who has commanded and does not now, nil if they have not.
func (i *Incident) former(id string) *Former {
	for k := range i.State.Command.Former {
		if f := &i.State.Command.Former[k]; f.Responder == id && id != i.State.Commander {
			return f
		}
	}
	return nil
}

// bySuccession says whether the commander has the command whoever else sits in its seat.
func (i *Incident) bySuccession() bool {
	return i.State.Command.Succeeded && i.State.Commander != ""
}

// silencable says whether the plan has silent commanders succeeded.
func (i *Incident) silencable() bool {
	return i.In.Plan.Command.SilentAfter > 0 && i.rules(frozen.CommandPasses)
}

// entry is what a timeline entry about the command refers to.
func (s Subject) entry(epoch int) about {
	return about{Responder: s.Ref, Value: strconv.Itoa(epoch)}
}
