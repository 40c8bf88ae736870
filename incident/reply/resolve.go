package reply

// Which of a person's open things a reply is about. The token decides; without one, what fits decides if it is the only
// thing that does.
//
// Where several people share a phone, it is decided first whose reply it is.

// Resolve says what a reply means to the person who has these items, or to the people who share the phone. It applies nothing by
// guess.
func Resolve(r Reply, items []Item) Understanding {
	from := Whose(r, items)
	if from.Question.Code != AskNone {
		return Understanding{Question: from.Question, Why: from.Why}
	}
	return resolve(r, from.theirs(items))
}

// resolve is Resolve once it is known whose the reply is.
func resolve(r Reply, items []Item) Understanding {
	open := only(items, func(it Item) bool { // whoever names the code of a question has got it
		return it.Open || (it.Kind == Ask && it.Passed && r.Token != "" && it.Token == r.Token)
	})
	if u, is := r.toQuestion(open); is {
		return u
	}
	switch r.Verb {
	case NotAnAnswer:
		return Understanding{Why: r.Why}
	case Unclear:
		return notUnderstood(r, open)
	case Danger, RealEmergency:
		return alarmed(r, items, open)
	case OptOut, OptIn:
		return Understanding{Action: actions[r.Verb], Targets: onePerIncident(open), Why: "about the phone, so about every incident"}
	case WrongNumber:
		return strange(r, open)
	case Undo:
		return undo(r, items, open)
	case Facts:
		return offer(r, items, open)
	case Accept, ETA, OnScene, Done, Cannot, NeedHelp, Relief, Repeat, Seen:
		if r.Token != "" {
			return byToken(r, items, open)
		}
		return byFit(r, open)
	}
	return notUnderstood(r, open)
}

var actions = map[Verb]Action{
	Accept: ActAccept, ETA: ActETA, OnScene: ActOnScene, Done: ActDone, Cannot: ActCannot, NeedHelp: ActNeedHelp, Danger: ActDanger,
	RealEmergency: ActRealEmergency, Relief: ActRelief, Undo: ActUndo, Repeat: ActRepeat, Facts: ActFacts, Seen: ActSeen, WrongNumber: ActWrongNumber,
	OptOut: ActOptOut, OptIn: ActOptIn,
}

func notUnderstood(r Reply, open []Item) Understanding {
	code := AskUnclear
	if r.Hint == HintMinutes {
		code = AskMinutes
	}
	about := named(r, open)
	if len(about) == 0 {
		about = open
	}
	return Understanding{Question: Question{Code: code, Items: about, Hint: r.Hint, Verb: r.Verb}, Why: r.Why}
}

// alarmed reaches every incident of the person at once and asks afterwards. Somebody who was stood down may still be in
// the building: with nothing open, the incidents of what was closed are told.
func alarmed(r Reply, items, open []Item) Understanding {
	hits := named(r, items)
	pool := append(append([]Item{}, hits...), open...)
	if len(pool) == 0 {
		pool = items
	}
	u := Understanding{Action: actions[r.Verb], Targets: onePerIncident(pool), Why: r.Why + ": every incident of this person"}
	switch {
	case len(u.Targets) == 0:
		u.Question = Question{Code: TellNothingOpen, Verb: r.Verb}
	case len(u.Targets) > 1 && len(onePerIncident(hits)) != 1:
		u.Question = Question{Code: AskWhichPlace, Items: u.Targets, Verb: r.Verb}
	}
	return u
}

// undo is about the last answer, whatever became of what it was about. In which of several incidents that was only a code tells.
func undo(r Reply, items, open []Item) Understanding {
	u := Understanding{Action: ActUndo, Targets: named(r, items), Why: "the last answer of this person"}
	if places := onePerIncident(open); len(u.Targets) == 0 && len(places) > 1 {
		return r.ask(AskWhichPlace, places, "an answer in one of several incidents")
	}
	return u
}

// strange handles a wrong number: it is wrong for every page. Somebody who has answered before is no stranger, and
// "打错了" is then likelier to be about a slip of the finger.
func strange(r Reply, open []Item) Understanding {
	if len(kinds(open, Post, Task, Ask)) > 0 {
		return Understanding{Question: Question{Code: AskUnclear, Items: open, Verb: r.Verb}, Why: "a wrong number, but its owner has answered before"}
	}
	return Understanding{Action: ActWrongNumber, Targets: open, Why: "the number is wrong for every page"}
}

// byToken takes what the token names.
func byToken(r Reply, items, open []Item) Understanding {
	hits := r.fitting(named(r, open))
	switch {
	case len(hits) == 1:
		return r.applyTo(hits[0], open)
	case len(hits) > 1 && r.Verb == Repeat:
		return r.repeat(hits)
	case len(hits) > 1:
		return r.which(hits, "the token names several open things")
	}
	closed := named(r, items)
	if passed := only(closed, func(it Item) bool { return it.Passed }); r.Verb == Done && len(passed) == 1 {
		return r.apply(passed[0], "done by somebody from whom the step had been taken")
	}
	if len(closed) > 0 {
		return r.ask(TellClosed, closed, "what the token names is closed")
	}
	return r.ask(AskUnknownToken, open, "the token names nothing of this person")
}

// fitting leaves of the things that bear one code in several incidents those that a reply could be about: only a step is done, and
// only who holds a post is relieved. Where it could be about none of them all stay, and it is asked. Within one incident nothing is
// left out, so that one that runs replays as it was.
func (r Reply) fitting(hits []Item) []Item {
	fits := hits
	switch r.Verb {
	case Done:
		fits = kinds(hits, Task)
	case Relief:
		fits = kinds(hits, Post)
	default:
	}
	if len(onePerIncident(hits)) < 2 || len(fits) == 0 {
		return hits
	}
	return fits
}

