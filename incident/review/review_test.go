package review_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/review"
)

func span(n float64) *review.Span { s := review.Span(seconds(n)); return &s }

func TestFirstTimesCountFromTheOpening(t *testing.T) {
	r := whole().review()
	for name, row := range map[string]struct {
		mark  *review.Mark
		after float64
		who   string
	}{
		"page":       {r.First.Page, 0.5, "li"},
		"answer":     {r.First.Answer, 5, "wu"},
		"acceptance": {r.First.Acceptance, 10, "li"},
		"commander":  {r.First.Commander, 13, "he"},
		"seats":      {r.First.AllSeats, 13, ""},
		"arrival":    {r.First.Arrival, 130, "li"},
	} {
		require.NotNil(t, row.mark, name)
		require.Equal(t, *span(row.after), row.mark.After, name)
		if row.who == "" {
			require.Nil(t, row.mark.Who, name)
			continue
		}
		require.Equal(t, row.who, *row.mark.Who, name)
	}
	require.Equal(t, "Li Hua", *r.First.Page.Name)
	nothing := fire(frozen.Real).review().First
	require.Equal(t, review.First{}, nothing)
}

func TestASeatThatWasNeverFilledLeavesNoMomentForAll(t *testing.T) {
	tale := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 2), rung(1)).tell(0, incident.KindRung, at("DUTY", 0, 1), rung(1))
	tale.tell(5, incident.KindPageAccepted, of("he"), taking("DUTY")).tell(5, incident.KindSeatFilled, at("DUTY", 1, 1))
	require.Nil(t, tale.review().First.AllSeats)
}

func TestTheFirstArrivalAndTheLastSeatAreFound(t *testing.T) {
	tale := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 2), rung(1)).tell(0, incident.KindRung, at("DUTY", 0, 1), rung(1))
	tale.tell(1, incident.KindPageSent, of("li")).tell(1, incident.KindPageSent, of("wu")).tell(1, incident.KindPageSent, of("he"))
	tale.tell(20, incident.KindSeatFilled, at("SEC", 2, 2)).tell(25, incident.KindSeatFilled, at("DUTY", 1, 1))
	tale.tell(30, incident.KindPageOnScene, of("wu")).tell(40, incident.KindPageOnScene, of("li")).tell(50, incident.KindPageOnScene, of("he"))
	first := tale.review().First
	require.Equal(t, "wu", *first.Arrival.Who)
	require.Equal(t, *span(25), first.AllSeats.After)
	tale.entries[5].At, tale.entries[6].At = tale.entries[6].At, tale.entries[5].At
	require.Equal(t, *span(25), tale.review().First.AllSeats.After, "whichever it was")
}

func TestTheTimelineGoesBeforeTheView(t *testing.T) {
	tale := whole()
	tale.view.OpenedAt = incident.Time(opening.Add(-time.Hour))
	require.Equal(t, incident.Time(opening), tale.review().OpenedAt)
	tale.view.Outcome = ptr("false-alarm")
	require.Equal(t, "handled", *tale.review().Outcome)
	tale.entries[len(tale.entries)-1].Value = ""
	require.Equal(t, "false-alarm", *tale.review().Outcome, "an earlier build's entry does not say")
	tale.entries = tale.entries[1:]
	require.Equal(t, tale.view.OpenedAt, tale.review().OpenedAt)
}

func TestAnIncidentThatGoesOnIsReviewedSoFar(t *testing.T) {
	tale := fire(frozen.Real).step(0, "F01", 30).step(0, "F02", 600)
	tale.view.Now = incident.Time(opening.Add(time.Minute))
	r := tale.review()
	require.True(t, r.SoFar)
	require.Nil(t, r.Outcome)
	require.Nil(t, r.Response)
	require.Nil(t, r.EndedAt)
	require.Equal(t, *span(60), r.Lasted)
	late, open := tale.find("F01"), tale.find("F02")
	require.Equal(t, review.StepOpen, late.Verdict)
	require.Equal(t, span(30), late.LateBy)
	require.Equal(t, review.StepOpen, open.Verdict)
	require.Nil(t, open.LateBy)
	require.Equal(t, review.StepWaiting, tale.find("F09").Verdict)
	require.Equal(t, review.StepSums{Planned: 4, Open: 2, Waiting: 2}, r.Sums.Steps)
}

