package app

// Voice: whether people can be called, and what simulated handsets do with calls.

import (
	"context"
	"errors"

	"muster/api"
	"muster/carrier"
	"muster/carrier/sim"
	"muster/incident/frozen"
)

// channels are the ways to people that the network has.
func (n *network) channels() []frozen.Channel {
	if n.adapter.Speaks() {
		return []frozen.Channel{frozen.SMS, frozen.Voice}
	}
	return []frozen.Channel{frozen.SMS}
}

// caller is the network's voice, nil where it has none.
func (n *network) caller() carrier.Caller {
	if n.adapter.Speaks() {
		return n.adapter
	}
	return nil
}

// Press implements api.Handsets.
func (h handsets) Press(ctx context.Context, number, digits string) error {
	err := h.simulator.Press(ctx, number, digits)
	if errors.Is(err, sim.ErrNoCall) {
		return api.ErrNoCall
	}
	return err
}

// callHabitOf is a habit for calls; ok is false for one for texts.
func callHabitOf(h api.Habit) (habit sim.CallHabit, ok bool) {
	switch h.Kind {
	case api.HabitAcceptCall:
		return sim.AcceptsCalls(h.After), true
	case api.HabitDeclineCall:
		return sim.DeclinesCalls(h.After), true
	case api.HabitVoicemail:
		return sim.Voicemail(h.Text), true
	case api.HabitBusy:
		return sim.Busy(), true
	case api.HabitNoAnswer:
		return sim.Unanswered(h.After), true
	case api.HabitPickUp:
		return nil, true
	default:
		return nil, false
	}
}
