package main

// A thousand incidents at once.

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
)

// declarers is over how many connections incidents are declared at once.
const declarers = 64

// client keeps its connections, as many as there are declarers.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: declarers}}

// burst declares many incidents as fast as it can, and waits for their first pages, and for all pages of their first waves.
func burst(t *stage, s settings, r *report) {
	w := newCity(t, s)
	wave := w.firstWave()
	before, work := w.used(), w.worked()
	began := time.Now()
	incidents := w.open(s.many)
	declared := time.Since(began)
	w.awaitWaves(began, incidents, wave)
	firstPages, firstWaves := w.arrivals(incidents, wave)
	now, most := w.resident()
	work = w.worked() - work
	r.Bytes["many_incidents"] = w.used() - before
	spread := spreadOf(since(began, firstPages))
	r.Spreads["many_first_pages"] = spread
	pages, waves := last(began, firstPages), last(began, firstWaves)
	r.add(fmt.Sprintf("%d incidents declared at once, each one's first page at the carrier", s.many), fmt.Sprintf("under %.0f s", s.targets.pages.Seconds()),
		fmt.Sprintf("%.1f s (declared in %.1f s)", pages.Seconds(), declared.Seconds()), pages < s.targets.pages)
	r.add("the same, as this issue asks", "under 40 s", fmt.Sprintf("%.1f s", pages.Seconds()), pages < 40*time.Second)
	r.add(fmt.Sprintf("all pages of their first waves (%d each)", wave), fmt.Sprintf("under %.0f s", s.targets.waves.Seconds()), fmt.Sprintf("%.1f s", waves.Seconds()), waves < s.targets.waves)
	r.add(fmt.Sprintf("memory of Muster and engine together at %d open incidents", s.many), fmt.Sprintf("under %d MB", s.targets.memory),
		fmt.Sprintf("%d MB (at most %d MB)", now>>20, most>>20), now < s.targets.memory<<20)
	r.note("processor time of one of these incidents, until its first wave was out", "", fmt.Sprintf("%.0f ms", milliseconds(work)/float64(s.many)))
}

// awaitWaves waits until all first pages are at the carrier, and says from time to time how many are.
func (w town) awaitWaves(began time.Time, incidents map[string]bool, wave int) {
	said, posts := began, w.carrier.Posts()
	until(w.t, "all pages of the first waves", func() bool {
		pages := w.reached(incidents, wave)
		if time.Since(said) > 20*time.Second {
			said = time.Now()
			fmt.Fprintf(os.Stderr, "after %.0f s: %d of %d first pages, and %d messages since all were declared\n",
				time.Since(began).Seconds(), pages, len(incidents)*wave, w.carrier.Posts()-posts)
		}
		return pages >= len(incidents)*wave
	})
}

// firstWave declares one incident and counts whom it calls at once.
func (w town) firstWave() int {
	before := w.carrier.Posts()
	one := w.declare("Building 1, warming up")
	w.await("the first page", func() bool { return w.carrier.Posts() > before })
	w.calm()
	people := map[string]bool{}
	for _, e := range w.carrier.Ledger() {
		if e.Tag.Incident == one.id && e.Tag.Attempt == 1 {
			people[e.To] = true
		}
	}
	return len(people)
}

// open declares many incidents and gives their ids.
func (w town) open(many int) map[string]bool {
	var mu sync.Mutex
	ids := map[string]bool{}
	w.each(many, declarers, func(k int) {
		one := w.declare(fmt.Sprintf("Building %d, room %d", 1+k%6, k))
		mu.Lock()
		defer mu.Unlock()
		ids[one.id] = true
	})
	return ids
}

// each does something many times, some of them at once.
func (w town) each(many, atOnce int, do func(k int)) {
	next := make(chan int)
	var group sync.WaitGroup
	for range atOnce {
		group.Go(func() {
			for k := range next {
				do(k)
			}
		})
	}
	for k := range many {
		next <- k
	}
	close(next)
	group.Wait()
}

// until looks a few times a second, so that looking costs little.
func until(t *stage, what string, holds func() bool) {
	deadline := time.Now().Add(10 * time.Minute)
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for ; !holds(); <-tick.C {
		require.True(t, time.Now().Before(deadline), "waited in vain for %s", what)
	}
}

// early says whether a message is of one of its incident's first pages. Where much is late, a page's first text may be its second
// attempt, which overtook the first.
func early(e sim.Entry, wave int) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(e.Tag.Page, "p"))
	return err == nil && n <= wave
}

// reached is how many first pages of all incidents are at the carrier.
func (w town) reached(incidents map[string]bool, wave int) (pages int) {
	for _, first := range w.firstTexts(incidents, wave) {
		pages += len(first)
	}
	return pages
}

// firstTexts are the moments at which the first text of each first page reached the carrier, by incident and page.
func (w town) firstTexts(incidents map[string]bool, wave int) map[string]map[string]time.Time {
	all := map[string]map[string]time.Time{}
	for _, e := range w.carrier.Ledger() {
		id := e.Tag.Incident
		if !incidents[id] || !early(e, wave) {
			continue
		}
		if all[id] == nil {
			all[id] = map[string]time.Time{}
		}
		if known, found := all[id][e.Tag.Page]; !found || e.FirstByte.Before(known) {
			all[id][e.Tag.Page] = e.FirstByte
		}
	}
	return all
}

// arrivals are the moments of each incident's first page, and of the last one of its first wave.
func (w town) arrivals(incidents map[string]bool, wave int) (first, last map[string]time.Time) {
	first, last = map[string]time.Time{}, map[string]time.Time{}
	for id, pages := range w.firstTexts(incidents, wave) {
		moments := slices.SortedFunc(maps.Values(pages), time.Time.Compare)
		first[id], last[id] = moments[0], moments[len(moments)-1]
	}
	return first, last
}

func since(began time.Time, moments map[string]time.Time) []time.Duration {
	var all []time.Duration
	for _, at := range moments {
		all = append(all, at.Sub(began))
	}
	return all
}

func last(began time.Time, moments map[string]time.Time) time.Duration {
	var latest time.Duration
	for _, d := range since(began, moments) {
		latest = max(latest, d)
	}
	return latest
}
