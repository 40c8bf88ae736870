package sim

// What handsets do with the texts that they get.

import (
	"regexp"
	"strings"
	"time"
)

// Habit decides what a handset does with a text that it gets. It is called once for each, one at a time, and must not call
// the simulator. Answers to the handset's own texts (TwiML) are not shown to it.
type Habit func(body string) Reaction

// Reaction is what a handset does with one text. The zero Reaction takes it and stays silent.
type Reaction struct {
	// Code is why the text does not arrive: from 30000 the network takes the message and reports it undelivered (or
	// failed) later; below it refuses the request.
	Code int
	// After is how long the person takes to answer.
	After time.Duration
	// Text is the answer; {token} stands for the token that the text offers, and a text that offers none is then not
	// answered. Empty: no answer.
	Text string
}

// Ignores takes every text and stays silent.
func Ignores() Habit { return func(string) Reaction { return Reaction{} } }

// Answers writes back after a time; see Reaction.Text.
func Answers(after time.Duration, text string) Habit {
	return func(string) Reaction { return Reaction{After: after, Text: text} }
}

// Accepts says yes to each page.
func Accepts(after time.Duration) Habit { return Answers(after, "{token} 1") }

// Declines says no to each page.
func Declines(after time.Duration) Habit { return Answers(after, "{token} 5") }

// OptsOut says STOP, after which the network refuses every message to the handset until it says START.
func OptsOut(after time.Duration) Habit { return Answers(after, "STOP") }

// Bounces gets no text, for the reason that the carrier's code gives.
func Bounces(code int) Habit { return func(string) Reaction { return Reaction{Code: code} } }

// InTurn follows one habit for the first text, the next for the second, and the last for all the rest.
func InTurn(first Habit, rest ...Habit) Habit {
	turns := append([]Habit{first}, rest...)
	return func(body string) Reaction {
		habit := turns[0]
		if len(turns) > 1 {
			turns = turns[1:]
		}
		return habit(body)
	}
}

var offer = regexp.MustCompile(`(?:[Rr]eply|REPLY|回复?)\s*([A-Z0-9]{3})(?:[^A-Z0-9]|$)`)

// Token finds the token that a text offers, as in "Reply K7M 1" or "回K7M 1"; empty if none. It has three characters, at
// least one of them a letter.
func Token(body string) string {
	for _, found := range offer.FindAllStringSubmatch(body, -1) {
		if strings.Trim(found[1], "0123456789") != "" {
			return found[1]
		}
	}
	return ""
}

// fill puts the token into an answer; empty where it needs one that the text lacks.
func fill(answer, token string) string {
	if !strings.Contains(answer, "{token}") {
		return answer
	}
	if token == "" {
		return ""
	}
	return strings.ReplaceAll(answer, "{token}", token)
}
