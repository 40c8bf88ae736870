package main

// A thousand incidents at once.

import (
	"fmt"
	"net/http"
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
	before, posts, work := w.used(), w.carrier.Posts(), w.worked()
	began := time.Now()
	incidents := w.open(s.many)
	declared := time.Since(began)
	until(t, "all pages of the first waves", func() bool { return w.carrier.Posts() >= posts+s.many*wave && w.reached(incidents, wave) })
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

// early says whether a message is of its incident's first wave: the first attempt of one of its first pages.
func early(e sim.Entry, wave int) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(e.Tag.Page, "p"))
	return err == nil && e.Tag.Attempt == 1 && n <= wave
}

func (w town) reached(incidents map[string]bool, wave int) bool {
	missing := len(incidents) * wave
	for _, e := range w.carrier.Ledger() {
		if incidents[e.Tag.Incident] && early(e, wave) {
			missing--
		}
	}
	return missing <= 0
}

// arrivals are the moments of each incident's first page, and of the last one of its first wave.
func (w town) arrivals(incidents map[string]bool, wave int) (first, last map[string]time.Time) {
	first, last = map[string]time.Time{}, map[string]time.Time{}
	for _, e := range w.carrier.Ledger() {
		id, at := e.Tag.Incident, e.FirstByte
		if !incidents[id] || !early(e, wave) {
			continue
		}
		if known, found := first[id]; !found || at.Before(known) {
			first[id] = at
		}
		if at.After(last[id]) {
			last[id] = at
		}
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
