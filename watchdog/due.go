package watchdog

// What is to be said, to whom: an alarm once and again while it lasts, and once that it is over.

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"
)

// saying is one text that is owed to one person.
type saying struct {
	trouble *trouble
	to      string
	clear   bool // that it is over
	refs    []string
	times   int  // how often it was said before
	unsure  bool // that it is over, to somebody who may not have heard of it
}

// due lists the texts that are owed now. The audience of a trouble are the numbers that are told of it.
func (b *book) due(now time.Time, audience func(*trouble) []string) []saying {
	var all []saying
	for _, t := range b.Troubles {
		refs := t.refs()
		if len(refs) == 0 {
			for _, to := range slices.Sorted(maps.Keys(t.Told)) {
				all = append(all, saying{trouble: t, to: to, clear: true, unsure: t.Told[to].Trying})
			}
			continue
		}
		if t.easing() {
			continue // it is about to be over: nobody is alarmed any more
		}
		for _, to := range audience(t) {
			if known, ok := t.Told[to]; !ok || known.owed(now, refs) {
				all = append(all, saying{trouble: t, to: to, refs: refs, times: known.Times})
			}
		}
	}
	return all
}

// easing says whether all that a trouble concerns looks right again.
func (t *trouble) easing() bool {
	return !slices.ContainsFunc(t.raised(), func(c *instance) bool { return c.RightAt == nil })
}

// owed says whether somebody is to hear of a trouble again: after a while, or soon if it concerns more than they know.
func (k told) owed(now time.Time, refs []string) bool {
	if k.Trying {
		return true
	}
	since := now.Sub(k.At)
	news := slices.ContainsFunc(refs, func(ref string) bool { return !slices.Contains(k.Refs, ref) })
	return since >= again || (news && since >= rest)
}

// trying notes to whom an alarm is about to go: whoever takes this book up after a crash has to call it off.
func (b *book) trying(due []saying) {
	for _, s := range due {
		if _, known := s.trouble.Told[s.to]; !known && !s.clear {
			s.trouble.Told[s.to] = told{Trying: true}
		}
	}
}

// said notes that somebody was told, at a moment.
func (b *book) said(s saying, at time.Time) {
	if s.clear {
		delete(s.trouble.Told, s.to)
	} else {
		s.trouble.Told[s.to] = told{At: at, Refs: s.refs, Times: s.times + 1}
	}
	b.tidy()
}

// The code by which a text is found again in the carrier's list names the trouble, and then what it concerns.
const (
	codeOfTrouble = 4
	codeOfRefs    = 2
	codeOfClear   = "ok"
)

// code is the saying's own.
func (s saying) code() string {
	if s.clear {
		return s.trouble.code() + codeOfClear
	}
	return s.trouble.code() + hash(strings.Join(s.refs, " "), codeOfRefs)
}

func (t *trouble) code() string { return hash(t.name(), codeOfTrouble) }

func hash(text string, n int) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:n]
}
