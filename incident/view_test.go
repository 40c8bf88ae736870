package incident_test

// Stories of what others see: the view of the API, and the changes for the shadow.

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestViewShowsTheDeclaration(t *testing.T) {
	in := declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "ann")))
	in.Simulated = true
	w := begin(t, in)
	w.to(20 * time.Second)
	v := w.inc.View(w.now)
	require.Equal(t, []any{"inc-1", "fire", 1, both("Fire"), "house", frozen.Real, incident.Open}, []any{v.ID, v.Plan, v.PlanVersion, v.Title, v.Site, v.Mode, v.State})
	require.Equal(t, []any{frozen.Response, frozen.L3, "Building 1, floor 2", "smoke", "gus", "simulator"}, []any{v.Phase, v.Level, v.Location, v.Summary, *v.ReportedBy, v.Carrier})
	require.Equal(t, []frozen.Spot{{Building: "B1", Floor: "2"}}, v.Places)
	require.Equal(t, "2026-11-23T12:00:20.000Z", stamp(t, &v.Now))
	require.Equal(t, "2026-11-23T12:00:30.000Z", stamp(t, v.NextDueAt))
	require.Nil(t, v.Outcome)
	require.Nil(t, v.EndedAt)
	require.Equal(t, incident.KindSimulated, w.record[0].Kind, "its first entry says that no phone rings")
	require.Equal(t, "gus", w.record[1].By)
	require.Equal(t, "Fire L3 declared, Building 1, floor 2: smoke", w.record[1].Text.EN)
}

func TestRealCarrierIsNotAnnounced(t *testing.T) {
	for mode, simulated := range map[frozen.Mode]bool{frozen.Real: false, frozen.Drill: true} {
		in := declared(plan([]frozen.Seat{asks("SEC", 1)}), house(post("SEC", "ann")))
		in.Declaration.Mode, in.Simulated = mode, simulated
		w := begin(t, in)
		w.to(0)
		require.Equal(t, incident.KindOpened, w.record[0].Kind)
	}
	w := begin(t, declared(plan(nil), house()))
	require.Equal(t, incident.CarrierReal, w.inc.View(w.now).Carrier)
	require.False(t, w.inc.Drill())
}

func TestEndedIncidentIsDueForNothing(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(0)
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
	require.Nil(t, w.inc.View(w.now).NextDueAt)
	require.Equal(t, "handled", *w.inc.View(w.now).Outcome)
}

func TestViewShowsWhereALadderStands(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(31 * time.Second)
	s := w.seat("ELEC")
	require.Equal(t, incident.LadderView{Rung: 2, Rungs: 6, NextAt: incident.Time(noon.Add(45 * time.Second))}, *s.Ladder)
	require.Equal(t, "2026-11-23T12:00:00.000Z", stamp(t, s.OpenedAt))
	require.Equal(t, both("Seat ELEC"), s.Title)
	require.Equal(t, []any{true, 1, 0}, []any{s.Open, s.Needs, s.Filled})
	p := w.pageOf("ben")
	require.Equal(t, []any{"Ben", "+1******10", []string{"ELEC"}, 2, 1}, []any{p.Name, p.Phone, p.Seats, p.Rung, p.Made})
	require.Equal(t, incident.AttemptView{N: 1, Rung: 2, Channel: frozen.SMS, CarrierID: p.Attempts[0].CarrierID, State: incident.AttemptSent, At: incident.Time(noon.Add(30 * time.Second))}, p.Attempts[0])
	require.Nil(t, p.AnsweredAt)
	w.to(90 * time.Second)
	require.Equal(t, []string{"ELEC"}, w.pageOf("boss").Seats, "a gap is about a seat too")
	w.says("ann", "7")
	require.Equal(t, []string{"ELEC"}, w.pageOf("boss").Seats, "and a danger is not")
}

func TestWaitingAttemptIsShownAsBeingSent(t *testing.T) {
	i := incident.Begin(declared(oneElectrician(), electricians()), noon)
	require.Equal(t, incident.AttemptSending, i.View(noon).Pages[0].Attempts[0].State)
	require.Equal(t, incident.PageQueued, i.View(noon).Pages[0].State)
}

