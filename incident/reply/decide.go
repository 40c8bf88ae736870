package reply

// What the clauses of a text mean together.

import "strings"

// decide weighs the clauses.
func (r *reading) decide() Reply {
	if u, bad := r.doubtful(); bad {
		return u
	}
	var verbs []Verb
	for _, c := range r.clauses {
		if !c.unknown {
			verbs = add(verbs, c.verbs()...)
		}
	}
	verb, hint := combine(verbs)
	switch {
	case len(verbs) == 0 && r.yes:
		return unclear(HintYes, "yes, but to what")
	case len(verbs) == 0 && r.run:
		return unclear(HintNumber, "a number that is no answer")
	case len(verbs) == 0:
		return unclear("", "no answer in it")
	case verb == Unclear:
		return unclear(hint, "answers that do not go together: "+join(verbs))
	case !r.stands(verb):
		return unclear("", "words beside the answer were not understood")
	}
	return r.reply(verb)
}

// doubtful finds what spoils a text as a whole: hedges and questions.
func (r *reading) doubtful() (Reply, bool) {
	if r.valued { // a value is read by who knows what was asked for
		return Reply{}, false
	}
	for _, c := range r.clauses {
		repeats := len(c.verbs()) > 0 && len(without(c.verbs(), Repeat)) == 0 && !c.unknown
		if c.doubt || (c.denies && !c.unknown) || (c.mark && !c.asks && !repeats) {
			return unclear(r.choice(), "it asks, or holds back"), true
		}
	}
	return Reply{}, false
}

// choice tells "1 or 5?" from other doubts.
func (r *reading) choice() Hint {
	var digits []Verb
	for _, c := range r.clauses {
		digits = add(digits, c.digits...)
	}
	if len(digits) > 1 {
		return HintContradiction
	}
	return ""
}

// stands says whether an answer may be taken although other clauses were not understood: it opens or closes the text, its
// words mean nothing else, and the rest neither says otherwise nor, after a bare digit, counts anything.
func (r *reading) stands(verb Verb) bool {
	if !r.partly() {
		return true
	}
	said, atEnd, byDigit := false, false, false
	used := r.used()
	for i, c := range used {
		switch {
		case c.unknown && c.against(verb):
			return false
		case c.gives(verb):
			said = true
			atEnd = atEnd || i == 0 || i == len(used)-1
			byDigit = byDigit || len(c.said) == 0
		}
	}
	return said && atEnd && (verb == Seen || !byDigit || !r.counting())
}

// gives says whether a clause, understood as a whole, firmly says a verb. Seen need not be firm: it applies nothing.
func (c *clause) gives(verb Verb) bool {
	return !c.unknown && (verb == Seen || has(c.said, verb) || has(c.digits, verb))
}

// against says whether what was understood of a clause speaks against a verb. "Not" may explain why somebody cannot come.
func (c *clause) against(verb Verb) bool {
	if c.denies && verb != Cannot && verb != WrongNumber {
		return true
	}
	v, _ := combine(add([]Verb{verb}, c.said...))
	return v != verb
}

// counting says whether there are numbers in what was not understood.
func (r *reading) counting() bool {
	for _, c := range r.clauses {
		if c.unknown && (c.numbers || len(c.digits) > 0) {
			return true
		}
	}
	return false
}

// partly says whether some clause was not understood.
func (r *reading) partly() bool {
	for _, c := range r.clauses {
		if c.unknown {
			return true
		}
	}
	return false
}

// used leaves out empty clauses and mere greetings.
func (r *reading) used() []clause {
	var used []clause
	for _, c := range r.clauses {
		if c.unknown || len(c.verbs()) > 0 {
			used = append(used, c)
		}
	}
	return used
}

// combine makes one verb of several, or Unclear.
func combine(verbs []Verb) (Verb, Hint) {
	if strong := without(verbs, Seen); len(strong) > 0 {
		verbs = strong
	}
	is := func(allowed ...Verb) bool { return len(without(verbs, allowed...)) == 0 }
	switch {
	case len(verbs) == 0:
		return Unclear, ""
	case len(verbs) == 1:
		return verbs[0], ""
	case is(Accept, ETA):
		return ETA, ""
	case is(Accept, OnScene):
		return OnScene, ""
	case is(NeedHelp, Danger):
		return Danger, ""
	case has(verbs, NeedHelp) && is(NeedHelp, Accept, ETA, OnScene): // help is asked for in every reading
		return NeedHelp, ""
	case is(Cannot, WrongNumber):
		return WrongNumber, ""
	}
	return Unclear, HintContradiction
}

// reply fills in what belongs to the verb.
func (r *reading) reply(verb Verb) Reply {
	out := Reply{Verb: verb, Why: "says " + string(verb)}
	switch {
	case r.crossed():
		return unclear(HintContradiction, "several digits that do not go together")
	case verb == Done && r.valued:
		out.Value = r.value
	case verb == Done && r.partly():
		out.Value = r.note
	case verb == ETA:
		m, ok := r.promise()
		if !ok {
			return unclear(HintMinutes, "a promise without minutes from 1 to 240")
		}
		out.Minutes = m
	}
	return out
}

// crossed says whether different digits were given: words may add to a digit, another digit contradicts it.
func (r *reading) crossed() bool {
	var digits []Verb
	for _, c := range r.clauses {
		digits = add(digits, c.digits...)
	}
	return len(without(digits, NeedHelp, Danger)) > 1 || (len(digits) > 1 && len(without(digits, NeedHelp, Danger)) == 1)
}

// promise is the one number of minutes that was named.
func (r *reading) promise() (int, bool) {
	if len(r.minutes) == 0 {
		return 0, false
	}
	for _, m := range r.minutes {
		if m != r.minutes[0] || m < 1 || m > MaxMinutes {
			return 0, false
		}
	}
	return r.minutes[0], true
}

func has(verbs []Verb, v Verb) bool {
	for _, have := range verbs {
		if have == v {
			return true
		}
	}
	return false
}

// add appends what is not there yet.
func add(verbs []Verb, more ...Verb) []Verb {
	for _, v := range more {
		if !has(verbs, v) {
			verbs = append(verbs, v)
		}
	}
	return verbs
}

func without(verbs []Verb, dropped ...Verb) []Verb {
	var left []Verb
	for _, v := range verbs {
		if !has(dropped, v) {
			left = append(left, v)
		}
	}
	return left
}

func join(verbs []Verb) string {
	texts := make([]string, len(verbs))
	for i, v := range verbs {
		texts[i] = string(v)
	}
	return strings.Join(texts, ", ")
}
