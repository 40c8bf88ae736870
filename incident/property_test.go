package incident_test

// A property: whatever people, desk and network do, the incident stays in order (invariants_test.go), and nobody who could
// be called is forgotten.

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/cond"
	"muster/incident/frozen"
)

// busy is a plan with something of everything.
func busy() frozen.Plan {
	p := telling(
		does("A1", "CTRL", in(frozen.Alarm), wants(choice("true", "false")), target(2*time.Minute), late(frozen.Late{At: 2 * time.Minute, Assume: "true"})),
		does("S1", "SEC", after("A1"), everyone, target(100*time.Second), late(defaults()...), notifies("N2", frozen.AtOpen)),
		does("S2", "ELEC", after("A1"), calls("brigade", "B", true), when("steps.A1.value", cond.OpEq, "true")),
		does("S3", "SEC", after("S2"), wants(number()), func(s *frozen.Step) {
			s.Repeat = &frozen.Repeat{Every: 3 * time.Minute, Until: &cond.Expr{Op: cond.OpVar, Name: "facts.out"}}
		}),
		does("S4", "MED", onDemand), does("S5", "MED", after("S1"), target(time.Minute), late(frozen.Late{At: time.Minute, Open: "S4"}, frozen.Late{At: 2 * time.Minute, Level: frozen.L2})),
		does("R1", "CTRL", in(frozen.Recovery), gate), does("R2", "SEC", in(frozen.Recovery), only(frozen.FalseAlarm), after("R1")),
	)
	p.Command.SilentAfter = 3 * time.Minute
	p.Steps = append(p.Steps, does("R3", "SEC", in(frozen.Recovery), working, target(100*time.Second), late(defaults()...)))
	p.Facts = append(p.Facts, frozen.Fact{ID: "out", Type: frozen.FactBool, Title: both("Out")})
	p.Raises = []frozen.Raise{{When: whenExpr("steps.A1.value", "true"), To: frozen.L2}}
	p.Seats = []frozen.Seat{
		asks("CTRL", 1, with("SEC"), within(time.Minute)), asks("ELEC", 1, licence("elec")), asks("SEC", 2, spare(1), within(3*time.Minute)),
		asks("MED", 1), asks("LOG", 1, from(frozen.L2)), asks("DEP", 1, from(frozen.L2)), command(),
	}
	return p
}

func busyHouse() frozen.Site {
	s := house(post("CTRL", "ann", "ben"), post("SEC", "cao", "dai", "ann"), post("ELEC", "eve"), post("MED", "fay", "gus"), post("LOG", "ida"), post("DEP", "don"), post("", "hal"))
	return grouped(skilled(s, "elec", "eve", "hal", "dai"), "cao", "dai", "fay")
}

// sayings are what people text, sense and nonsense.
var sayings = []string{"1", "1", "1", "2 3", "3", "3", "4", "4 1", "4 7", "5", "5", "6", "7", "8", "9", "0", "ok", "收到", "28", "STOP", "START", "打错了", "到了", "Liked “x”", "是"}

// meddle is what a desk does, at random.
func (w *town) meddle(r *rand.Rand) {
	who, any := people[r.IntN(len(people))], func(list ...string) string { return list[r.IntN(len(list))] }
	step := any("A1", "S1", "S2", "S3", "S4", "S5", "R1", "R2", "END")
	seat := any("CTRL", "SEC", "ELEC", "MED", "LOG", "DEP", "CMD")
	outcome := []frozen.Outcome{frozen.Handled, frozen.FalseAlarm, frozen.HandedOver}[r.IntN(3)]
	orders := []func() error{
		func() error { return w.inc.StartStep(w.now, incident.StartStep{Step: step, By: who}) },
		func() error {
			return w.inc.FinishStep(w.now, incident.FinishStep{Step: step, By: who, Value: any("", "true", "3")})
		},
		func() error { return w.inc.SkipStep(w.now, incident.SkipStep{Step: step, By: who}) },
		func() error { return w.inc.ReassignStep(w.now, incident.ReassignStep{Step: step, By: "gus", To: who}) },
		func() error {
			return w.inc.ExtendStep(w.now, incident.ExtendStep{Step: step, By: "gus", Until: w.now.Add(time.Minute)})
		},
		func() error {
			return w.inc.StateFact(w.now, incident.StateFact{Name: "out", Value: any("true", "false"), By: who})
		},
		func() error {
			return w.inc.SetLevel(w.now, incident.SetLevel{Level: frozen.Level(any("L1", "L2", "L3", "L4")), By: who})
		},
		func() error {
			return w.inc.AssignSeat(w.now, incident.AssignSeat{Seat: seat, Responder: who, By: "gus"})
		},
		func() error {
			return w.inc.ReleaseSeat(w.now, incident.ReleaseSeat{Seat: seat, Responder: who, By: "gus"})
		},
		func() error { return w.inc.Escalate(w.now, incident.Escalate{Seat: any("", seat), By: "gus"}) },
		func() error {
			return w.inc.AddStep(w.now, incident.AddStep{Title: "more", Seat: seat, Target: time.Duration(r.IntN(3)) * time.Minute, By: who})
		},
		func() error { return w.inc.Questioned(w.now, incident.SetLevel{By: who}) },
		func() error { return w.inc.ResumeDrill(w.now, incident.ResumeDrill{By: "gus"}) },
	}
	if r.IntN(30) == 0 {
		orders = []func() error{func() error { return w.inc.StandDown(w.now, incident.StandDown{Outcome: outcome, By: "gus"}) }}
	}
	_ = orders[r.IntN(len(orders))]() // a refusal changes nothing, which the invariants see
	w.settle()
}

