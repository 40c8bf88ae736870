package incident

// Details: what an entry's sentence says, for those who count: a review is computed from the timeline alone.

import "time"

// detail is the part of an entry that only a review reads. Entries of incidents that an earlier build wrote lack it.
type detail struct {
	Seats   []string   `json:"seats,omitempty"`   // that a page asks for, or that an answer takes or declines
	DueAt   *time.Time `json:"due_at,omitempty"`  // a step's target, or when somebody has promised to be there
	Reason  Text       `json:"reason,omitzero"`   // why, where somebody or the plan gave one
	Need    int        `json:"need,omitempty"`    // how many people a seat asks for
	Have    int        `json:"have,omitempty"`    // how many of them it has
	Attempt int        `json:"attempt,omitempty"` // of a message: which one for its page, from 1
	Notice  string     `json:"notice,omitempty"`  // of the plan
	Party   string     `json:"party,omitempty"`   // outside, that is to be called
	Photo   string     `json:"photo,omitempty"`   // of a step, whose hash is the value
}

// staffing is a seat's part of a detail: how many it has of how many.
func (s *Seat) staffing() detail { return detail{Need: s.Needs, Have: len(s.present())} }
