package watchdog_test

// What has been said is kept, called off, said once by several, and reaches whoever can be reached.

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
	"muster/incident/sms"
	"muster/incident/words"
	"muster/watchdog"
)

// It died between telling and noting that it had: whoever comes next has to call the alarm off.
func TestAnAlarmIsCalledOffAlsoByWhoDoesNotKnowThatItWasSaid(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").err = watchdog.ErrStuck
	h.pass(time.Minute, h.watch(func(o *watchdog.Options) { o.Memory = dying{h} }))
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
	h.engine["inc-1"].err = nil
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{1, 1}, h.alarms(hill))
}

// dying is the memory of a watchdog that dies as soon as it has said something.
type dying struct{ *house }

func (d dying) Save(data []byte) error {
	if d.alarms(hill)[0] > 0 {
		return errors.New("dead")
	}
	return d.house.Save(data)
}

func TestAnAlarmThatNeverLeftIsNotCalledOff(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").err = watchdog.ErrStuck
	h.network.SetFaults(sim.Faults{Chances: []sim.Chance{{Fault: sim.BadGateway, Share: 1}}})
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{0, 0}, h.alarms(hill))
	h.network.SetFaults(sim.Faults{})
	h.engine["inc-1"].err = nil
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{0, 0}, h.alarms(hill))
}

func TestWhatWasSaidSurvivesARestartAndALostFile(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").err = watchdog.ErrStuck
	h.pass(time.Minute, h.watch())
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{1, 0}, h.alarms(hill), "the file knows")
	h.memory = nil
	dog := h.watch()
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(hill), "the carrier knows")
	h.memory = []byte("{")
	dog = h.watch()
	h.engine["inc-1"].err = nil
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
	h.engine["inc-1"].err = watchdog.ErrStuck
	h.engine["inc-1"].task.Events++
	h.pass(8*time.Minute, dog)
	require.Equal(t, [2]int{2, 0}, h.alarms(hill), "ten minutes after it was said first")
	h.engine["inc-1"].err = nil
	h.pass(time.Minute, h.watch())
	require.Equal(t, [2]int{2, 1}, h.alarms(hill), "another process says that it is over")
}

func TestLooksThatLieApartByARestartSayNothingTogether(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").err = watchdog.ErrStuck
	h.pass(5*time.Second, h.watch())
	h.pass(time.Minute)
	h.pass(5*time.Second, h.watch())
	require.Empty(t, h.network.Ledger())
}

func TestARoundThatIsCutOffFindsNothing(t *testing.T) {
	h := newHouse(t)
	dog := h.watch()
	h.away, h.dead = context.Canceled, context.Canceled
	ended, end := context.WithCancel(t.Context())
	end()
	for range 20 {
		h.pass(5 * time.Second)
		dog.Round(ended)
	}
	require.Empty(t, h.network.Ledger())
	_, looked := dog.Open()
	require.Zero(t, looked)
}

func TestADiskThatIsFullKeepsNothingFromBeingSaidOnce(t *testing.T) {
	h := newHouse(t)
	h.full = errors.New("no space left")
	h.runs("inc-1", "hill").err = watchdog.ErrStuck
	h.pass(5*time.Minute, h.watch())
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
}

func TestTwoWatchdogsSayAThingOnce(t *testing.T) {
	h := newHouse(t)
	own := func(o *watchdog.Options) { o.Memory = &drawer{} }
	one, two := h.watch(own), h.watch(own)
	l := h.runs("inc-1", "hill")
	l.err = watchdog.ErrStuck
	h.pass(11*time.Minute, one, two)
	require.Equal(t, [2]int{2, 0}, h.alarms(hill))
	l.err, l.task.Events = nil, 9
	h.pass(time.Minute, one, two)
	require.Equal(t, [2]int{2, 1}, h.alarms(hill))
	l.err, l.task.Events = watchdog.ErrStuck, 12
	h.pass(time.Minute, one, two)
	require.Equal(t, [2]int{3, 1}, h.alarms(hill), "it is wrong again, and that is said at once")
}

// drawer is a memory of one's own.
type drawer struct{ data []byte }

func (d *drawer) Load() ([]byte, error)  { return d.data, nil }
func (d *drawer) Save(data []byte) error { d.data = data; return nil }

func TestACarrierThatFailsIsTriedAgainAndWhatItTookIsNotSentTwice(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").err = watchdog.ErrStuck
	dog := h.watch(func(o *watchdog.Options) { o.Operator = nil })
	h.network.SetFaults(sim.Faults{Next: []sim.Fault{sim.ServerError, sim.BadGateway, sim.BadGatewayTaken, sim.Lost}})
	h.pass(time.Minute, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
}

func TestWhoCannotBeToldIsNotTriedEveryFewSeconds(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill").err = watchdog.ErrStuck
	h.network.SetHabit(hill, sim.OptsOut(0))
	dog := h.watch()
	h.pass(15*time.Minute, dog)
	require.LessOrEqual(t, h.network.Posts(), 10)
	require.Equal(t, 2, h.alarms(operator)[0])
}

func TestWhatRecursAndDoesNotBeginIsTold(t *testing.T) {
	h := newHouse(t)
	drill := words.Text{EN: "Monthly fire drill", ZH: "月度消防演练"}
	h.firings = []watchdog.Firing{{Schedule: "drill-1", Site: "lake", Title: drill, DueAt: three, Missed: true}}
	dog := h.watch()
	h.pass(15*time.Second, dog)
	require.Contains(t, h.heard(operator)[0], "Monthly fire drill, Lake House: due at 03:00, did NOT begin.")
	require.Contains(t, h.heard(operator)[0], "湖居月度消防演练：应于03:00开始，未启动")
	require.Empty(t, h.heard(lake), "a drill alarms no company")
	h.firings = nil
	h.pass(10*time.Second, dog)
	require.Equal(t, [2]int{1, 1}, h.alarms(operator))
	require.Contains(t, h.heard(operator)[1], "not waited for any more", "it does not say that it began")
}

func TestEveryTextTakesTwoPartsInBothLanguages(t *testing.T) {
	long := words.Text{EN: "The Grand Riverside Gardens and Towers of Upper Pudong", ZH: "上浦东滨江花园"}
	for _, kind := range []watchdog.Kind{watchdog.Stuck, "stuck report", "stuck notice", "carrier account", "carrier queue-full", "carrier filtered", watchdog.Overdue, watchdog.EngineAway, watchdog.DatabaseOut, watchdog.ShadowLags, watchdog.NotBegun} {
		for _, drill := range []bool{false, true} {
			name, what, _ := strings.Cut(string(kind), " ")
			trouble := words.Trouble{Kind: name, What: what, Since: "03:12", Code: "abcdef", Drill: drill, Again: 12}
			if name != "carrier" && kind != watchdog.EngineAway && kind != watchdog.DatabaseOut {
				trouble.Title, trouble.Site, trouble.More = words.Text{EN: "Lift entrapment", ZH: "电梯困人"}, long, 12
			}
			for _, text := range []string{words.Alarm(trouble), words.AllClear(trouble)} {
				require.LessOrEqual(t, sms.Measure(text).Parts, 2, text)
				require.Len(t, strings.Split(text, "\n"), 2, text)
				require.NotContains(t, text, "something is wrong", kind)
			}
		}
	}
}