// network answers a send at random, mostly well.
func network(r *rand.Rand, w *town) func(incident.Send) incident.Result {
	return func(s incident.Send) incident.Result {
		switch r.IntN(12) {
		case 0:
			return incident.Result{Fate: incident.FateUnknown}
		case 1:
			w.takeIn(s)
			return incident.Result{Fate: incident.FateUnknown}
		case 2:
			return incident.Result{Fate: incident.FateNotStarted, After: time.Duration(1+r.IntN(20)) * time.Second, Why: "rate"}
		case 3:
			return incident.Result{Fate: incident.FateFailed, Failure: []incident.Failure{incident.FailUnreachable, incident.FailFiltered, incident.FailRecipient}[r.IntN(3)]}
		}
		return incident.Result{Fate: incident.FateSent}
	}
}

// live lets a while pass in which everybody does something now and then.
func (w *town) live(r *rand.Rand, while time.Duration) {
	w.fate = network(r, w)
	for w.passed() < while && !w.inc.Ended() {
		w.to(w.passed() + time.Duration(r.IntN(30))*time.Second)
		switch r.IntN(5) {
		case 0:
			w.meddle(r)
		case 1:
			if len(w.sent) > 0 {
				m := w.sent[r.IntN(len(w.sent))]
				w.inc.Delivered(w.now, []incident.Receipt{{Page: m.page, Attempt: m.n, CarrierID: w.ledger[key(m.page, m.n)], State: []incident.AttemptState{
					incident.AttemptDelivered, incident.AttemptSent, incident.AttemptUndelivered,
				}[r.IntN(3)], Failure: incident.FailUnreachable}})
				w.settle()
			}
		default:
			who := people[r.IntN(len(people))]
			w.says(who, sayings[r.IntN(len(sayings))])
		}
	}
}

func TestSeedsIncidentStaysInOrderWhateverHappens(t *testing.T) {
	for seed := range seeds(t, 4) {
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(seed), 1))
			in := declared(busy(), busyHouse())
			if seed%2 == 1 {
				in = practised(busy(), busyHouse())
			}
			w := begin(t, in)
			w.trip = true
			w.live(r, 20*time.Minute)
			w.fate = nil
			if !w.inc.Ended() {
				w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "gus"}))
			}
			w.to(w.passed() + 3*time.Hour) // of its notices nothing is heard here
			require.True(t, w.inc.Quiet(), "an incident that has ended owes nothing after a while")
			for _, s := range w.inc.View(w.now).Steps {
				require.Contains(t, []incident.StepState{incident.StepDone, incident.StepSkipped}, s.State, s.ID)
				require.True(t, s.State == incident.StepDone || *s.Reason != "")
			}
		})
	}
}

// seeds is how many random stories are told: MUSTER_SEEDS, or a few.
func seeds(t *testing.T, few int) int {
	t.Helper()
	if text := os.Getenv("MUSTER_SEEDS"); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		return n
	}
	if testing.Short() {
		few /= 3
	}
	return few
}

func TestSilenceKeepsTheIncidentOpenAndTheCompanyCalled(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(3 * time.Hour)
	require.Equal(t, incident.Open, w.inc.State.Lifecycle)
	require.Equal(t, 3*60-4, w.pageOf("coy").Made, "from the fifth minute on, every minute")
}
