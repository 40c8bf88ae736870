package workflows

// The index: what the engine's search knows of an incident, by which answers are brought home while the database is away.

import (
	"slices"

	"go.temporal.io/sdk/workflow"

	"muster/incident"
	"muster/incident/frozen"
)

// mostHashes keeps the search attribute under the engine's limit for one value; the shadow knows everybody.
const mostHashes = 100

// index tells the engine's search whom the incident has called and how it stands.
func (r *run) index(ctx workflow.Context) {
	people, news := r.searchable()
	if !news && r.inc.State.Lifecycle == r.state {
		return
	}
	hashes := make([]string, 0, len(people))
	for _, id := range people {
		hashes = append(hashes, r.hash(id))
	}
	r.hashed, r.indexed, r.state = len(r.inc.Called()), people, r.inc.State.Lifecycle
	if err := workflow.UpsertTypedSearchAttributes(ctx, KeyPhones.ValueSet(hashes), KeyState.ValueSet(string(r.state))); err != nil {
		workflow.GetLogger(ctx).Error("search attributes were not updated", "error", err)
	}
}

// searchable are the people whom the search may name, and whether it has to be told of them. Those who matter come first, then
// whoever was called last. Where there is no room for all, only who matters is news: every telling costs the history an event.
func (r *run) searchable() (people []string, news bool) {
	called := r.inc.Called()
	if r.start.In.Rules < frozen.ForemostFirst {
		return called[max(0, len(called)-mostHashes):], len(called) != r.hashed
	}
	most := foremost(r.inc.State)
	slices.Reverse(called)
	people = distinct(append(slices.Clone(most), called...))
	wanted := people
	if len(people) > mostHashes {
		people, wanted = people[:mostHashes], most[:min(len(most), mostHashes)]
	}
	return people, !containsAll(r.indexed, wanted)
}

// foremost are those whose texts the incident waits for: its commander, who holds a seat, who has a step to do, and whom it
// has asked and not heard yet, the latest first.
func foremost(s *incident.State) []string {
	ids := []string{s.Commander}
	for _, seat := range s.Seats {
		for _, h := range seat.Holders {
			ids = append(ids, h.Responder)
		}
	}
	for _, step := range s.Steps {
		if step.State == incident.StepOpen || step.State == incident.StepStarted {
			ids = append(ids, step.Assignees...)
		}
	}
	for _, absorbed := range s.Kin.Absorbed { // their codes answer here
		for _, codes := range absorbed.Codes {
			ids = append(ids, codes.Responder)
		}
	}
	for _, p := range slices.Backward(s.Pages) {
		if p.Kind != incident.NotePage && (p.State == incident.PageQueued || p.State == incident.PagePaging || p.State == incident.PageSeen) {
			ids = append(ids, p.Responder)
		}
	}
	return distinct(ids)
}

// distinct keeps each id where it comes first, and no empty one.
func distinct(ids []string) []string {
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(ids, func(id string) bool {
		twice := seen[id]
		seen[id] = true
		return twice
	})
}

func containsAll(ids, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(id string) bool { return !slices.Contains(ids, id) })
}
