package workflows_test

// Walked scenarios of people over time: the shift changes during a fire, somebody asks for relief, a roster is refreshed, and
// two incidents need the same person.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/roster"
	"muster/workflows"
)

// openEnded has everybody leave the end of the incident to later.
func (w *town) openEnded() {
	for _, r := range w.start.In.Site.Roster.Responders {
		if p := w.network.people[r.Phone]; p != nil {
			w.network.people[r.Phone] = deaf{p, []string{"All-clear", "响应终止"}}
		}
	}
}

// crew are the people of a shift who are rostered to any seat at a moment.
func (w *town) crew(at time.Time) []string { return w.start.In.Site.Roster.OnDuty(at) }

func TestStoryShiftChangesDuringAFire(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 06:50")))
	confirmed := true
	w.start.In.Declaration.Confirmed = &confirmed
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	w.openEnded()
	declared, change := w.start.In.DeclaredAt, 10*time.Minute
	night, day := w.crew(declared), w.crew(declared.Add(change))
	silent := w.start.In.Site.Roster.Holders("CTRL", declared)[1]
	delete(w.network.people, w.phone(silent))
	w.until = declared.Add(20 * time.Minute)
	w.run()
	require.NotEmpty(t, w.recorded(incident.KindShift))
	require.Equal(t, change, w.recorded(incident.KindShift)[0].At.Sub(declared))
	relieved := w.recorded(incident.KindRelieved)
	require.NotEmpty(t, relieved)
	for _, e := range relieved {
		require.Contains(t, night, e.Responder)
		require.Contains(t, day, e.By)
		require.Greater(t, e.At.Sub(declared), change, "whoever is on scene stays until the relief has accepted")
		require.NotEmpty(t, w.calls(e.Responder, "relieves you", "接替您"), e.Responder)
	}
	for _, at := range w.calls(silent, "Reply", "回") {
		require.Less(t, at, change, "who has not accepted by the change is not called any more")
	}
	commands := w.recorded(incident.KindCommand)
	require.Len(t, commands, 2)
	require.Contains(t, night, commands[0].Responder)
	require.Contains(t, day, commands[1].Responder)
	require.Equal(t, commands[1].Responder, *w.status().View.Commander)
	for _, s := range w.status().View.Seats {
		for _, h := range s.Holders {
			require.False(t, slices.Contains(night, h.Responder) && !slices.Contains(day, h.Responder) && h.ReliefAskedAt == nil && slices.ContainsFunc(
				w.start.In.Site.Roster.Holders(s.ID, declared.Add(change)), func(id string) bool { return !w.holds(s.ID, id) }), "%s still holds %s", h.Responder, s.ID)
		}
	}
	w.requireGolden("shift-change")
}

// holds says whether somebody holds a seat.
func (w *town) holds(seat, id string) bool {
	for _, s := range w.status().View.Seats {
		if s.ID == seat && slices.ContainsFunc(s.Holders, func(h incident.HolderView) bool { return h.Responder == id }) {
			return true
		}
	}
	return false
}

func TestStoryReliefAndCheckInOutlastContinueAsNew(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	w.openEnded()
	const tired, quiet = "tang-wei", "luo-yong"
	w.network.people[w.phone(quiet)] = deaf{w.network.people[w.phone(quiet)], []string{"are you well", "是否平安"}}
	w.at(3*time.Minute, func() { w.text(w.phone(quiet), "3") })
	w.at(4*time.Minute, func() { w.text(w.phone(tired), "8") })
	for _, at := range []time.Duration{4*time.Minute + time.Second, 14 * time.Minute, 16 * time.Minute} {
		w.at(at, func() {
			w.env.SetCurrentHistoryLength(long)
			w.nudge()
		})
	}
	w.until = w.start.In.DeclaredAt.Add(25 * time.Minute)
	w.run()
	require.GreaterOrEqual(t, w.runs, 3)
	require.Empty(t, w.shadow.broken)
	require.NotEmpty(t, w.recorded(incident.KindReliefAsked))
	var relieved bool
	for _, e := range w.recorded(incident.KindRelieved) {
		relieved = relieved || e.Responder == tired
	}
	require.True(t, relieved)
	require.Len(t, slices.DeleteFunc(w.recorded(incident.KindCheckMissed), func(e incident.Entry) bool { return e.Responder != quiet }), 2)
	require.Len(t, w.recorded(incident.KindDanger), 1)
	require.NotEmpty(t, w.calls(*w.status().View.Commander, "两次未报平安", "two check-ins"), "whoever commands by then is alerted")
	require.Empty(t, w.shadow.broken)
}

