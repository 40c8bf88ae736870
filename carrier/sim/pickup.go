package sim

// What handsets do with the calls that they get.

import (
	"regexp"
	"time"

	"muster/carrier"
)

// CallHabit decides what a handset does with a call. It is called once for each, one at a time, and must not call the simulator.
type CallHabit func() Pickup

// Pickup is what a handset does with one call. The zero Pickup takes it at once and waits for somebody to press keys.
type Pickup struct {
	// Status is how a call ends that nobody takes: busy, no-answer or failed. Empty: it is taken.
	Status carrier.CallStatus
	// Code is why: below 30000 the network refuses the request to call.
	Code int
	// After is how long it rings.
	After time.Duration
	// Hears gives the keys that are pressed once a text is heard that asks for one, and after how long. Nil: those that Press presses.
	Hears func(text string) (digits string, after time.Duration)
}

// AcceptsCalls takes each call and presses the key that accepts.
func AcceptsCalls(after time.Duration) CallHabit { return presses(after, AcceptKey) }

// DeclinesCalls takes each call and presses the key that says no.
func DeclinesCalls(after time.Duration) CallHabit { return presses(after, CannotKey) }

func presses(after time.Duration, find func(text string) string) CallHabit {
	return func() Pickup {
		return Pickup{Hears: func(text string) (string, time.Duration) { return find(text), after }}
	}
}

// Voicemail takes each call and, whatever it hears, plays the tones of some keys, or none.
func Voicemail(tones string) CallHabit {
	return func() Pickup {
		return Pickup{Hears: func(string) (string, time.Duration) { return tones, 0 }}
	}
}

// Busy is engaged whenever it is called.
func Busy() CallHabit { return func() Pickup { return Pickup{Status: carrier.CallBusy} } }

// Unanswered rings so long, until the network gives up.
func Unanswered(after time.Duration) CallHabit {
	return func() Pickup { return Pickup{Status: carrier.CallNoAnswer, After: after} }
}

// CannotBeCalled gets no call, for the reason that the carrier's code gives.
func CannotBeCalled(code int) CallHabit {
	return func() Pickup { return Pickup{Status: carrier.CallFailed, Code: code} }
}

// picksUp is what the handset does with a call now.
func (h *handset) picksUp() Pickup {
	if h.calls == nil {
		return Pickup{}
	}
	return h.calls()
}

// SetCallHabit tells what a handset does with the calls that it gets from now on; nil takes them and presses nothing by itself.
func (s *Simulator) SetCallHabit(number string, habit CallHabit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.book.handset(number).calls = habit
}

var (
	acceptKey = regexp.MustCompile(`(?:accept,? press|see to it,? press|接受请按|处理请按)\s*([0-9])`)
	cannotKey = regexp.MustCompile(`(?:cannot,? press|不能请按)\s*([0-9])`)
	repeatKey = regexp.MustCompile(`(?:hear this again,? press|重听请按)\s*([0-9])`)
)

// AcceptKey finds the key by which a call is accepted in what it says; empty if none.
func AcceptKey(text string) string { return found(acceptKey, text) }

// CannotKey finds the key that says no.
func CannotKey(text string) string { return found(cannotKey, text) }

// RepeatKey finds the key that has a call say everything again.
func RepeatKey(text string) string { return found(repeatKey, text) }

func found(pattern *regexp.Regexp, text string) string {
	if match := pattern.FindStringSubmatch(text); match != nil {
		return match[1]
	}
	return ""
}
