package reply

// Questions that ask for one thing only: a fact, or a yes or no. They are answered by their number alone, or by "4" and a
// value as steps are.

import "strconv"

// mostBare is how many choices are answered by their number alone: from 5 on, digits mean something else.
const mostBare = 4

// Bare says whether a question's choices are answered by their number alone.
func (it Item) Bare() bool {
	most := mostBare
	if it.Listed {
		most = mostListed
	}
	return it.Kind == Ask && it.Evidence.Kind == EvidenceChoice && len(it.Evidence.Choices) <= most
}

// The plain answers beside numbers. A plain "no" states nothing: whether it will never be so, only the number says.
const (
	plainYes   = "yes"
	plainLater = "later"
)

var laters = words("no|nope|not yet|not now|not so far|still not|still waiting|later|没|没有|不|还没|还没有|还没到|没到|尚未|未|还未|未到|暂无|暂时没有|稍后")

// bare is what a text says that holds one number, or one plain word, and nothing else: "1", "yes", "later", or "".
func (b *body) bare() string {
	said := ""
	for i := 0; i < len(b.atoms); {
		what, n := b.plainAt(i)
		if n == 0 || (what != "" && said != "") {
			return ""
		}
		if what != "" {
			said = what
		}
		i += n
	}
	return said
}

// plainAt reads one piece of a bare answer at atom i: what it says, empty for what means nothing; n is 0 where it is no such.
func (b *body) plainAt(i int) (what string, n int) {
	if b.atoms[i].kind == stop {
		return "", 1
	}
	if d := b.digitAt(i); d != "" && !b.counts(i) {
		return d, 1
	}
	if _, n := laters.match(b.atoms, i); n > 0 {
		return plainLater, n
	}
	m, n := lexicon.match(b.atoms, i)
	switch {
	case n > 0 && m.role == yes:
		return plainYes, n
	case n > 0 && m.role == filler:
		return "", n
	}
	return "", 0
}

// toQuestion takes a reply as the answer to a question, where it is one. A token that names a question decides; without one,
// a bare answer is taken if nothing else that waits could be meant.
func (r Reply) toQuestion(open []Item) (Understanding, bool) {
	if r.Token != "" {
		if hits := named(r, open); len(hits) == 1 && hits[0].Kind == Ask {
			return r.answerTo(hits[0], "the token names the question")
		}
		return Understanding{}, false
	}
	alone := len(kinds(open, Task)) == 0
	asks := only(open, func(it Item) bool { return r.fits(it, alone) })
	if len(asks) == 0 {
		return Understanding{}, false
	}
	if others := only(open, r.rivals); len(asks)+len(others) > 1 {
		return r.which(append(asks, others...), "it fits a question, and something else"), true
	}
	return r.answerTo(asks[0], "the only thing that waits for such an answer")
}

// fits says whether a text without a token reads like the answer to an item that is a question. A value that does not hold
// is meant for it only where the person has no step to complete.
func (r Reply) fits(it Item, alone bool) bool {
	if it.Kind != Ask {
		return false
	}
	if r.Verb == Done && r.Value != "" {
		_, problem := Check(it.Evidence, r.Value)
		return alone || problem == ValueFine
	}
	return r.choiceOf(it) != "" || r.plain == plainLater
}

// rivals says whether a text without a token could be meant for an item that is no question: for a page, a task, or a post
// about whose promise its holder has been asked.
func (r Reply) rivals(it Item) bool {
	return it.Kind == Page || it.Kind == Task || (it.Kind == Post && it.Asked)
}

// bareValue is the number of a bare answer, empty if it is none.
func (r Reply) bareValue() string {
	if _, err := strconv.Atoi(r.plain); err != nil {
		return ""
	}
	return r.plain
}

// choiceOf is the number of the choice that a bare answer means, empty if it means none.
func (r Reply) choiceOf(it Item) string {
	if r.plain == plainYes && len(it.Evidence.Choices) > 0 && it.Evidence.Choices[0].Value == "true" {
		return "1"
	}
	if n, err := strconv.Atoi(r.bareValue()); err == nil && n >= 1 && n <= len(it.Evidence.Choices) && it.Bare() {
		return r.plain
	}
	return ""
}

// answerTo makes the answer to one question, or says that it is none.
func (r Reply) answerTo(it Item, why string) (Understanding, bool) {
	switch {
	case r.choiceOf(it) != "":
		return r.value(it, r.choiceOf(it), why), true
	case r.plain == plainLater:
		return Understanding{Action: ActLater, Targets: []Item{it}, Why: why}, true
	case r.Verb == Done:
		return r.value(it, r.Value, why), true
	case r.Verb == Cannot:
		return Understanding{Action: ActCannot, Targets: []Item{it}, Why: why}, true
	case r.Verb == Accept, r.Verb == ETA, r.Verb == OnScene, r.Verb == Unclear:
		return r.wrong(it, ValueNoChoice, why), true
	}
	return Understanding{}, false
}

// value checks what a question was answered with.
func (r Reply) value(it Item, said, why string) Understanding {
	value, problem := Check(it.Evidence, said)
	if problem != ValueFine {
		return r.wrong(it, problem, why+"; the value does not hold")
	}
	return Understanding{Action: ActState, Targets: []Item{it}, Value: value, Why: why}
}

func (r Reply) wrong(it Item, problem ValueProblem, why string) Understanding {
	u := r.ask(AskValue, []Item{it}, why)
	u.Question.Problem = problem
	return u
}
