package storetest

// What is looked for: lists with their filters and cursors, people by phone, and what was opened lately.

import (
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/store"
)

func filter(cursor string) store.Filter { return store.Filter{Limit: 3, Cursor: cursor} }

// declare records an incident with a head alone, which change may alter.
func declare(t *testing.T, s Store, id string, opened time.Time, change func(v *incident.View)) {
	t.Helper()
	head := Head(id, opened, 1)
	if change != nil {
		change(head)
	}
	record(t, s, incident.Shadow{Incident: id, Rev: 1, Head: head})
}

func ids(views []incident.View) []string {
	list := []string{}
	for _, v := range views {
		list = append(list, v.ID)
	}
	return list
}

// walk follows a list to its end.
func walk(t *testing.T, s Store, f store.Filter) []string {
	t.Helper()
	all := []string{}
	for {
		items, next, err := s.Incidents(ctx(t), f)
		require.NoError(t, err)
		all = append(all, ids(items)...)
		if next == "" {
			return all
		}
		require.Len(t, items, f.Limit)
		f.Cursor = next
	}
}

func listsNewestFirst(t *testing.T, h Harness) {
	s := open(t, h)
	for _, minute := range []int{2, 5, 1, 3, 4} {
		declare(t, s, fmt.Sprintf("inc-%d", minute), Opened.Add(time.Duration(minute)*time.Minute), nil)
	}
	declare(t, s, "inc-3b", Opened.Add(3*time.Minute), nil)
	require.Equal(t, []string{"inc-5", "inc-4", "inc-3b", "inc-3", "inc-2", "inc-1"}, walk(t, s, store.Filter{Limit: 2}))
	require.Equal(t, []string{"inc-5", "inc-4", "inc-3b", "inc-3", "inc-2", "inc-1"}, walk(t, s, store.Filter{Limit: 6}))
}

func listsWhole(t *testing.T, h Harness) {
	s := open(t, h)
	var want []incident.View
	for k := range 4 {
		fire := Fire(fmt.Sprintf("inc-%d", k), Opened.Add(-time.Duration(k)*time.Minute))
		record(t, s, fire[:2+k]...)
		v, _ := expected(fire[:2+k])
		want = append(want, v)
	}
	items, _, err := s.Incidents(ctx(t), store.Filter{})
	require.NoError(t, err)
	require.Equal(t, text(t, want), text(t, items))
}

func listsFiltered(t *testing.T, h Harness) {
	s := open(t, h)
	declare(t, s, "a", Opened.Add(4*time.Minute), nil)
	declare(t, s, "b", Opened.Add(3*time.Minute), func(v *incident.View) { v.Mode, v.State = frozen.Drill, incident.Cancelled })
	declare(t, s, "c", Opened.Add(2*time.Minute), func(v *incident.View) { v.Site = "harbour" })
	declare(t, s, "d", Opened.Add(time.Minute), func(v *incident.View) { v.Site, v.State = "harbour", incident.StandingDown })
	for _, test := range []struct {
		filter store.Filter
		want   []string
	}{
		{store.Filter{State: "open"}, []string{"a", "c"}},
		{store.Filter{State: "cancelled"}, []string{"b"}},
		{store.Filter{Mode: "real"}, []string{"a", "c", "d"}},
		{store.Filter{Mode: "drill"}, []string{"b"}},
		{store.Filter{Site: "harbour"}, []string{"c", "d"}},
		{store.Filter{Site: "harbour", State: "standing-down", Mode: "real"}, []string{"d"}},
		{store.Filter{Site: "harbour", Mode: "drill"}, []string{}},
		{store.Filter{State: "no such state"}, []string{}},
	} {
		test.filter.Limit = 1
		require.Equal(t, test.want, walk(t, s, test.filter), "%+v", test.filter)
	}
}

func listsBounded(t *testing.T, h Harness) {
	s := open(t, h)
	for k := range 205 {
		declare(t, s, fmt.Sprintf("inc-%03d", k), Opened, nil)
	}
	for _, test := range []struct{ limit, want int }{{0, 50}, {-1, 50}, {1, 1}, {200, 200}, {1000, 205}, {5000, 205}} {
		items, next, err := s.Incidents(ctx(t), store.Filter{Limit: test.limit})
		require.NoError(t, err)
		require.Len(t, items, test.want)
		require.Equal(t, test.want < 205, next != "")
	}
}

func cursorHolds(t *testing.T, h Harness) {
	s := open(t, h)
	want := []string{}
	for k := range 9 {
		declare(t, s, fmt.Sprintf("inc-%d", k), Opened, nil)
		want = append([]string{fmt.Sprintf("inc-%d", k)}, want...)
	}
	var got []string
	cursor := ""
	for page := range 3 {
		items, next, err := s.Incidents(ctx(t), filter(cursor))
		require.NoError(t, err)
		got = append(got, ids(items)...)
		cursor = next
		declare(t, s, fmt.Sprintf("new-%d", page), Opened.Add(time.Minute), nil)
		record(t, s, incident.Shadow{Incident: "inc-0", Rev: 2 + page, Head: Head("inc-0", Opened, page)})
	}
	require.Equal(t, want, got)
	require.Empty(t, cursor)
}

func strangeCursors(t *testing.T, h Harness) {
	s := open(t, h)
	for _, plain := range []string{"0 12 a", "1 twelve a", "1 12", "1 12 ", " "} {
		_, _, err := s.Incidents(ctx(t), filter(base64.RawURLEncoding.EncodeToString([]byte(plain))))
		require.ErrorIs(t, err, store.ErrCursor, plain)
	}
	_, _, err := s.Incidents(ctx(t), filter("not base64!"))
	require.ErrorIs(t, err, store.ErrCursor)
}

