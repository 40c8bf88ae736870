package review_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/review"
)

func TestEachSeatIsSetAgainstItsNeed(t *testing.T) {
	tale := fire(frozen.Real)
	tale.tell(0, incident.KindRung, at("SEC", 0, 2), rung(1)).tell(30, incident.KindRung, at("SEC", 0, 2), rung(2))
	tale.tell(40, incident.KindPageAccepted, of("li"), taking("SEC"))
	short := tale.seat("SEC")
	require.Equal(t, review.SeatShort, short.Verdict)
	require.Equal(t, 1, short.Have)
	require.Nil(t, short.Took)
	require.Equal(t, 2, short.Rung)
	tale.tell(50, incident.KindPageAccepted, of("wu"), taking("SEC", "DUTY")).tell(50, incident.KindSeatFilled, at("SEC", 2, 2))
	filled := tale.seat("SEC")
	require.Equal(t, review.Seat{
		ID: "SEC", Title: review.Text{EN: "Security", ZH: "安全警戒组"}, Verdict: review.SeatFilled, Needs: 2, Have: 2, Rung: 2,
		OpenedAt: ptr(incident.Time(opening)), FilledAt: ptr(incident.Time(opening.Add(seconds(50)))), Took: span(50),
		Holders: []string{"li", "wu"}, Names: []string{"Li Hua", "Wu Di"},
	}, filled)
	require.Equal(t, review.SeatNotAsked, tale.seat("LOG").Verdict)
	tale.tell(60, incident.KindRung, at("SEC", 2, 2), rung(1)).tell(70, incident.KindSeatFilled, at("SEC", 2, 2))
	require.Equal(t, span(50), tale.seat("SEC").Took, "the first time counts")
	require.Equal(t, review.SeatSums{Asked: 1, Filled: 1}, tale.review().Sums.Seats)
}

func TestWhoDropsOutOrDoesNotComeLeavesAGap(t *testing.T) {
	for name, row := range map[string]struct {
		tell func(t *tale)
		have int
	}{
		"came":              {func(t *tale) { t.tell(90, incident.KindPageOnScene, of("li")) }, 1},
		"gave it back":      {func(t *tale) { t.tell(90, incident.KindSeatReopened, of("li"), by("li"), at("SEC", 0, 0)) }, 0},
		"did not come":      {func(t *tale) { t.tell(90, incident.KindSeatReopened, of("li"), at("SEC", 0, 0)) }, 0},
		"gave another back": {func(t *tale) { t.tell(90, incident.KindSeatReopened, of("li"), by("li"), at("DUTY", 0, 0)) }, 1},
		"came late": {func(t *tale) {
			t.tell(90, incident.KindSeatReopened, of("li"), at("SEC", 0, 0)).tell(99, incident.KindPageOnScene, of("li"))
		}, 1},
		"promised anew": {func(t *tale) {
			t.tell(90, incident.KindSeatReopened, of("li"), at("SEC", 0, 0)).tell(99, incident.KindPageAccepted, func(e *incident.Entry) { e.Responder = "li" }, due(200))
		}, 1},
		"accepted anew": {func(t *tale) {
			t.tell(90, incident.KindSeatReopened, of("li"), by("li"), at("SEC", 0, 0)).tell(99, incident.KindPageAccepted, of("li"), taking("SEC"))
		}, 1},
		"gone, and then there": {func(t *tale) {
			t.tell(90, incident.KindSeatReopened, of("li"), by("li"), at("SEC", 0, 0)).tell(99, incident.KindPageOnScene, of("li"))
		}, 0},
		"was relieved":           {func(t *tale) { t.tell(90, incident.KindRelieved, of("li"), at("SEC", 0, 0)) }, 0},
		"was relieved elsewhere": {func(t *tale) { t.tell(90, incident.KindRelieved, of("li"), at("DUTY", 0, 0)) }, 1},
		"was assigned too":       {func(t *tale) { t.tell(90, incident.KindSeatAssigned, of("wu"), by("he"), at("SEC", 0, 0)) }, 2},
		"went home at the end": {func(t *tale) {
			t.end(100, 200).tell(150, incident.KindSeatReopened, of("li"), by("li"), at("SEC", 0, 0))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			tale := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 1), rung(1)).tell(40, incident.KindPageAccepted, of("li"), taking("SEC"))
			row.tell(tale)
			require.Equal(t, row.have, tale.seat("SEC").Have)
		})
	}
	twice := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 1), rung(1)).tell(40, incident.KindPageAccepted, of("li"), taking("SEC")).
		tell(50, incident.KindSeatReopened, of("li"), at("SEC", 0, 0)).tell(60, incident.KindPageAccepted, of("li"), taking("SEC")).seat("SEC")
	require.Equal(t, []string{"li"}, twice.Holders, "each person once")
	require.Equal(t, 1, twice.Reopened)
}

