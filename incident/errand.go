package incident

// Errands: what an incident has done at other incidents. They go by the Desk, outlast a crash, and are tried until they are
// done or refused; whoever does one twice changes nothing twice.

import (
	"slices"
	"strconv"
	"time"
)

// ErrandKind tells errands apart.
type ErrandKind string

// The errands.
const (
	ErrandHandOver ErrandKind = "hand-over" // people and facts, to the incident that this one is merged into
	ErrandMerge    ErrandKind = "merge"     // the order that To is merged, as a commander has decided
	ErrandOpen     ErrandKind = "open"      // another plan
	ErrandTell     ErrandKind = "tell"      // how this incident ended, to the one that opened it
	ErrandSame     ErrandKind = "same"      // that this incident may be the same as To
)

// Errand is something to be done at another incident.
type Errand struct {
	ID        string     `json:"id"` // the same for every try, of a hand-over for every one with the same content
	Kind      ErrandKind `json:"kind"`
	To        string     `json:"to"`             // the other incident
	Into      string     `json:"into,omitempty"` // of a merge
	By        string     `json:"by,omitempty"`   // of a merge
	Carried   *Carried   `json:"carried,omitempty"`
	Opening   *Opening   `json:"opening,omitempty"`
	Ending    *LinkEnded `json:"ending,omitempty"`
	Same      *Other     `json:"same,omitempty"`
	NotBefore *time.Time `json:"not_before,omitempty"`
	Tries     int        `json:"tries,omitempty"` // that failed
	Out       bool       `json:"out,omitempty"`   // handed to its activity
}

// ErrandResult is what became of an errand. Refused says why it will never be done.
type ErrandResult struct {
	Refused *Error `json:"refused,omitempty"`
	Taken   *Taken `json:"taken,omitempty"` // of a hand-over
}

const (
	errandAgain   = 5 * time.Second // after an errand failed, in the engine's time
	mostLateTries = 3               // of an errand that an incident has left when it ends, and of one to an incident that may not be there
)

// errand has something done at another incident.
func (i *Incident) errand(e Errand) {
	k := &i.State.Kin
	k.NextID++
	if e.ID == "" {
		e.ID = string(e.Kind) + "-" + i.In.ID + "-" + strconv.Itoa(k.NextID)
	}
	k.Errands = append(slices.Clone(k.Errands), e)
}

// takeErrands hands out the errands that are due, each once.
func (i *Incident) takeErrands() []Errand {
	var taken []Errand
	for n := range i.State.Kin.Errands {
		e := &i.State.Kin.Errands[n]
		if e.Out || (e.NotBefore != nil && e.NotBefore.After(i.now)) {
			continue
		}
		e.Out, e.NotBefore = true, nil
		given := *e
		if e.Kind == ErrandHandOver {
			given = i.handOverErrand(e)
		}
		taken = append(taken, given)
	}
	return taken
}

// ErrandDone takes in what became of an errand.
func (i *Incident) ErrandDone(now time.Time, e Errand, r ErrandResult) {
	i.now = now
	if !i.hasErrand(e.Kind, e.To) {
		return // it is not wanted any more
	}
	switch e.Kind {
	case ErrandHandOver:
		i.handedOver(r)
		return
	case ErrandMerge:
		i.mergeOrdered(e, r)
	case ErrandOpen:
		i.linkOpened(e, r)
	case ErrandTell, ErrandSame:
	}
	i.dropErrand(e.Kind, e.To)
}

// ErrandFailed notes that nobody knows whether an errand was done: it is tried again after a while.
func (i *Incident) ErrandFailed(now time.Time, e Errand) {
	i.now = now
	for n := range i.State.Kin.Errands {
		if o := &i.State.Kin.Errands[n]; o.Kind == e.Kind && o.To == e.To {
			at := now.Add(i.real(errandAgain))
			o.Out, o.NotBefore, o.Tries = false, &at, o.Tries+1
			if (i.Ended() || e.Kind == ErrandSame) && o.Tries >= mostLateTries {
				i.dropErrand(e.Kind, e.To)
			}
			return
		}
	}
}

func (i *Incident) hasErrand(kind ErrandKind, to string) bool {
	return slices.ContainsFunc(i.State.Kin.Errands, func(e Errand) bool { return e.Kind == kind && e.To == to })
}

func (i *Incident) dropErrand(kind ErrandKind, to string) {
	i.State.Kin.Errands = slices.DeleteFunc(slices.Clone(i.State.Kin.Errands), func(e Errand) bool { return e.Kind == kind && e.To == to })
}