func TestTheEndSaysHowItCameOutAndHowLongItTook(t *testing.T) {
	r := whole().review()
	require.False(t, r.SoFar)
	require.Equal(t, "handled", *r.Outcome)
	require.Equal(t, *span(300), r.Paused)
	require.Equal(t, *span(200), r.Lasted, "the pause counts nowhere")
	require.Equal(t, span(160), r.Response)
	require.Equal(t, "L3", r.Level)
	require.Equal(t, incident.Time(opening.Add(seconds(500))), *r.EndedAt)
	require.Equal(t, *r.EndedAt, r.Until)
	require.Len(t, r.Levels, 1)
	require.Len(t, r.Command, 1)
	require.Len(t, r.Alarms, 3)
	require.Equal(t, []review.Contained{{
		At: incident.Time(opening.Add(seconds(80))), After: *span(80), Step: "F02", Notice: ptr("N1"), Told: 12, Text: review.Text{EN: "drill.contained", ZH: "条目"},
	}}, r.Contained)
	require.Equal(t, review.MessageSums{Pages: 3, Tasks: 1, Notes: 1, Unknown: 1, Delayed: 1, Doubled: 1, Undelivered: 1}, r.Sums.Messages)
}

func ptr[T any](v T) *T { return &v }

func TestLaddersSayHowFarTheyWereClimbed(t *testing.T) {
	r := whole().review()
	require.Equal(t, []review.Rung{
		{Seat: ptr("SEC"), Highest: 1, Reached: 1},
		{Seat: ptr("DUTY"), Highest: 1, Reached: 1},
		{Step: ptr("F01"), Highest: 2, Reached: 1},
		{Responder: ptr("li"), Highest: 1, Reached: 1},
	}, r.Rungs)
	require.Equal(t, 4, r.Sums.Rungs)
	again := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 2), rung(2)).tell(9, incident.KindRung, at("SEC", 0, 2), rung(1)).review()
	require.Equal(t, []review.Rung{{Seat: ptr("SEC"), Highest: 2, Reached: 2}}, again.Rungs)
}

// TestOrderAndDuplicatesChangeNothing is a property: entries may come in any order, each several times.
func TestOrderAndDuplicatesChangeNothing(t *testing.T) {
	tale := whole()
	want := tale.review()
	for seed := range uint64(200) {
		chance := rand.New(rand.NewPCG(seed, 1))
		mixed := append([]incident.Entry{}, tale.entries...)
		for range chance.IntN(len(tale.entries)) {
			mixed = append(mixed, tale.entries[chance.IntN(len(tale.entries))])
		}
		chance.Shuffle(len(mixed), func(a, b int) { mixed[a], mixed[b] = mixed[b], mixed[a] })
		require.Equal(t, want, review.Of(tale.view, mixed), "seed %d", seed)
	}
}

// TestTheOrderOfWhatHappensAtOnceChangesNoSum is a property: what happens in one moment may be written down in any order.
func TestTheOrderOfWhatHappensAtOnceChangesNoSum(t *testing.T) {
	tale := whole()
	want := tale.review().Sums
	for seed := range uint64(200) {
		chance := rand.New(rand.NewPCG(seed, 2))
		mixed := append([]incident.Entry{}, tale.entries...)
		for from := 0; from < len(mixed); {
			to := from
			for to < len(mixed) && mixed[to].At.Equal(mixed[from].At) {
				to++
			}
			moment := mixed[from:to]
			chance.Shuffle(len(moment), func(a, b int) { moment[a], moment[b] = moment[b], moment[a] })
			from = to
		}
		for k := range mixed {
			mixed[k].Seq = k + 1
		}
		require.Equal(t, want, review.Of(tale.view, mixed).Sums, "seed %d", seed)
	}
}

func TestAReviewComesBackFromItsJSON(t *testing.T) {
	for name, tale := range map[string]*tale{
		"whole": whole(), "nothing yet": fire(frozen.Real),
		"to the microsecond": fire(frozen.Real).tell(1.2345678, incident.KindPageSent, of("li")).tell(2.3456789, incident.KindPageAccepted, of("li"), due(9.87654321)),
	} {
		want := tale.review()
		text, err := json.Marshal(want)
		require.NoError(t, err, name)
		var got review.Review
		require.NoError(t, json.Unmarshal(text, &got), name)
		require.Equal(t, want, got, name)
		require.NotRegexp(t, `"(seats|steps|changes|people|contained|levels|command|alarms|rungs|holders|names)":null`, string(text), "a list is never null")
	}
}

func TestASpanIsANumberOfSeconds(t *testing.T) {
	for text, s := range map[string]review.Span{"0": 0, "0.5": *span(0.5), "90": *span(90), "3600.001": *span(3600.001)} {
		data, err := json.Marshal(s)
		require.NoError(t, err)
		require.Equal(t, text, string(data))
		var back review.Span
		require.NoError(t, json.Unmarshal(data, &back))
		require.Equal(t, s, back)
	}
	var none review.Span
	require.ErrorContains(t, json.Unmarshal([]byte(`"soon"`), &none), "number of seconds")
	for text, s := range map[string]review.Span{"0:00": 0, "0:59": *span(59.9), "12:05": *span(725), "1:02:03": *span(3723), "2d 03:04": *span(2*86400 + 3*3600 + 4*60 + 5)} {
		require.Equal(t, text, s.String())
	}
}
