package watchdog_test

// What the carrier refuses: the account, the number, the texts. Only the operator can mend that.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
	"muster/carrier/sim"
	"muster/watchdog"
)

// hears gives a watchdog a line.
func hears(l *watchdog.Line) func(*watchdog.Options) {
	return func(o *watchdog.Options) { o.Line = l }
}

func TestWhatTheCarrierRefusesIsToldOnceAndThatItIsOverToo(t *testing.T) {
	for class, row := range map[carrier.Class]struct {
		code      int
		said, end string
	}{
		carrier.Account: {
			30034, `carrier refuses our account or number since 11:00\. Mend it there\.\n运营商11:00起拒绝本账户或号码，请处理`,
			"the carrier has not refused our account or number again.",
		},
		carrier.Route: {
			21612, `carrier has no way from our number to some phones since 11:00\. Mend it there\.\n运营商11:00起无法将本号码短信送达部分手机，请处理`,
			"the carrier has not again lacked a way to a phone.",
		},
		carrier.QueueFull: {
			30023, `carrier's queue for our number is full since 11:00\. Texts come late\.\n运营商队列11:00起已满，短信延迟`,
			"the carrier's queue has not been full again.",
		},
		carrier.Filtered: {
			30007, `network filters our texts since 11:00: ask the carrier\.\n11:00起有短信被网络拦截，请联系运营商`,
			"no more texts were filtered.",
		},
	} {
		t.Run(string(class), func(t *testing.T) {
			h := newHouse(t)
			line := watchdog.NewLine(h.time)
			dog := h.watch(hears(line))
			h.pass(time.Minute, dog)
			require.Empty(t, h.network.Ledger())
			h.now = three.Add(10 * time.Second)
			line.Receipt(undelivered(30003))
			line.Receipt(undelivered(row.code))
			h.pass(20*time.Second, dog)
			require.Equal(t, [2]int{1, 0}, h.alarms(operator))
			require.Regexp(t, "^Muster ALARM: "+row.said+` \[[0-9a-f]{6}\]$`, h.heard(operator)[0])
			require.Empty(t, h.heard(hill), "no incident runs there")
			open, _ := dog.Open()
			require.Len(t, open, 1)
			require.Equal(t, watchdog.CarrierRefuses, open[0].Kind)
			require.Equal(t, three.Add(10*time.Second), open[0].Since)
			require.Equal(t, class, line.Complaints()[0].Class)

			h.pass(5*time.Minute, dog)
			line.Note(class)
			h.pass(8*time.Minute, dog)
			require.Equal(t, [2]int{2, 0}, h.alarms(operator), "it lasts")
			h.pass(2*time.Minute, dog)
			require.Equal(t, [2]int{2, 1}, h.alarms(operator))
			require.Contains(t, h.heard(operator)[2], "Muster ALL CLEAR: "+row.end)
			require.Empty(t, line.Complaints())
			h.pass(time.Hour, dog)
			require.Len(t, h.heard(operator), 3)
		})
	}
}

func undelivered(code int) carrier.Receipt {
	return carrier.Receipt{Tag: carrier.Tag{Incident: "inc-1"}, Status: carrier.Undelivered, Code: code}
}

func TestOfReceiptsOnlyFailuresCountAndThoseOfCallsToo(t *testing.T) {
	line := watchdog.NewLine(time.Now)
	own := undelivered(30007)
	own.Tag = carrier.Tag{}
	line.Receipt(own)
	arrived := undelivered(30007)
	arrived.Status = carrier.Delivered
	line.Receipt(arrived)
	call := carrier.Receipt{Tag: own.Tag, Call: carrier.CallCompleted}
	call.Tag.Incident = "inc-1"
	line.Receipt(call)
	require.Empty(t, line.Complaints(), "an alarm that is filtered does not raise the next")
	call.Call, call.Code = carrier.CallFailed, 13227
	line.Receipt(call)
	require.Equal(t, carrier.Account, line.Complaints()[0].Class)
}

