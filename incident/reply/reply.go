// Package reply understands what people text back to Muster, in two pure stages. Parse says what somebody wrote,
// generously and in English or Chinese; Resolve says which of that person's open things it means.
//
// Nothing is applied by guess: what could mean two things comes out as Unclear, or as a Question without an action.
// Danger is the exception: it is acted on first and asked about after.
//
// A declaration by text ("FIRE B3 12") is no answer: whoever takes declarations looks at a text before Parse does.
package reply

import "strings"

// Verb is what a text says.
type Verb string

// The verbs. NotAnAnswer is what no person meant as one (a tapback, an automatic reply, an empty text); Unclear needs a
// question back.
const (
	Accept        Verb = "accept"
	ETA           Verb = "eta" // accept, there in Minutes
	OnScene       Verb = "on_scene"
	Done          Verb = "done"
	Cannot        Verb = "cannot"
	NeedHelp      Verb = "need_help"
	Danger        Verb = "danger"
	Relief        Verb = "relief"
	Undo          Verb = "undo"
	Repeat        Verb = "repeat"
	Facts         Verb = "facts" // asks which facts it may state
	Seen          Verb = "seen"  // "ok", "收到", a thumb: no acceptance
	WrongNumber   Verb = "wrong_number"
	OptOut        Verb = "opt_out"
	OptIn         Verb = "opt_in"
	RealEmergency Verb = "real_emergency"
	NotAnAnswer   Verb = "not_an_answer"
	Unclear       Verb = "unclear"
)

// Hint says what is amiss with an unclear text, for a better question.
type Hint string

// The hints; the empty one means that the text was not understood at all.
const (
	HintMinutes       Hint = "minutes"        // a promise without minutes, or with other ones than 1 to 240
	HintNumber        Hint = "number"         // digits run together, as in "28"
	HintContradiction Hint = "contradiction"  // several answers that do not go together
	HintSeveralTokens Hint = "several-tokens" // one text about two things
	HintYes           Hint = "yes"            // "yes" alone
	HintQuoteOnly     Hint = "quote-only"     // one of our own texts sent back
)

// MaxMinutes is the longest promise that is believed; a longer one is asked about.
const MaxMinutes = 240

// Reply is what somebody wrote.
type Reply struct {
	Verb    Verb
	Token   string // upper case; empty if the text names none
	Minutes int    // of ETA: 1 to MaxMinutes
	Value   string // of Done: what follows it, else empty
	Raw     string // the text as it came, made valid UTF-8 and cut to MaxRunes
	Hint    Hint   // of Unclear
	Why     string // how it was understood, for the record

	plain string // the one number or plain word that the text is, token aside
}

// Reader reads texts. The zero Reader reads by today's rules.
type Reader struct {
	Plain   bool // as before frozen.NumbersAfterDanger: a 7 before another number is no danger
	NoFacts bool // as before frozen.FactsAreVolunteered: nobody asks which facts they may state
}

// Parse reads a text by today's rules.
func Parse(text string) Reply { return Reader{}.Parse(text) }

// Parse reads a text. It takes anything, also invalid UTF-8, and reads the first MaxRunes characters.
func (rd Reader) Parse(text string) Reply {
	r := rd.understand(Normalise(text))
	r.Raw = clip(strings.ToValidUTF8(text, "\uFFFD"))
	return r
}

// understand reads a normalised text in the order of certainty: what nobody wrote, the carriers' words, then the answer.
func (rd Reader) understand(clean string) Reply {
	if why := notWritten(fold(clean)); why != "" {
		return Reply{Verb: NotAnAnswer, Why: why}
	}
	if verb := keyword(clean); verb != "" {
		return Reply{Verb: verb, Why: "the whole text is a carrier's keyword"}
	}
	answer, quoted := rd.unquote(clean)
	if r, ok := rd.typedOut(clean); ok && answer == "" {
		return r
	}
	if answer == "" {
		return Reply{Verb: Unclear, Token: quoted, Hint: HintQuoteOnly, Why: "only one of our own texts, quoted"}
	}
	r := rd.answer(answer)
	if r.Token == "" && r.Hint != HintSeveralTokens && quoted != "" {
		r.Token, r.Why = quoted, r.Why+"; token from the quoted text"
	}
	if marker := awayMarker(fold(answer)); marker != "" && (r.Verb == Unclear || r.Verb == Seen) {
		return Reply{Verb: NotAnAnswer, Why: "reads like an automatic reply: " + marker}
	}
	return r
}

// answer reads what is left once quotes are gone.
func (rd Reader) answer(text string) Reply {
	b := newBody(text)
	b.plain = rd.Plain
	token := ""
	if len(b.tokens) == 1 && !b.torn {
		token = b.tokens[0]
	}
	r := b.alarm()
	switch {
	case r.Verb != "":
	case b.torn || len(b.tokens) > 1:
		r = unclear(HintSeveralTokens, "names more than one token")
	default:
		r = b.read().decide()
		if r.Verb == Unclear && !rd.NoFacts && b.wantsFacts() {
			r = Reply{Verb: Facts, Why: "asks which facts may be stated"}
		}
		r.plain = b.bare()
	}
	r.Token = token
	return r
}

func unclear(h Hint, why string) Reply { return Reply{Verb: Unclear, Hint: h, Why: why} }
