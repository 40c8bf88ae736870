package incident_test

// Stories of a refreshed roster: what it changes in a running incident, and whom the incident keeps although they have left.

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
)

// asItStands is an order that changes nothing of a town's roster; what it holds may be changed without changing the town.
func asItStands(w *town) incident.RefreshRoster {
	w.t.Helper()
	s := w.inc.In.Site
	var o incident.RefreshRoster
	data, err := json.Marshal(incident.RefreshRoster{Site: s.ID, Roster: s.Roster, Company: s.Company, Hashes: s.Hashes})
	require.NoError(w.t, err)
	require.NoError(w.t, json.Unmarshal(data, &o), "it comes as JSON")
	return o
}

// without takes people out of an order's roster.
func without(o incident.RefreshRoster, ids ...string) incident.RefreshRoster {
	o.Roster.Responders = slices.DeleteFunc(o.Roster.Responders, func(r roster.Responder) bool { return slices.Contains(ids, r.ID) })
	return o
}

// reposted puts the people of the house's one shift to other posts.
func reposted(o incident.RefreshRoster, posts ...roster.Post) incident.RefreshRoster {
	o.Roster.Shifts[0].Posts = append(posts, post("CMD", "boss"))
	return o
}

func (w *town) refresh(o incident.RefreshRoster) {
	w.t.Helper()
	w.order(w.inc.RefreshRoster(w.now, o))
}

// planned is an incident at a house with an override and a leave to come.
func planned(t *testing.T) *town {
	t.Helper()
	site := house(post("SEC", "ann"))
	tomorrow := noon.Add(24 * time.Hour)
	site.Roster.Overrides = []roster.Override{{ID: "o1", Seat: "SEC", Out: "ann", In: "ben", From: tomorrow, To: tomorrow.Add(time.Hour)}}
	site.Roster.Leave = []roster.Leave{{Responder: "ann", From: tomorrow, To: tomorrow.Add(time.Hour)}}
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}), site))
	w.to(time.Second)
	return w
}

func TestRosterThatStandsAsBeforeLeavesNoTrace(t *testing.T) {
	w := planned(t)
	o, before := asItStands(w), w.inc.State.Rev
	elsewhere := time.FixedZone("elsewhere", 3600) // the same moments, as another clock shows them
	for k := range o.Roster.Overrides {
		x := &o.Roster.Overrides[k]
		x.From, x.To = x.From.In(elsewhere), x.To.In(elsewhere)
	}
	for k := range o.Roster.Leave {
		x := &o.Roster.Leave[k]
		x.From, x.To = x.From.In(elsewhere), x.To.In(elsewhere)
	}
	w.refresh(o)
	require.Empty(t, w.entries(incident.KindRoster))
	require.Equal(t, before, w.inc.State.Rev)
}

func TestWhateverChangesInARosterIsNoted(t *testing.T) {
	for name, change := range map[string]func(o *incident.RefreshRoster){
		"a number":                 func(o *incident.RefreshRoster) { o.Roster.Responders[3].Phone = "+12025559999" },
		"a post":                   func(o *incident.RefreshRoster) { *o = reposted(*o, post("SEC", "ben")) },
		"a group's lead":           func(o *incident.RefreshRoster) { o.Roster.Groups[0].Lead = "ida" },
		"who stands in":            func(o *incident.RefreshRoster) { o.Roster.Overrides[0].In = "dai" },
		"since when":               func(o *incident.RefreshRoster) { o.Roster.Overrides[0].From = noon.Add(time.Hour) },
		"until when":               func(o *incident.RefreshRoster) { o.Roster.Overrides[0].To = noon.Add(30 * time.Hour) },
		"nobody stands in":         func(o *incident.RefreshRoster) { o.Roster.Overrides = nil },
		"who is on leave":          func(o *incident.RefreshRoster) { o.Roster.Leave[0].Responder = "ben" },
		"since when one is absent": func(o *incident.RefreshRoster) { o.Roster.Leave[0].From = noon.Add(time.Hour) },
		"until when one is absent": func(o *incident.RefreshRoster) { o.Roster.Leave[0].To = noon.Add(30 * time.Hour) },
		"the day":                  func(o *incident.RefreshRoster) { o.Roster.Day.To = "20:00" },
		"the company":              func(o *incident.RefreshRoster) { o.Company = []string{"coy"} },
	} {
		t.Run(name, func(t *testing.T) {
			w := planned(t)
			o := asItStands(w)
			change(&o)
			w.refresh(o)
			require.Equal(t, []string{"1s Roster refreshed"}, w.entries(incident.KindRoster))
			w.refresh(o)
			require.Len(t, w.entries(incident.KindRoster), 1, "once")
		})
	}
}

