package incident_test

// Stories of command: who has it, who takes it, and who hears what nobody else answers.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// commanded is a plan whose command and its deputy are asked for at once.
func commanded() frozen.Plan {
	p := plan([]frozen.Seat{asks("SEC", 1, with("CMD")), asks("DEP", 1, within(2*time.Minute))})
	p.Level = frozen.L1
	p.Seats[2] = asks("CMD", 2, within(2*time.Minute))
	return p
}

// commandHouse has boss and ida for the command and don as deputy.
func commandHouse() frozen.Site {
	s := house(post("SEC", "ann"), post("DEP", "don"), post("CMD", "ida"))
	return s
}

func inCommand(w *town) string {
	if c := w.inc.View(w.now).Commander; c != nil {
		return *c
	}
	return ""
}

func TestFirstWhoAcceptsTheCommandHasIt(t *testing.T) {
	w := begin(t, declared(commanded(), commandHouse()))
	w.to(time.Second)
	require.Empty(t, inCommand(w))
	w.says("ann", "1")
	require.Empty(t, inCommand(w), "security does not command")
	w.says("boss", "1")
	require.Equal(t, "boss", inCommand(w))
	w.says("ida", "1")
	w.says("don", "1")
	require.Equal(t, "boss", inCommand(w))
	require.Equal(t, []string{"1s Boss is in command"}, w.entries(incident.KindCommand))
}

func TestDeputyCommandsUntilTheCommanderAccepts(t *testing.T) {
	w := begin(t, declared(commanded(), commandHouse()))
	w.to(time.Second)
	w.says("don", "1")
	require.Equal(t, "don", inCommand(w))
	w.to(2 * time.Second)
	w.says("boss", "1")
	require.Equal(t, "boss", inCommand(w))
	require.Equal(t, []string{"1s Don is in command", "2s Boss is in command"}, w.entries(incident.KindCommand))
}

func TestCommandPassesOnWhenItsHolderLeaves(t *testing.T) {
	w := begin(t, declared(commanded(), commandHouse()))
	w.to(0)
	for _, id := range []string{"don", "ida", "boss"} {
		w.says(id, "3")
	}
	require.Equal(t, "ida", inCommand(w))
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "boss", By: "gus"}))
	require.Equal(t, "ida", inCommand(w), "the other's leaving changes nothing")
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "CMD", Responder: "ida", By: "gus"}))
	require.Equal(t, "don", inCommand(w))
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "DEP", Responder: "don", By: "gus"}))
	require.Empty(t, inCommand(w))
}

func TestLeavingAnotherSeatKeepsTheCommand(t *testing.T) {
	w := begin(t, declared(commanded(), commandHouse()))
	w.to(0)
	w.says("boss", "3")
	w.order(w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: "SEC", Responder: "boss", By: "gus"}))
	w.order(w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: "SEC", Responder: "boss", By: "gus"}))
	require.Equal(t, "boss", inCommand(w))
	require.Len(t, w.entries(incident.KindCommand), 1)
}

func TestCommanderWhoBreaksThePromiseIsSucceeded(t *testing.T) {
	w := begin(t, declared(commanded(), commandHouse()))
	w.to(0)
	w.says("ida", "1")
	w.to(3 * time.Minute)
	require.Equal(t, incident.HolderLate, w.seat("CMD").Holders[0].State)
	w.says("boss", "3")
	require.Equal(t, "boss", inCommand(w))
}

func TestWhoHearsOfDanger(t *testing.T) {
	for _, story := range []struct {
		name  string
		do    func(w *town)
		heard []string
	}{
		{"those rostered to command", func(*town) {}, []string{"ida", "boss"}},
		{"the deputy who has accepted", func(w *town) { w.says("don", "3") }, []string{"don"}},
		{"the commander who has accepted", func(w *town) { w.says("don", "3"); w.says("boss", "3") }, []string{"boss"}},
		{"those rostered, if the commander cannot be reached", func(w *town) {
			w.says("boss", "3")
			w.says("boss", "STOP")
		}, []string{"ida"}},
		{"the deputies rostered, if no commander can be reached", func(w *town) {
			w.says("boss", "STOP")
			w.says("ida", "STOP")
		}, []string{"don"}},
		{"the company, if nobody else can be reached", func(w *town) {
			for _, id := range []string{"boss", "ida", "don"} {
				w.says(id, "STOP")
			}
		}, []string{"coy", "may"}},
	} {
		t.Run(story.name, func(t *testing.T) {
			w := begin(t, declared(commanded(), commandHouse()))
			w.to(0)
			story.do(w)
			w.to(time.Second)
			w.says("ann", "7")
			var heard []string
			for _, p := range w.inc.State.Pages {
				for _, a := range p.About {
					if a.Kind == incident.AboutDanger {
						heard = append(heard, p.Responder)
					}
				}
			}
			require.ElementsMatch(t, story.heard, heard)
		})
	}
}

func TestCompanyThatCannotBeReachedIsPassedOver(t *testing.T) {
	ladder := climbs(
		frozen.Rung{Page: []frozen.Selector{frozen.Company}},
		frozen.Rung{At: time.Minute, Page: []frozen.Selector{frozen.Substitutes}},
		frozen.Rung{At: time.Hour, Page: []frozen.Selector{frozen.Company}, Repeat: time.Hour})
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1, ladder), asks("MED", 1, from(frozen.L1))}), house(post("", "ann"))))
	w.fate = func(s incident.Send) incident.Result {
		if s.To == w.phone("coy") || s.To == w.phone("may") {
			return incident.Result{Fate: incident.FateFailed, Failure: incident.FailRecipient}
		}
		return incident.Result{Fate: incident.FateSent}
	}
	w.to(time.Second)
	require.Equal(t, "0s ann", w.calls()[0], "the next rung comes at once")
}
