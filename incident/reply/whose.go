package reply

// Phones that several people share: whose a reply is. The code decides; without one it is the only one's who has anything
// open, and else one question goes back.

import "slices"

// Sender is whose a reply is. People is empty where it is nobody's of the sharers in particular, or where the phone has one owner.
type Sender struct {
	People   []string // usually one; for an alarm without a code, for "repeat" and for what is about the phone itself all whom it may be
	Question Question // AskWhose, or AskUnknownToken
	Why      string
}

// theirs is what of some items may be meant, with what belongs to no one of the sharers.
func (s Sender) theirs(items []Item) []Item {
	if len(s.People) == 0 {
		return items
	}
	return only(items, func(it Item) bool { return it.Person == "" || slices.Contains(s.People, it.Person) })
}

// Whose says which of a phone's sharers a reply is from. It guesses nobody.
func Whose(r Reply, items []Item) Sender {
	if everybody := people(items); len(everybody) < 2 {
		return Sender{People: everybody, Why: "the phone is one person's"}
	}
	switch r.Verb {
	case NotAnAnswer, WrongNumber: // the number is wrong for all of them, or for none
		return Sender{Why: "of nobody in particular"}
	case OptOut, OptIn:
		return Sender{People: people(items), Why: "about the phone, so about everybody who shares it"}
	default:
	}
	open := only(items, func(it Item) bool { return it.Open })
	if r.Token != "" {
		return r.namedBy(items, open)
	}
	open = r.meant(items, open)
	active := people(open)
	switch {
	case r.Verb == Danger || r.Verb == RealEmergency:
		return alarming(items, open)
	case len(active) == 1:
		return Sender{People: active, Why: "the only one of those who share the phone who has anything open"}
	case r.Verb == Repeat:
		return Sender{People: active, Why: "repeated for everybody who shares the phone"}
	case len(active) == 0, r.Verb == Unclear && r.plain == "", r.Verb == Seen && len(kinds(open, Page)) == 0:
		return Sender{Why: "of nobody in particular"}
	}
	return r.askWhose(open)
}

// meant is what a reply may be about: what is open, or, where nothing is, also what was.
func (r Reply) meant(items, open []Item) []Item {
	if (r.Verb == Undo || r.Verb == Facts) && len(open) == 0 {
		return items
	}
	return open
}

// alarming are those who may be in danger: who has anything open, or else all. Nobody waits for a question.
func alarming(items, open []Item) Sender {
	active := people(open)
	if len(active) == 0 {
		active = people(items)
	}
	return Sender{People: active, Why: "danger, of everybody who shares the phone whose it may be"}
}

// namedBy takes the person whose code the reply bears. What is open comes first. The same code of two people, in two incidents,
// is asked about, but for danger.
func (r Reply) namedBy(items, open []Item) Sender {
	hits := named(r, open)
	if len(people(hits)) == 0 {
		hits = named(r, items)
	}
	danger := r.Verb == Danger || r.Verb == RealEmergency
	switch owners := people(hits); {
	case len(owners) == 1, len(owners) > 1 && danger:
		return Sender{People: owners, Why: "the code is theirs"}
	case len(owners) > 1:
		return Sender{Question: Question{Code: AskWhose, Items: hits, Verb: r.Verb}, Why: "the code is that of several who share the phone"}
	case len(hits) > 0: // nobody's of them in particular, such as a report of theirs
		return Sender{Why: "the code is that of the phone"}
	case danger:
		return alarming(items, open)
	}
	return Sender{Question: Question{Code: AskUnknownToken, Items: open, Verb: r.Verb}, Why: "the code is nobody's who shares the phone"}
}

// askWhose asks by one code of each person: that of what they would have answered, or else of the first thing they have open.
func (r Reply) askWhose(open []Item) Sender {
	var list []Item
	for _, id := range people(open) {
		theirs := only(open, func(it Item) bool { return it.Person == id })
		if fits := resolve(r, theirs).Targets; len(fits) == 1 && fits[0].Token != "" {
			theirs = fits
		}
		if coded := only(theirs, func(it Item) bool { return it.Token != "" }); len(coded) > 0 {
			theirs = coded
		}
		list = append(list, theirs[0])
	}
	return Sender{Question: Question{Code: AskWhose, Items: list, Verb: r.Verb}, Why: "several who share the phone could mean it"}
}

// people are those whose items these are, each once.
func people(items []Item) []string {
	var ids []string
	for _, it := range items {
		if it.Person != "" && !slices.Contains(ids, it.Person) {
			ids = append(ids, it.Person)
		}
	}
	return ids
}
