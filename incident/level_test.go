package incident_test

// Stories of the response level: who is called when it rises, and who may go when it falls.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident"
	"muster/incident/frozen"
)

var levels = []frozen.Level{frozen.L1, frozen.L2, frozen.L3, frozen.L4}

// graded is a house with a seat from each level, which ann, ben, dai and eve are rostered to; boss commands.
func graded(t *testing.T) *town {
	t.Helper()
	p := plan([]frozen.Seat{asks("S4", 1), asks("S3", 1, from(frozen.L3)), asks("S2", 1, from(frozen.L2)), asks("S1", 1, from(frozen.L1), within(time.Hour))})
	p.Level = frozen.L4
	w := begin(t, declared(p, house(post("S4", "ann"), post("S3", "ben"), post("S2", "dai"), post("S1", "eve"))))
	w.trip = true
	w.to(0)
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.says("boss", "3")
	return w
}

func (w *town) level(l frozen.Level) {
	w.t.Helper()
	w.order(w.inc.SetLevel(w.now, incident.SetLevel{Level: l, By: "boss", Reason: "told so"}))
}

func openSeats(w *town) string {
	var ids []string
	for _, s := range w.inc.View(w.now).Seats {
		if s.Open && s.ID != "CMD" {
			ids = append(ids, s.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestLevelsMoveSeatsInAndOut(t *testing.T) {
	w := graded(t)
	wanted := map[frozen.Level]string{frozen.L4: "S4", frozen.L3: "S4 S3", frozen.L2: "S4 S3 S2", frozen.L1: "S4 S3 S2 S1"}
	for _, up := range []frozen.Level{frozen.L4, frozen.L3, frozen.L2, frozen.L1, frozen.L2, frozen.L3, frozen.L4} {
		w.level(up)
		require.Equal(t, wanted[up], openSeats(w))
	}
	require.Contains(t, w.last("eve"), "not needed")
}

func TestFallingLevelStandsDownWhoIsNotThereYet(t *testing.T) {
	w := graded(t)
	w.level(frozen.L1)
	w.says("eve", "1")
	w.level(frozen.L2)
	require.Empty(t, w.seat("S1").Holders)
	require.Contains(t, w.last("eve"), "Fire: level now L2, Seat S1 is not needed any more: you are released. Thank you.")
	require.Empty(t, w.bodies("boss", incident.QuestionPage))
	require.Equal(t, []string{"0s Seat S1: Eve released, not called for at L2"}, w.entries(incident.KindSeatReleased))
	w.level(frozen.L1)
	require.Equal(t, incident.PagePaging, w.pageOf("eve").State, "and may be called again")
}

func TestNobodyOnSceneIsReleasedWithoutTheCommander(t *testing.T) {
	w := graded(t)
	w.level(frozen.L2)
	w.says("ben", "3")
	w.says("dai", "3")
	w.level(frozen.L4)
	code := questionOf(w, "boss")
	require.Equal(t, []string{"Fire: level now L4. Not called for any more, but on scene: reply " + code + " 1 to release Ben, Dai; " + code + " 2 they stay"}, w.bodies("boss", incident.QuestionPage))
	require.Len(t, w.seat("S3").Holders, 1)
	w.to(time.Hour)
	require.Len(t, w.seat("S2").Holders, 1, "they stay until the commander says so")
	require.Equal(t, "Released: Ben, Dai.", w.says("boss", code+" 1"))
	require.Empty(t, w.seat("S3").Holders)
	require.Empty(t, w.seat("S2").Holders)
	require.Contains(t, w.last("ben"), "Seat S3 is not needed any more: you are released")
	require.Contains(t, w.says("boss", "9"), "Not taken back")
}

func TestCommanderKeepsThem(t *testing.T) {
	w := graded(t)
	w.level(frozen.L3)
	w.says("ben", "3")
	w.level(frozen.L4)
	require.Equal(t, "Noted: they stay.", w.says("boss", questionOf(w, "boss")+" 2"))
	require.Len(t, w.seat("S3").Holders, 1)
	require.Contains(t, w.entries(incident.KindNote), "0s Boss keeps Ben")
}

func TestRisingLevelTakesTheQuestionBack(t *testing.T) {
	w := graded(t)
	w.level(frozen.L3)
	w.says("ben", "3")
	w.level(frozen.L4)
	code := questionOf(w, "boss")
	w.level(frozen.L3)
	require.Contains(t, w.says("boss", code+" 1"), "That is closed already")
	require.Equal(t, 1, w.seat("S3").Filled)
}

func TestQuestionWhoMayGoFollowsTheCommand(t *testing.T) {
	w := graded(t)
	w.level(frozen.L3)
	w.says("ben", "3")
	w.level(frozen.L4)
	code := questionOf(w, "boss")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "CMD", Responder: "don", By: "gus"}))
	require.Contains(t, w.says("boss", code+" 1"), "closed already")
	require.Equal(t, "Released: Ben.", w.says("don", questionOf(w, "don")+" 1"))
}

func TestQuestionWhoMayGoEndsWithTheResponse(t *testing.T) {
	w := graded(t)
	w.level(frozen.L3)
	w.says("ben", "3")
	w.level(frozen.L4)
	code := questionOf(w, "boss")
	w.order(w.inc.StandDown(w.now, incident.StandDown{Outcome: frozen.Handled, By: "gus"}))
	require.NotContains(t, w.says("boss", code+" 1"), "Released")
}

func TestWhoHoldsAnotherSeatStaysAsTheyAre(t *testing.T) {
	p := plan([]frozen.Seat{asks("S4", 1, with("S3")), asks("S3", 1, from(frozen.L3))})
	w := begin(t, declared(p, house(post("S4", "ann"), post("S3", "ann"))))
	w.to(0)
	w.says("ann", "3")
	w.level(frozen.L4)
	require.Empty(t, w.entries(incident.KindAsked), "nobody is idle")
	require.Equal(t, 1, w.seat("S4").Filled)
}

func TestOlderIncidentsReleaseNobody(t *testing.T) {
	p := plan([]frozen.Seat{asks("S3", 1, from(frozen.L3), within(time.Hour))})
	w := begin(t, under(declared(p, house(post("S3", "ann"))), 2))
	w.to(0)
	w.says("ann", "1")
	w.level(frozen.L4)
	require.Len(t, w.seat("S3").Holders, 1)
}

// TestNoSeatIsWantedThatTheLevelDoesNotReach: whatever the levels do and whoever answers, the seats that are called for are
// those of the level, and who is on scene leaves by the commander's word alone.
func TestNoSeatIsWantedThatTheLevelDoesNotReach(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := graded(t)
		there := map[string]string{}
		for k := range rapid.IntRange(1, 12).Draw(r, "moves") {
			w.level(rapid.SampledFrom(levels).Draw(r, fmt.Sprint("level ", k)))
			who := rapid.SampledFrom([]string{"ann", "ben", "dai", "eve"}).Draw(r, fmt.Sprint("who ", k))
			w.says(who, rapid.SampledFrom([]string{"1", "3", "2 10"}).Draw(r, fmt.Sprint("says ", k)))
			for _, s := range w.inc.State.Seats {
				if s.ID == "CMD" {
					continue
				}
				require.Equal(r, s.Wanted, w.inc.State.Level.Reaches(w.planSeat(s.ID).FromLevel), s.ID)
				if before := there[s.ID]; before != "" {
					require.NotEmpty(r, s.Holders, "%s has gone from %s", before, s.ID)
				}
				for _, h := range s.Holders {
					require.True(r, s.Wanted || h.State == incident.HolderOnScene, "%s is on the way to %s", h.Responder, s.ID)
					if h.State == incident.HolderOnScene {
						there[s.ID] = h.Responder
					}
				}
			}
		}
	})
}