func TestASeatThatOpensWithItsPeopleIsFilledAtOnce(t *testing.T) {
	s := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 2), rung(1)).tell(60, incident.KindSeatOpened, at("LOG", 1, 1)).seat("LOG")
	require.Equal(t, span(0), s.Took)
	s = fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 2), rung(1)).tell(60, incident.KindSeatOpened, at("LOG", 0, 1)).seat("LOG")
	require.Nil(t, s.Took)
	require.Equal(t, incident.Time(opening.Add(seconds(60))), *s.OpenedAt)
}

func TestASeatIsHeldAgainstWhatItNeedsAtThatHour(t *testing.T) {
	for name, row := range map[string]struct {
		have, need int
		verdict    review.SeatVerdict
	}{
		"more by day":     {1, 2, review.SeatShort},
		"fewer by night":  {1, 1, review.SeatFilled},
		"nobody by night": {1, 0, review.SeatNotAsked},
	} {
		tale := fire(frozen.Real).tell(0, incident.KindRung, at("SEC", 0, 1), rung(1)).tell(20, incident.KindPageAccepted, of("li"), taking("SEC"))
		s := tale.tell(60, incident.KindSeatNeeds, at("SEC", row.have, row.need)).seat("SEC")
		require.Equal(t, []any{row.verdict, row.need, 0}, []any{s.Verdict, s.Needs, s.Reopened}, name)
	}
}

func TestEachPersonsAnswerAndItsTime(t *testing.T) {
	for name, row := range map[string]struct {
		tell   func(t *tale)
		answer review.Answer
		took   *review.Span
	}{
		"silent":    {func(*tale) {}, review.Silent, nil},
		"only seen": {func(t *tale) { t.tell(20, incident.KindPageSeen, of("li")) }, review.SeenOnly, nil},
		"no longer needed": {func(t *tale) {
			t.tell(20, incident.KindPageSeen, of("li")).tell(25, incident.KindPageStoodDown, of("li"))
		}, review.NotNeeded, nil},
		"out of reach": {func(t *tale) {
			t.tell(20, incident.KindUnreachable, of("li")).tell(25, incident.KindPageStoodDown, of("li"))
		}, review.Unreachable, nil},
		"declined": {func(t *tale) { t.tell(20, incident.KindPageDeclined, of("li")) }, review.Declined, span(10)},
		"cannot do a step": {func(t *tale) {
			t.tell(20, incident.KindPageDeclined, func(e *incident.Entry) { e.Responder, e.Step = "li", "F01" })
		}, review.SeenOnly, nil},
		"accepted": {func(t *tale) { t.tell(25, incident.KindPageAccepted, of("li")) }, review.Accepted, span(15)},
		"accepted after declining": {func(t *tale) {
			t.tell(20, incident.KindPageDeclined, of("li")).tell(50, incident.KindPageAccepted, of("li"))
		}, review.Accepted, span(40)},
		"accepted, then out of reach": {func(t *tale) {
			t.tell(25, incident.KindPageAccepted, of("li")).tell(26, incident.KindUnreachable, of("li"))
		}, review.Accepted, span(15)},
		"accepted what came a 2nd time": {func(t *tale) {
			t.tell(40, incident.KindPageSent, of("li")).tell(45, incident.KindPageAccepted, of("li")).tell(90, incident.KindPageAccepted, of("li"))
		}, review.Accepted, span(35)},
	} {
		t.Run(name, func(t *testing.T) {
			tale := fire(frozen.Real).tell(10, incident.KindPageSent, of("li"), taking("SEC"))
			row.tell(tale)
			p := tale.person("li")
			require.Equal(t, row.answer, p.Answer)
			require.Equal(t, row.took, p.Took)
		})
	}
}

