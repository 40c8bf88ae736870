package main

// Fires one after another on an idle program: the way of the first page, and of a reply.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/sites"
	"muster/test/harness"
)

// rest is how long the carrier must have been silent for the program to count as idle: receipts take 200 ms, the shadow 400.
const rest = 600 * time.Millisecond

// sample is one fire.
type sample struct {
	id             string
	sent, answered time.Time // the declaration
	reply          time.Duration
	first          sim.Entry // its first page
}

// town is a program, its carrier, the engine's page, and the site that burns.
type town struct {
	*harness.Program
	pids    func() []int // of Muster and engine
	dirs    []string     // what they keep
	t       *stage
	carrier *sim.Simulator
	engine  engine
	site    string
}

// newTown starts a program with its demonstration site.
func newTown(t *stage, s settings) town {
	page, address := freeEngine(t)
	w := town{t: t, engine: page, site: sites.Riverside().ID}
	if s.column == onServer {
		estate := harness.StartEstate(t, harness.Size{
			APIs: 1, Workers: 1, EnginePage: address, Durable: true, Direct: true, Carrier: &sim.Options{},
		})
		w.Program, w.carrier, w.pids, w.dirs = estate.APIs[0], estate.Carrier, estate.PIDs, []string{estate.Server.Dir(), estate.EngineServer.Dir()}
	} else {
		w.Program, w.carrier = harness.WithCarrier(t, sim.Options{}, "MUSTER_ENGINE_UI="+address)
		w.Start()
		w.pids, w.dirs = func() []int { return []int{w.PID()} }, []string{w.Dir}
	}
	w.Staff()
	<-time.After(settling) // workers elsewhere hear of the site within a second
	return w
}

// settling is how long is waited after a site has been changed.
const settling = 3 * time.Second

// cityStaff is how many responders the site of the large rows has.
const cityStaff = 1000

// newCity starts a program with a site of a thousand responders.
func newCity(t *stage, s settings) town {
	w := newTown(t, s)
	site := harness.Daytime(sites.Generate(cityStaff, 2000))
	w.Place(site)
	<-time.After(settling)
	w.site = site.ID
	return w
}

// idle measures fires one after another.
func idle(t *stage, s settings, r *report) {
	w := newTown(t, s)
	before := w.used()
	var samples []sample
	for k := range s.warm + s.samples {
		one := w.fire(k)
		if k >= s.warm {
			samples = append(samples, one)
		}
	}
	w.firstPages(samples)
	var first, replies []time.Duration
	for _, one := range samples {
		first = append(first, one.first.FirstByte.Sub(one.sent))
		replies = append(replies, one.reply)
	}
	sms, reply := spreadOf(first), spreadOf(replies)
	r.Spreads["first_sms"], r.Spreads["reply"] = sms, reply
	r.Hops = w.hops(samples)
	r.Bytes["fire"] = (w.used() - before) / int64(s.warm+s.samples)
	want := s.targets
	r.add(fmt.Sprintf("declaration to first SMS, idle, %d fires one after another, p50 / p99", s.samples), fmt.Sprintf("%.0f / %.0f ms", want.firstP50, want.firstP99),
		sms.String(), sms.P50 <= want.firstP50 && sms.P99 <= want.firstP99)
	r.add("the same, as this issue asks", "60 / 250 ms", sms.String(), sms.P50 < 60 && sms.P99 < 250)
	r.add("reply at the webhook to its TwiML answer, p50 / p99", fmt.Sprintf("%.0f / %.0f ms", want.replyP50, want.replyP99),
		reply.String(), reply.P50 <= want.replyP50 && reply.P99 <= want.replyP99)
}

// fire declares one, waits for its first page, has its receiver accept, and ends it again.
func (w town) fire(k int) sample {
	w.calm()
	before := w.carrier.Posts()
	one := w.declare(fmt.Sprintf("Building %d, room %d", 1+k%6, k))
	w.calm()
	require.Greater(w.t, w.carrier.Posts(), before, "nobody was called")
	for _, e := range w.carrier.Ledger()[before:] {
		if token := harness.Code(e.Body); e.Tag.Incident == one.id && token != "" {
			begun := time.Now()
			require.NoError(w.t, w.carrier.Reply(w.t.Context(), e.To, token+" 1"))
			one.reply = time.Since(begun)
			break
		}
	}
	w.Do(http.MethodPost, "/api/v1/incidents/"+one.id+"/cancel", map[string]string{"by": "bench", "reason": "measured"}, nil)
	return one
}

// declare opens a fire and notes when the request's first byte left and when the answer was there.
func (w town) declare(location string) sample { return w.begin("fire", location) }

// begin opens an incident of a plan.
func (w town) begin(plan, location string) sample {
	var one sample
	body, err := json.Marshal(harness.Fire("plan", plan, "site", w.site, "confirmed", true, "location", location))
	require.NoError(w.t, err)
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { one.sent = time.Now() }}
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(w.t.Context(), trace), http.MethodPost, w.URL+"/api/v1/incidents", bytes.NewReader(body))
	require.NoError(w.t, err)
	request.Header.Set("Authorization", "Bearer "+harness.Token)
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	require.NoError(w.t, err)
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	require.NoError(w.t, err)
	require.Equal(w.t, http.StatusCreated, response.StatusCode, "%s", data)
	var in struct{ ID string }
	require.NoError(w.t, json.Unmarshal(data, &in))
	one.id, one.answered = in.ID, time.Now()
	return one
}

func (w town) await(what string, holds func() bool) {
	ctx, cancel := context.WithTimeout(w.t.Context(), 5*time.Minute)
	defer cancel()
	require.NoError(w.t, w.carrier.Await(ctx, holds), what)
}

// calm returns once nothing has been posted to the carrier for a while.
func (w town) calm() {
	posts, since := w.carrier.Posts(), time.Now()
	for tick := time.NewTicker(10 * time.Millisecond); time.Since(since) < rest; <-tick.C {
		if now := w.carrier.Posts(); now != posts {
			posts, since = now, time.Now()
		}
	}
}

// firstPages finds each fire's first page in the carrier's ledger.
func (w town) firstPages(samples []sample) {
	first := map[string]sim.Entry{}
	for _, e := range w.carrier.Ledger() {
		if known, found := first[e.Tag.Incident]; !found || e.FirstByte.Before(known.FirstByte) {
			first[e.Tag.Incident] = e
		}
	}
	for k := range samples {
		samples[k].first = first[samples[k].id]
	}
}

// hops reads from the histories where the time went.
func (w town) hops(samples []sample) []hop {
	names := []string{
		"request's first byte -> incident in the engine", "-> its first task begun", "-> wave decided and recorded", "-> wave taken up",
		"-> first byte of POST Messages at the carrier", "-> accepted (201)", "-> wave's results recorded", "request's first byte -> declaration answered (201)",
	}
	legs := make([][]time.Duration, len(names))
	for _, one := range samples {
		l := legsOf(w.engine.history(w.t, one.id))
		moments := []time.Time{one.sent, l.opened, l.begun, l.decided, l.taken, one.first.FirstByte, one.first.Accepted, l.done}
		for k := 1; k < len(moments); k++ {
			legs[k-1] = append(legs[k-1], moments[k].Sub(moments[k-1]))
		}
		legs[len(names)-1] = append(legs[len(names)-1], one.answered.Sub(one.sent))
	}
	var hops []hop
	for k, name := range names {
		hops = append(hops, hop{name, spreadOf(legs[k])})
	}
	return hops
}
