package reply

// Facts that people state by themselves: a word asks for the list of those that they may state, which is answered as a question.

// factWords ask for the list. They count only as the whole of a text, token and politeness aside: beside other words they are about
// something else ("the situation is unclear").
var factWords = words("fact|facts|report fact|report facts|report a fact|情况|报告情况|上报情况|汇报情况|情况报告")

// mostListed is how many choices of a list that its person has asked for are answered by their number alone: 3 and 4 say that
// somebody is on scene, and that they are done.
const mostListed = 2

// wantsFacts says whether a text asks for the facts that its writer may state, and says nothing else.
func (b *body) wantsFacts() bool {
	found := false
	for i := 0; i < len(b.atoms); {
		if kind := b.atoms[i].kind; kind == stop || kind == ask {
			i++
			continue
		}
		_, n := factWords.match(b.atoms, i)
		found = found || n > 0
		if n == 0 {
			var m meaning
			if m, n = lexicon.match(b.atoms, i); n == 0 || m.role != filler {
				return false
			}
		}
		i += n
	}
	return found
}

// offer is about an incident as a whole: the one that a code names, open or closed, or in which anything is open, else was.
func offer(r Reply, items, open []Item) Understanding {
	pool := named(r, items)
	switch {
	case r.Token != "" && len(pool) == 0:
		return r.ask(AskUnknownToken, open, "the token names nothing of this person")
	case r.Token == "" && len(items) == 0:
		return r.ask(TellNothingOpen, nil, "nothing was ever open")
	case r.Token == "" && len(open) > 0:
		pool = open
	case r.Token == "":
		pool = items
	}
	return r.fit(onePerIncident(pool), open)
}