func TestMessagesStandBesideThePages(t *testing.T) {
	w := staffed(t, does("S1", "SEC", wants(choice("yes", "no")), gate))
	v := w.inc.View(w.now)
	for _, p := range v.Pages {
		require.Equal(t, incident.CallPage, p.Kind)
	}
	require.Len(t, v.Messages, 1)
	require.Equal(t, "S1", *v.Messages[0].Step)
	s := w.step("S1")
	require.Equal(t, incident.EvidenceView{Kind: frozen.EvidenceChoice, Choices: []string{"yes", "no"}}, s.Evidence)
	require.Equal(t, []any{both("Do S1"), frozen.Response, "SEC", true}, []any{s.Title, s.Phase, s.Seat, s.HardGate})
	require.Nil(t, s.TargetAt)
}

func TestFactsAreShownBeforeTheyAreKnown(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1)})
	p.Facts = []frozen.Fact{{ID: "out", Type: frozen.FactBool, Title: both("Out")}}
	w := begin(t, declared(p, house()))
	w.to(0)
	require.Equal(t, []incident.FactView{{Name: "out", Type: frozen.FactBool, Title: both("Out")}}, w.inc.View(w.now).Facts)
	w.to(time.Second)
	w.order(w.inc.StateFact(w.now, incident.StateFact{Name: "out", Value: "true", By: "gus"}))
	f := w.inc.View(w.now).Facts[0]
	require.Equal(t, []string{"true", "gus", "2026-11-23T12:00:01.000Z"}, []string{*f.Value, *f.By, stamp(t, f.At)})
	require.Equal(t, "weather", w.inc.FactView(&incident.Fact{ID: "weather"}).Title.EN, "a fact that the plan does not name keeps its own")
}

func TestPhonesAreMasked(t *testing.T) {
	require.Equal(t, "+1******00", incident.Mask("+12025550100"))
	require.Equal(t, "11******19", incident.Mask("110119"))
	require.Equal(t, "***", incident.Mask("11011"))
}

func TestPhonesInTextsAreMasked(t *testing.T) {
	require.Equal(t, "Call Sun Hao +1******15, or 20******16.", incident.MaskIn("Call Sun Hao +12025550115, or 202-555-0116."))
	require.Equal(t, "请联系孙浩 +1******15。", incident.MaskIn("请联系孙浩 +12025550115。"))
	require.Equal(t, "13******00", incident.MaskIn("138 0013 8000"))
	for _, plain := range []string{"K7M 1", "1 2 3 4", "119 or 110119", "By 2026-11-23 06:00, floors 12-14", ""} {
		require.Equal(t, plain, incident.MaskIn(plain))
	}
}

func TestTimesAreReadAsTheyAreWritten(t *testing.T) {
	at := incident.Time(noon.Add(1500 * time.Millisecond))
	data, err := json.Marshal(at)
	require.NoError(t, err)
	require.JSONEq(t, `"2026-11-23T12:00:01.500Z"`, string(data))
	var read incident.Time
	require.NoError(t, json.Unmarshal(data, &read))
	require.Equal(t, time.Time(at), time.Time(read).UTC())
}

func TestOnlyChangesGoToTheShadow(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC"), does("S2", "MED"))
	p.Facts = []frozen.Fact{{ID: "out", Type: frozen.FactBool, Title: both("Out")}, {ID: "cause", Type: frozen.FactText, Title: both("Cause")}}
	i := incident.Begin(declared(p, house(post("SEC", "ann"), post("MED", "ben"))), noon)
	all := i.Unshadowed()
	require.False(t, all.Empty())
	require.True(t, all.Head)
	require.Equal(t, []int{3, 3, 2, 2}, []int{len(all.Seats), len(all.Steps), len(all.Facts), len(all.Pages)})
	i.Confirmed(all)
	require.Empty(t, i.State.Entries)
	none := i.Unshadowed()
	require.True(t, none.Empty())
	require.Zero(t, none.Last())

	i.Answer(noon, incident.Inbound{ID: "x", From: "+12025550100", Body: "ok"})
	c := i.Unshadowed()
	require.Equal(t, []int{0, 0, 0, 1, 1}, []int{len(c.Seats), len(c.Steps), len(c.Facts), len(c.Pages), len(c.Entries)})
	require.False(t, c.Head)
	require.Equal(t, all.Last()+1, c.Last())

	require.NoError(t, i.StateFact(noon, incident.StateFact{Name: "out", Value: "true", By: "gus"}))
	require.NoError(t, i.StartStep(noon, incident.StartStep{Step: "S2", By: "gus"}))
	c = i.Unshadowed()
	require.Equal(t, []string{"out", "S2"}, []string{c.Facts[0].ID, c.Steps[0].ID})
	require.Len(t, c.Facts, 1)
	c.Entries = c.Entries[:len(c.Entries)-1]
	i.Confirmed(c)
	require.Len(t, i.State.Entries, 1, "what was not confirmed stays")
	require.False(t, i.Unshadowed().Empty())
}