// callIn records a page for a phone in an incident that is there already.
func callIn(t *testing.T, s Store, id, pageID, hash string, rev int) {
	t.Helper()
	record(t, s, incident.Shadow{Incident: id, Rev: rev, Pages: []incident.ShadowPage{{Hash: hash, View: incident.PageView{ID: pageID, Kind: incident.CallPage}}}})
}

func requireByHash(t *testing.T, s Store, hash string, want ...string) {
	t.Helper()
	got, err := s.OpenByHash(ctx(t), hash)
	require.NoError(t, err)
	require.Equal(t, full(want), got)
}

func findsByHash(t *testing.T, h Harness) {
	s := open(t, h)
	for k, id := range []string{"oldest", "older", "newer", "newest"} {
		declare(t, s, id, Opened.Add(time.Duration(k)*time.Minute), nil)
		callIn(t, s, id, "p1", "chen", 2)
		callIn(t, s, id, "p2", "chen", 3)
	}
	callIn(t, s, "older", "p3", "wang", 4)
	requireByHash(t, s, "chen", "newest", "newer", "older", "oldest")
	requireByHash(t, s, "wang", "older")
	requireByHash(t, s, "nobody")

	end := func(id string, rev int, state incident.Lifecycle) {
		head := Head(id, Opened, 5)
		head.State = state
		record(t, s, incident.Shadow{Incident: id, Rev: rev, Head: head})
	}
	end("newest", 5, incident.StandingDown)
	end("newer", 5, incident.Closed)
	end("oldest", 5, incident.Cancelled)
	requireByHash(t, s, "chen", "older", "newest")
	callIn(t, s, "newer", "p9", "wang", 6) // its last page comes after its end
	callIn(t, s, "oldest", "p1", "wang", 2)
	requireByHash(t, s, "wang", "older")
}

func findsByCode(t *testing.T, h Harness) {
	s := open(t, h)
	page := func(id, pageID, hash, code string, rev int) {
		view := incident.PageView{ID: pageID, Kind: incident.CallPage}
		if code != "" {
			view.Token = &code
		}
		record(t, s, incident.Shadow{Incident: id, Rev: rev, Pages: []incident.ShadowPage{{Hash: hash, View: view}}})
	}
	requireByCode := func(hash, code string, want ...string) {
		t.Helper()
		got, err := s.OpenByCode(ctx(t), hash, code)
		require.NoError(t, err)
		require.Equal(t, full(want), got)
	}
	for k, id := range []string{"older", "newer"} {
		declare(t, s, id, Opened.Add(time.Duration(k)*time.Minute), nil)
	}
	page("older", "p1", "chen", "K7M", 2)
	page("older", "p2", "wang", "K7M", 2)
	page("newer", "p1", "chen", "Q2P", 2)
	page("newer", "p2", "chen", "", 2)
	requireByCode("chen", "K7M", "older")
	requireByCode("chen", "Q2P", "newer")
	requireByCode("wang", "Q2P")
	requireByCode("chen", "")
	requireByCode("", "K7M")
	page("newer", "p3", "chen", "K7M", 3)
	requireByCode("chen", "K7M", "newer", "older")
	requireInUse := func(site string, want map[string]int) {
		t.Helper()
		used, err := s.CodesInUse(ctx(t), site)
		require.NoError(t, err)
		require.Equal(t, want, used)
	}
	requireInUse("riverside", map[string]int{"7": 3, "2": 1})
	requireInUse("hillside", map[string]int{})
	page("newer", "p3", "chen", "R3T", 2) // late
	requireByCode("chen", "K7M", "newer", "older")
	ended := Head("older", Opened, 5)
	ended.State = incident.Closed
	record(t, s, incident.Shadow{Incident: "older", Rev: 5, Head: ended})
	requireByCode("chen", "K7M", "newer")
}

func emptyHash(t *testing.T, h Harness) {
	s := open(t, h)
	declare(t, s, "inc-1", Opened, nil)
	callIn(t, s, "inc-1", "p1", "", 2)
	requireByHash(t, s, "")
}

func findsRecent(t *testing.T, h Harness) {
	s := open(t, h)
	for minute := range 5 {
		declare(t, s, fmt.Sprintf("inc-%d", minute), Opened.Add(time.Duration(minute)*time.Minute), nil)
	}
	declare(t, s, "elsewhere", Opened.Add(5*time.Minute), func(v *incident.View) { v.Site = "harbour" })
	declare(t, s, "other", Opened.Add(5*time.Minute), func(v *incident.View) { v.Plan = "storm" })
	declare(t, s, "over", Opened.Add(5*time.Minute), func(v *incident.View) { v.State = incident.Closed })
	declare(t, s, "ending", Opened.Add(5*time.Minute), func(v *incident.View) { v.State = incident.StandingDown })

	got, err := s.Recent(ctx(t), "riverside", "fire", Opened.Add(2*time.Minute))
	require.NoError(t, err)
	require.Equal(t, []string{"ending", "inc-4", "inc-3", "inc-2"}, ids(got))
	require.Equal(t, "Building 3, floor 12", got[0].Location)
	require.Equal(t, []frozen.Spot{{Building: "B3", Floor: "12"}}, got[0].Places)
	require.NotNil(t, got[0].Seats)

	none, err := s.Recent(ctx(t), "riverside", "fire", Opened.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, []incident.View{}, none)
}