func TestWhatThePhonesAreToBlameForIsNoComplaint(t *testing.T) {
	line := watchdog.NewLine(time.Now)
	for _, class := range []carrier.Class{carrier.Recipient, carrier.OptedOut, carrier.Unreachable, carrier.Ambiguous, carrier.Throttled, carrier.Bug} {
		line.Note(class)
	}
	require.Empty(t, line.Complaints())
	var none *watchdog.Line
	none.Note(carrier.Account)
	require.Empty(t, none.Complaints())
}

func TestTheCompanyOfAnIncidentHearsThatItsTextsAreRefused(t *testing.T) {
	h := newHouse(t)
	h.runs("inc-1", "hill")
	line := watchdog.NewLine(h.time)
	dog := h.watch(hears(line))
	h.pass(5*time.Second, dog)
	line.Note(carrier.Account)
	h.pass(20*time.Second, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(hill))
	require.Empty(t, h.heard(lake))
}

func TestTheLineHearsWhatTheCarrierSaysToASender(t *testing.T) {
	h := newHouse(t)
	line := watchdog.NewLine(h.time)
	port, voice := line.Texts(h.carrier), line.Calls(refusing{})
	_, err := port.Send(t.Context(), carrier.Message{To: hill, Body: "good"})
	require.NoError(t, err)
	h.network.SetFaults(sim.Faults{Next: []sim.Fault{sim.ServerError}})
	_, err = port.Send(t.Context(), carrier.Message{To: hill, Body: "bad"})
	require.Error(t, err)
	require.Empty(t, line.Complaints(), "an outage is another matter")
	_, err = voice.Call(t.Context(), carrier.Call{})
	require.Error(t, err)
	require.Equal(t, []watchdog.Complaint{{Class: carrier.Account, Since: three}}, line.Complaints())
	require.Nil(t, line.Calls(nil))
}

// refusing is a voice whose account may call nobody.
type refusing struct{ carrier.Caller }

func (refusing) Call(context.Context, carrier.Call) (carrier.CallRecord, error) {
	return carrier.CallRecord{}, &carrier.Error{Class: carrier.Account, Code: 21215}
}

// What was told before a restart is not over because nobody remembers it.
func TestARestartDoesNotEndAComplaint(t *testing.T) {
	h := newHouse(t)
	line := watchdog.NewLine(h.time)
	dog := h.watch(hears(line))
	line.Note(carrier.Filtered)
	h.pass(20*time.Second, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(operator))
	dog = h.watch(hears(watchdog.NewLine(h.time)))
	h.pass(8*time.Minute, dog)
	require.Equal(t, [2]int{1, 0}, h.alarms(operator))
	h.pass(2*time.Minute, dog)
	require.Equal(t, [2]int{1, 1}, h.alarms(operator))
}

// Several processes speak to one carrier: what one has heard is one complaint with what another has.
func TestWhatAnotherProcessHasHeardCounts(t *testing.T) {
	now := three
	line := watchdog.NewLine(func() time.Time { return now })
	heard := func(from, to time.Duration) watchdog.Spell {
		return watchdog.Spell{Class: carrier.Account, First: three.Add(from), Last: three.Add(to)}
	}
	require.Empty(t, line.Spells())
	line.Learn(heard(-time.Hour, -30*time.Minute))
	require.Empty(t, line.Complaints(), "it is over")
	line.Note(carrier.Account)
	require.Equal(t, []watchdog.Spell{heard(0, 0)}, line.Spells(), "another one")
	line.Learn(heard(-time.Hour, -30*time.Minute))
	require.Equal(t, []watchdog.Spell{heard(0, 0)}, line.Spells(), "and still another one")
	line.Learn(heard(-5*time.Minute, -time.Minute))
	require.Equal(t, []watchdog.Complaint{{Class: carrier.Account, Since: three.Add(-5 * time.Minute)}}, line.Complaints(), "the same one")
	now = three.Add(15 * time.Minute)
	require.Empty(t, line.Complaints())
	line.Learn(heard(14*time.Minute, 14*time.Minute))
	require.Equal(t, []watchdog.Complaint{{Class: carrier.Account, Since: three.Add(14 * time.Minute)}}, line.Complaints())
	line.Learn(watchdog.Spell{Class: carrier.Recipient, First: now, Last: now})
	require.Len(t, line.Spells(), 1, "that one is about a phone")
}