func TestRosterOfAnotherSiteIsRefused(t *testing.T) {
	w := planned(t)
	o := without(asItStands(w), "gus")
	o.Site = "elsewhere"
	refused(t, incident.CodeField, w.inc.RefreshRoster(w.now, o))
	require.Empty(t, w.entries(incident.KindRoster))
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus", Reason: "over"}))
	require.Error(t, w.inc.RefreshRoster(w.now, without(asItStands(w), "gus")), "an incident that has ended keeps its roster")
}

func TestWhomTheIncidentHasToDoWithStaysKnown(t *testing.T) {
	site := house(post("SEC", "ann"))
	for _, id := range []string{"ann", "ben", "cao"} {
		site.Hashes = append(site.Hashes, frozen.PhoneHash{Responder: id, Hash: "h-" + id})
	}
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC")), site))
	w.to(0)
	w.says("ann", "3")
	o := without(reposted(asItStands(w), post("SEC", "ben", "zoe")), "ann", "cao")
	o.Roster.Responders = append(o.Roster.Responders, roster.Responder{ID: "zoe", Name: "Zoe", Phone: "+12025559999", Languages: []string{"en"}})
	o.Hashes = []frozen.PhoneHash{{Responder: "ben", Hash: "h-new"}, {Responder: "zoe", Hash: "h-zoe"}}
	w.refresh(o)
	require.Equal(t, []string{"0s Roster refreshed; new: Zoe; no longer in it: Ann, 曹明"}, w.entries(incident.KindRoster), "all by name, also who is gone")
	require.Equal(t, []string{"ann"}, w.holders("SEC"))
	require.Equal(t, "Done: Do S1. Thank you.", w.says("ann", "4"), "she is still answered")
	_, known := w.inc.In.Site.Roster.Find("cao")
	require.False(t, known, "nothing was to do with cao")
	require.Equal(t, []frozen.PhoneHash{{Responder: "ben", Hash: "h-new"}, {Responder: "zoe", Hash: "h-zoe"}, {Responder: "ann", Hash: "h-ann"}}, w.inc.In.Site.Hashes)
	w.refresh(without(asItStands(w), "ann"))
	require.Len(t, w.entries(incident.KindRoster), 1, "she had left already")
}

// takenOff is a house where ann guards, whose roster then names ben in her place.
func takenOff(t *testing.T, rules int, before func(w *town)) *town {
	t.Helper()
	w := begin(t, under(declared(plan([]frozen.Seat{asks("SEC", 1)}, does("R1", "SEC", in(frozen.Recovery))), house(post("SEC", "ann"))), rules))
	w.to(0)
	w.says("ann", "3")
	w.to(time.Minute)
	before(w)
	w.refresh(reposted(asItStands(w), post("SEC", "ben")))
	return w
}

func TestWhoIsNoLongerRosteredIsRelieved(t *testing.T) {
	w := takenOff(t, frozen.Rules, func(*town) {})
	require.Equal(t, []string{"1m0s Shift change: 1 to be relieved, each stays until somebody takes over"}, w.entries(incident.KindShift))
	require.Contains(t, w.calls(), "1m0s ben")
	w.says("ben", "1")
	require.Equal(t, []string{"ben"}, w.holders("SEC"))

	standDown := func(w *town) {
		w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	}
	for name, w := range map[string]*town{
		"after the stand-down": takenOff(t, frozen.Rules, standDown), "under older rules": takenOff(t, frozen.PeopleAreRelieved-1, func(*town) {}),
	} {
		require.Equal(t, []string{"1m0s Roster refreshed"}, w.entries(incident.KindRoster), name)
		require.Empty(t, w.entries(incident.KindShift), name)
		require.Equal(t, []string{"ann"}, w.holders("SEC"), name)
	}
}

func TestNumberThatIsReplacedIsTriedAfresh(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 3)}), house(post("SEC", "ann", "ben", "dai"))))
	w.to(time.Second)
	for _, id := range []string{"ann", "ben"} {
		w.fails(id, incident.FailRecipient)
	}
	before := w.inc.State.Rev
	o := asItStands(w)
	o.Roster.Responders[0].Phone = "+12025559999"
	require.NoError(t, w.inc.RefreshRoster(w.now, o))
	var shown []string
	for _, p := range w.inc.State.Pages {
		if p.Rev > before {
			shown = append(shown, p.Responder)
		}
	}
	require.Equal(t, []string{"ann"}, shown, "her page is shown anew, under the number that her texts come from now")
	w.settle()
	w.to(time.Minute)
	require.Contains(t, w.calls(), "30s ann", "what was learnt was about the old number")
	require.Equal(t, []string{"0s ben"}, callsOf(w, "ben"), "his is as bad as before")
}

// callsOf lists the messages by which somebody was called.
func callsOf(w *town, id string) []string {
	return slices.DeleteFunc(w.calls(), func(c string) bool { return !strings.Contains(c, " "+id) })
}