func TestIncidentThatMayBeTheSameIsNotedOnce(t *testing.T) {
	w := staffed(t)
	w.to(time.Second)
	for range 2 {
		w.inc.MayBe(w.now, "inc-2")
		w.settle()
	}
	w.inc.MayBe(w.now, "inc-3")
	w.settle()
	require.Equal(t, []string{"inc-2", "inc-3"}, w.inc.View(w.now).PossibleDuplicates)
	require.Equal(t, []string{"1s May be the same as incident inc-2", "1s May be the same as incident inc-3"}, w.entries(incident.KindLikely))
}

func TestEveryoneToWhomAnythingWasSentIsListedOnce(t *testing.T) {
	w := staffed(t, does("S1", "SEC"))
	w.says("ann", "7")
	require.Equal(t, []string{"ann", "ben", "boss"}, w.inc.Called())
}

func TestEntriesSayWhatTheyAreAbout(t *testing.T) {
	w := staffed(t, does("S1", "SEC", target(100*time.Second), late(defaults()...)))
	w.to(80 * time.Second)
	w.says("ben", "7")
	var seats, steps []string
	for _, e := range w.record {
		if e.Kind == incident.KindRung {
			require.Equal(t, 1, e.Rung)
			seats, steps = append(seats, e.Seat), append(steps, e.Step)
		}
	}
	require.Equal(t, []string{"SEC", "MED", "", ""}, seats)
	require.Equal(t, []string{"", "", "S1", ""}, steps)
}

func TestVoiceIsUsedWhereThereIsVoice(t *testing.T) {
	in := declared(oneElectrician(), electricians())
	in.Channels = []frozen.Channel{frozen.SMS, frozen.Voice}
	w := begin(t, in)
	w.to(time.Minute)
	var channels []frozen.Channel
	for _, a := range w.pageOf("ann").Attempts {
		channels = append(channels, a.Channel)
	}
	require.Equal(t, []frozen.Channel{frozen.SMS, frozen.SMS, frozen.Voice}, channels)
	require.Contains(t, w.entries(incident.KindRung), "45s Seat ELEC: rung 3 calls those on duty for it")
}

func TestTokenIsUnlikeEveryLabelAndEveryOtherTokenOfThePerson(t *testing.T) {
	p := plan([]frozen.Seat{asks("SEC", 1), asks("MED", 1)}, does("S1", "SEC"))
	site := house(post("SEC", "ann"), post("MED", "ben"))
	w := begin(t, declared(p, site))
	first := *w.pageOf("ann").Token
	site.Labels = []string{first}
	require.NotEqual(t, first, *begin(t, declared(p, site)).pageOf("ann").Token)
	w = arrived(w)
	task := token(w, "ann", "S1")
	for id, same := range map[string]bool{"ann": false, "ben": true} {
		other := begin(t, declared(p, house(post("SEC", "ann"), post("MED", "ben"))))
		other.to(0)
		for _, page := range other.inc.State.Pages {
			if page.Responder == id {
				page.Token, page.Rev = task, other.inc.State.Rev+1
			}
		}
		other = arrived(other)
		require.Equal(t, same, token(other, "ann", "S1") == task, "only a person's own tokens have to differ")
	}
}
