package incident

// Filtered texts: what the network refuses as spam it would refuse again, and the sender with it. Such a page goes on by voice,
// where the ladder soon names it; otherwise the same text is not sent again.

import (
	"slices"

	"muster/incident/frozen"
)

// filtered notes that the network refuses what a page says. A question goes to the next who may answer it (missed); and what is
// said of somebody in danger is repeated all the same, since silence would be worse (decision 65).
func (i *Incident) filtered(p *Page, a *Attempt, why Failure) {
	_, asks := p.matter()
	danger := slices.ContainsFunc(p.About, func(s Subject) bool { return s.Kind == AboutDanger || s.Kind == AboutSilent })
	if why != FailFiltered || a.Channel == frozen.Voice || a.N != p.Made || asks || danger || !i.rules(frozen.FilteredStay) {
		return
	}
	if p.Kind == CallPage && p.waits() {
		p.Filtered, p.Rev = true, i.touch()
		p.Owed = i.ringsFiltered(p)
	}
}

// ringsFiltered says whether a page is brought by a call because the network refuses its text.
func (i *Incident) ringsFiltered(p *Page) bool {
	return p.Filtered && i.takesCalls(p.Responder) && slices.Contains(i.In.Channels, frozen.Voice) && slices.ContainsFunc(p.About, i.soonCalls)
}

// mute says whether a page's next attempt would be the text that the network refuses.
func (i *Incident) mute(p *Page) bool { return p.Filtered && i.channelOf(p) != frozen.Voice }
