package activities

// Strays: texts for which no incident was found. They are tried again for a while before somebody is told so.

import (
	"context"
	"fmt"

	"muster/carrier"
)

// StrayDesk finds the incident that a text is about.
type StrayDesk interface {
	// Deliver brings a text to the incidents that know its sender, with the reply that it gets; found is false if there are none.
	Deliver(ctx context.Context, t Text) (reply string, found bool, err error)
	// Lost gives the reply to a text that no incident knows; empty if it gets none.
	Lost(ctx context.Context, t Text) (reply string, err error)
}

// Strays handles them.
type Strays struct {
	Desk    StrayDesk
	Carrier carrier.Port
}

// Delivered says what became of a stray.
type Delivered struct {
	Found bool   `json:"found"`
	Reply string `json:"reply"`
}

// DeliverStray tries once more to find the incident that a text is about.
func (s *Strays) DeliverStray(ctx context.Context, t Text) (Delivered, error) {
	reply, found, err := s.Desk.Deliver(ctx, t)
	if err != nil {
		return Delivered{}, fmt.Errorf("deliver a stray text: %w", err)
	}
	return Delivered{Found: found, Reply: reply}, nil
}

// AnswerStray sends the reply to a stray text; last is set when the search for its incident is over.
func (s *Strays) AnswerStray(ctx context.Context, t Text, reply string) error {
	if reply == "" {
		lost, err := s.Desk.Lost(ctx, t)
		if err != nil || lost == "" {
			return err
		}
		reply = lost
	}
	_, err := s.Carrier.Send(ctx, carrier.Message{To: t.From, Body: reply, Tag: carrier.Tag{Incident: "stray", Page: t.ID, Attempt: 1}, ValidFor: pageValid})
	return err
}