// applyTo applies a reply to the one item that its token names.
func (r Reply) applyTo(it Item, open []Item) Understanding {
	here := only(open, func(o Item) bool { return o.Incident == it.Incident })
	switch {
	case r.Verb == Done && it.Kind != Task:
		return r.ask(AskNotThis, here, "only a step can be done")
	case r.Verb == Relief && len(kinds(here, Post)) != 1:
		return r.ask(AskNotThis, here, "relief is for somebody who holds a post")
	case r.Verb == Relief:
		it = kinds(here, Post)[0]
	}
	return r.apply(it, "the token names it")
}

// byFit takes the only open thing that the reply fits.
func byFit(r Reply, open []Item) Understanding {
	if len(open) == 0 {
		if r.Verb == Seen { // "ok, thanks" after the end needs no reply
			return Understanding{Why: "seen, and nothing is open"}
		}
		return r.ask(TellNothingOpen, nil, "nothing is open")
	}
	switch r.Verb {
	case Repeat:
		return r.repeat(open)
	case Seen:
		return r.seen(open)
	case NeedHelp:
		return r.fit(onePerIncident(open), open)
	case Relief:
		return r.fit(kinds(open, Post), open)
	case Done:
		return r.fit(kinds(open, Task), open)
	case OnScene: // of a new page and of a post already held alike
		return r.fit(kinds(open, Page, Post), open)
	default:
		return r.fit(r.pageOrPost(open), open)
	}
}

// pageOrPost is what accept, eta and cannot are about: a page that waits, else the post that is held. "Cannot" from somebody
// with a task may be about the task.
func (r Reply) pageOrPost(open []Item) []Item {
	if pages := kinds(open, Page); len(pages) > 0 {
		return pages
	}
	if r.Verb == Cannot {
		return kinds(open, Post, Task)
	}
	return kinds(open, Post)
}

// fit applies the reply if one candidate is left, and asks otherwise.
func (r Reply) fit(candidates, open []Item) Understanding {
	switch len(candidates) {
	case 0:
		return r.ask(AskNotThis, open, "it fits nothing that is open")
	case 1:
		return r.apply(candidates[0], "the only open thing that it fits")
	}
	return r.which(candidates, "it fits several open things")
}

// seen applies nothing to a page: the ladder goes on, and the person is told so.
func (r Reply) seen(open []Item) Understanding {
	pages := kinds(open, Page)
	switch {
	case len(pages) == 1:
		return r.apply(pages[0], "the only open page")
	case len(pages) > 1:
		return r.ask(TellNotAccepted, pages, "seen, with several pages open")
	case len(open) == 1:
		return r.apply(open[0], "the only open thing")
	}
	return Understanding{Why: "seen, and no page waits"}
}

func (r Reply) repeat(items []Item) Understanding {
	return Understanding{Action: ActRepeat, Targets: items, Why: "everything that is open"}
}

// apply makes the action on one item, once its value holds.
func (r Reply) apply(it Item, why string) Understanding {
	u := Understanding{Action: actions[r.Verb], Targets: []Item{it}, Minutes: r.Minutes, Why: why}
	switch {
	case r.Verb == Done:
		value, problem := Check(it.Evidence, r.Value)
		if problem != ValueFine {
			u = r.ask(AskValue, []Item{it}, why+"; the value does not hold")
			u.Question.Problem = problem
			return u
		}
		u.Value = value
	case r.Verb == Seen && it.Kind == Page:
		u.Question = Question{Code: TellNotAccepted, Items: []Item{it}, Verb: Seen}
	}
	return u
}

func (r Reply) ask(code Code, items []Item, why string) Understanding {
	return Understanding{Question: Question{Code: code, Items: items, Verb: r.Verb}, Why: why}
}

// which asks by token, or by incident where tokens do not tell the candidates apart.
func (r Reply) which(candidates []Item, why string) Understanding {
	for i, it := range candidates {
		if it.Token == "" || len(only(candidates[:i], func(o Item) bool { return o.Token == it.Token })) > 0 {
			return r.ask(AskWhichPlace, candidates, why)
		}
	}
	if r.Verb == NeedHelp || r.Verb == Relief || r.Verb == Facts {
		return r.ask(AskWhichPlace, candidates, why)
	}
	return r.ask(AskWhichToken, candidates, why)
}

// named is the items that the reply's token names.
func named(r Reply, items []Item) []Item {
	return only(items, func(it Item) bool { return it.Bears(r.Token) })
}

func kinds(items []Item, wanted ...Kind) []Item {
	return only(items, func(it Item) bool {
		for _, k := range wanted {
			if it.Kind == k {
				return true
			}
		}
		return false
	})
}

func only(items []Item, keep func(Item) bool) []Item {
	var kept []Item
	for _, it := range items {
		if keep(it) {
			kept = append(kept, it)
		}
	}
	return kept
}

// onePerIncident stands for each incident by one item, in the order of items: the person's post there, else what comes first.
func onePerIncident(items []Item) []Item {
	var chosen []Item
	place := map[string]int{}
	for _, it := range items {
		at, known := place[it.Incident]
		switch {
		case !known:
			place[it.Incident] = len(chosen)
			chosen = append(chosen, it)
		case it.Kind == Post && it.Open && chosen[at].Kind != Post:
			chosen[at] = it
		}
	}
	return chosen
}
