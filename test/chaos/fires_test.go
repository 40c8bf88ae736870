package chaos_test

// Declaring fires, looking at their record and ending them, over a program that may die at any moment.

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"muster/test/harness"
)

// attemptKey names a message of an incident.
type attemptKey struct {
	page string
	n    int
}

// attempt is a message as the incident's own record has it.
type attempt struct {
	state   string
	at      time.Time
	carrier string // the carrier's id of it, as the incident believes
}

// view is what the test reads of an incident.
type view struct {
	ID, State       string
	Pages, Messages []struct {
		ID        string
		Rung      int
		Responder string
		Attempts  []struct {
			N         int
			State     string
			At        time.Time
			CarrierID string `json:"carrier_id"`
		}
	}
}

// called is how many people were called for a seat, or were to be.
func (v view) called() int {
	people := map[string]bool{}
	for _, p := range v.Pages {
		people[p.Responder] = true
	}
	return len(people)
}

// declare declares the fire of a round, and gives it without an id if the program died over it.
func (s *story) declare(round int) *fire {
	f := &fire{key: fmt.Sprintf("chaos-%d-%d", s.seed, round), round: round, declared: time.Now()}
	// Each fire has a place of its own: a message is known again by its number and its words, and two fires at one place
	// within a minute are one fire.
	body := harness.Fire("confirmed", true, "location", fmt.Sprintf("Building 3, floor 12, flat %d", 1203+round))
	status, data := s.muster.Call(http.MethodPost, "/api/v1/incidents", body, "Idempotency-Key", f.key)
	var in view
	if status == http.StatusCreated && json.Unmarshal(data, &in) == nil {
		f.id = in.ID
	} else {
		s.t.Logf("declaration %s: %d %s", f.key, status, data)
	}
	return f
}

// insist declares a fire again, until it is taken, whose declaration was cut off: as whoever declares one would.
func (s *story) insist(f *fire) *fire {
	s.t.Helper()
	declared := f.declared
	if f.id == "" {
		harness.Await(s.t, lossBound, "the declaration is taken after the restart", func() bool {
			f = s.declare(f.round)
			return f.id != ""
		})
	}
	f.declared = declared
	return f
}

// look reads a fire.
func (s *story) look(f *fire) view {
	s.t.Helper()
	var in view
	harness.Await(s.t, lossBound, "the incident can be read", func() bool {
		status, data := s.muster.Call(http.MethodGet, "/api/v1/incidents/"+f.id, nil)
		return status == http.StatusOK && json.Unmarshal(data, &in) == nil
	})
	return in
}

// note keeps what the readable copies of all fires say of every message. What the engine is asked of a running one may show a
// step that has begun and that a kill undoes: the step is taken again, later, and may come out otherwise. Such a message was
// never owed; the copies hold what was.
func (s *story) note() {
	s.t.Helper()
	var list struct{ Items []view }
	harness.Await(s.t, lossBound, "the list of incidents can be read", func() bool {
		status, data := s.muster.Call(http.MethodGet, "/api/v1/incidents?limit=1000", nil)
		return status == http.StatusOK && json.Unmarshal(data, &list) == nil
	})
	for _, in := range list.Items {
		s.last[in.ID] = in
		if s.record[in.ID] == nil {
			s.record[in.ID] = map[attemptKey]attempt{}
		}
		for _, p := range append(in.Pages, in.Messages...) {
			for _, a := range p.Attempts {
				s.record[in.ID][attemptKey{p.ID, a.N}] = attempt{a.State, a.At, a.CarrierID}
			}
		}
	}
}

// standDown ends the response of the fires that have burnt long enough; their recovery goes on.
func (s *story) standDown(due func(*fire) bool) {
	s.t.Helper()
	for _, f := range s.fires {
		if !f.ended && due(f) {
			f.ended = true
			s.end(f, "stand-down", map[string]string{"by": "chaos", "outcome": "handled", "reason": "enough"})
		}
	}
}

// end gives an order that ends something of a fire; one that has ended already refuses it.
func (s *story) end(f *fire, order string, body map[string]string) {
	s.t.Helper()
	harness.Await(s.t, lossBound, order, func() bool {
		status, _ := s.muster.Call(http.MethodPost, "/api/v1/incidents/"+f.id+"/"+order, body)
		return status == http.StatusOK || status == http.StatusConflict
	})
}