func TestStoryRosterIsRefreshedAndKeptThroughContinueAsNew(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	w.openEnded()
	const gone, fresh = "tang-wei", "new-electrician"
	phone := w.phone(gone)
	site := w.start.In.Site
	next := site.Roster
	next.Responders = slices.DeleteFunc(slices.Clone(next.Responders), func(r roster.Responder) bool { return r.ID == gone })
	next.Responders = append(next.Responders, roster.Responder{
		ID: fresh, Name: "Qin Lan", Phone: "+12025550199", Languages: []string{"en"}, Skills: []string{"high-low-voltage", "plumbing", "lift-safety"}, Group: "engineering",
	})
	next.Shifts = slices.Clone(next.Shifts)
	for k, s := range next.Shifts {
		next.Shifts[k].Posts = slices.Clone(s.Posts)
		for n, post := range s.Posts {
			if slices.Contains(post.People, gone) {
				people := slices.Clone(post.People)
				people[slices.Index(people, gone)] = fresh
				next.Shifts[k].Posts[n].People = people
			}
		}
	}
	body := incident.RefreshRoster{Site: site.ID, Roster: next, Company: site.Company, Hashes: append(slices.Clone(site.Hashes), frozen.PhoneHash{Responder: fresh, Hash: "h-fresh"})}
	w.network.people["+12025550199"] = oblige(w, "+12025550199", 20*time.Second)
	refresh := func(check func(error)) func() {
		return func() {
			w.order(workflows.RefreshRoster, workflows.Order[incident.RefreshRoster]{Body: body}, check)
		}
	}
	w.at(2*time.Minute, refresh(func(err error) { require.NoError(t, err) }))
	w.at(3*time.Minute, func() {
		w.env.SetCurrentHistoryLength(long)
		w.nudge()
	})
	w.at(4*time.Minute, refresh(func(err error) { require.NoError(t, err) }))
	w.at(5*time.Minute, func() {
		w.order(workflows.RefreshRoster, workflows.Order[incident.RefreshRoster]{Body: incident.RefreshRoster{Site: "elsewhere"}},
			func(err error) { require.Equal(t, incident.CodeField, codeOf(err)) })
	})
	w.at(6*time.Minute, func() { w.text(phone, "7") })
	w.until = w.start.In.DeclaredAt.Add(8 * time.Minute)
	w.run()
	require.Positive(t, w.runs)
	entries := w.recorded(incident.KindRoster)
	require.Len(t, entries, 1, "to hear the same again leaves no trace")
	require.Equal(t, "Roster refreshed; new: Qin Lan; no longer in it: Tang Wei", entries[0].Text.EN)
	require.NotEmpty(t, w.network.to("+12025550199"), "who has come is called")
	require.True(t, slices.ContainsFunc(w.recorded(incident.KindRelieved), func(e incident.Entry) bool { return e.Responder == gone && e.By == fresh }))
	require.Len(t, w.recorded(incident.KindDanger), 1, "who is no longer in the roster is still known")
	require.True(t, strings.HasPrefix(w.recorded(incident.KindDanger)[0].Text.EN, "Tang Wei"))
}

func TestStoryAnotherIncidentTakesAPerson(t *testing.T) {
	w := newTown(t, 1, begin(t, "storm", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm, w.notYet = true, []string{"The storm is over", "风雨已过"}
	w.everybodyObliges(20 * time.Second)
	const taken, at = "luo-yong", 2 * time.Minute
	var told []incident.Claim
	w.others(func(to string, c incident.Claim) {
		require.Equal(t, "inc-fire", to)
		told = append(told, c)
	})
	w.shadow.elsewhere = func() incident.Elsewhere {
		if w.env.Now().Sub(w.start.In.DeclaredAt) < at || w.shadow.has(incident.KindLetGo) { // asked beside the workflow
			return incident.Elsewhere{}
		}
		return incident.Elsewhere{Busy: []string{taken}, Claims: []incident.Claim{{
			Incident: "inc-fire", Responder: taken, Theirs: taken, Title: incident.Text{EN: "Fire", ZH: "火灾"}, Level: frozen.L3, Life: true, Since: w.start.In.DeclaredAt,
		}}}
	}
	w.at(at, func() { w.text(w.phone(taken), "3") })
	w.until = w.start.In.DeclaredAt.Add(6 * time.Minute)
	w.run()
	require.Len(t, w.recorded(incident.KindLetGo), 1)
	require.Len(t, told, 1)
	require.True(t, told[0].LetGo)
	require.False(t, w.holdsAny(taken))
	require.NotEmpty(t, w.calls(taken, "you are released", "此处不再由您负责"))
}

func TestStoryAnIncidentHearsThatAPersonIsTheirs(t *testing.T) {
	w := newTown(t, 1, begin(t, "fire", frozen.Real, shanghai(t, "2026-11-23 14:00")))
	w.calm = true
	w.everybodyObliges(20 * time.Second)
	w.openEnded()
	const shared = "luo-yong"
	w.others(func(string, incident.Claim) { require.Fail(t, "who has let go needs to be told nothing") })
	w.at(2*time.Minute, func() {
		w.env.SignalWorkflow(workflows.PersonTaken, incident.Claim{
			Incident: "inc-storm", Responder: shared, Theirs: shared, Title: incident.Text{EN: "Storm", ZH: "暴雨"}, Level: frozen.L4, Since: w.start.In.DeclaredAt, LetGo: true,
		})
	})
	w.until = w.start.In.DeclaredAt.Add(3 * time.Minute)
	w.run()
	require.Len(t, w.recorded(incident.KindTaken), 1)
	require.True(t, w.holdsAny(shared))
	require.NotEmpty(t, w.calls(*w.status().View.Commander, "is yours now", "调来"))
}

// holdsAny says whether somebody holds a seat, as the run knows it.
func (w *town) holdsAny(id string) bool {
	return slices.ContainsFunc(w.status().View.Seats, func(s incident.SeatView) bool {
		return slices.ContainsFunc(s.Holders, func(h incident.HolderView) bool { return h.Responder == id })
	})
}

// others takes what is told to other incidents.
func (w *town) others(hear func(to string, c incident.Claim)) { w.elsewhere = hear }