func TestAPersonsRow(t *testing.T) {
	tale := fire(frozen.Real).tell(10, incident.KindPageSent, of("li")).tell(12, incident.KindPageSent, of("li"))
	tale.tell(15, incident.KindPageSeen, of("li")).tell(20, incident.KindPageAccepted, of("li"), taking("SEC"), due(100)).tell(30, incident.KindPageAccepted, of("li"), due(130))
	tale.tell(131, incident.KindPromiseMissed, of("li")).tell(140, incident.KindPageOnScene, of("li")).tell(150, incident.KindPageOnScene, of("li"))
	tale.tell(160, incident.KindStepDone, about("F01"), by("li")).tell(170, incident.KindUnreachable, of("li"), value("filtered")).tell(180, incident.KindSeatReopened, of("li"), by("li"))
	at := func(s float64) *review.Time { return ptr(incident.Time(opening.Add(seconds(s)))) }
	require.Equal(t, review.Person{
		Responder: "li", Name: "Li Hua", Answer: review.Accepted, Calls: 2, CalledAt: at(10), SeenAt: at(15), AnsweredAt: at(20), Took: span(10),
		PromisedAt: at(130), ArrivedAt: at(140), ArrivedAfter: span(140), Missed: 1, Left: 1, Steps: 1, Failure: ptr("filtered"),
	}, tale.person("li"))
	radio := fire(frozen.Real).tell(20, incident.KindPageAccepted, of("wu"), value("on_scene"))
	require.Equal(t, review.Person{
		Responder: "wu", Name: "Wu Di", Answer: review.Accepted, SeenAt: at(20), AnsweredAt: at(20), ArrivedAt: at(20), ArrivedAfter: span(20),
	}, radio.person("wu"))
	require.Equal(t, 0, radio.review().Sums.People.Called)
	require.Empty(t, fire(frozen.Real).tell(5, incident.KindNoteSent, of("ma")).tell(6, incident.KindStepDone, about("F01"), by("desk")).review().People, "whoever was only told was not called")
}

func TestPeopleAreSummedUp(t *testing.T) {
	tale := whole()
	require.Equal(t, review.PeopleSums{Called: 3, Accepted: 2, Declined: 1, Arrived: 1, Median: span(11.5), Slowest: span(12.5)}, tale.review().Sums.People)
	tale.tell(510, incident.KindPageSent, of("ma")).tell(510, incident.KindPageSent, of("x")).tell(510, incident.KindPageSent, of("y")).tell(510, incident.KindPageSent, of("z"))
	tale.tell(511, incident.KindPageSeen, of("x")).tell(511, incident.KindPageStoodDown, of("y"))
	sums := tale.review().Sums.People
	require.Equal(t, review.PeopleSums{
		Called: 7, Accepted: 2, Declined: 1, Unreachable: 1, NotNeeded: 1, Seen: 1, Silent: 1, Arrived: 1, Median: span(11.5), Slowest: span(12.5),
	}, sums)
	none := fire(frozen.Real).review().Sums.People
	require.Nil(t, none.Median)
	require.Nil(t, none.Slowest)
}
