package incident

// Holders: the people in a seat, and which of them count.

import (
	"slices"
	"time"
)

// HolderState says how far a seat's holder has come.
type HolderState string

// A holder who broke the promise is late: welcome, but the seat counts as unfilled.
const (
	HolderAccepted HolderState = "accepted"
	HolderOnScene  HolderState = "on_scene"
	HolderLate     HolderState = "late"
)

// Holder is a person in a seat.
type Holder struct {
	Responder  string       `json:"responder"`
	State      HolderState  `json:"state"`
	Since      time.Time    `json:"since"`
	PromisedAt *time.Time   `json:"promised_at,omitempty"`
	AskedAt    *time.Time   `json:"asked_at,omitempty"`  // when the broken promise was asked about
	OffSince   *time.Time   `json:"off_since,omitempty"` // since when they are off duty, if they held the seat before
	ReliefAt   *time.Time   `json:"relief_at,omitempty"` // since when somebody is called to relieve them
	Relief     ReliefReason `json:"relief,omitempty"`    // and why
}

// unrefused lets a person's refusal of the seat go.
func (s *Seat) unrefused(id string) {
	s.Declined = slices.DeleteFunc(slices.Clone(s.Declined), func(d string) bool { return d == id })
}

// present are the holders who count: they have accepted and not broken their promise.
func (s *Seat) present() []string {
	var ids []string
	for _, h := range s.Holders {
		if h.State != HolderLate {
			ids = append(ids, h.Responder)
		}
	}
	return ids
}

// staying are those of the present who are not to be relieved.
func (s *Seat) staying() []string {
	var ids []string
	for _, h := range s.Holders {
		if h.State != HolderLate && h.ReliefAt == nil {
			ids = append(ids, h.Responder)
		}
	}
	return ids
}

func (s *Seat) holder(id string) *Holder {
	for k := range s.Holders {
		if s.Holders[k].Responder == id {
			return &s.Holders[k]
		}
	}
	return nil
}

// short is how many people the seat still lacks. Whoever is to be relieved fills it no longer, though they do what there is to do.
func (s *Seat) short() int {
	if !s.Wanted {
		return 0
	}
	return max(0, s.Needs-len(s.staying()))
}

// reliefOnly says whether the seat is called for only because holders are to be relieved.
func (s *Seat) reliefOnly() bool { return s.Wanted && s.short() > 0 && len(s.present()) >= s.Needs }
