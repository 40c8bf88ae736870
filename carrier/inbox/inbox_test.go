package inbox_test

// Reading the list: what is new is handed over, each text once, in its sender's order, across restarts and failures.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"muster/carrier"
	"muster/carrier/inbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errAway = errors.New("away")

// list is the carrier's: what was written, oldest first.
type list struct {
	mu    sync.Mutex
	texts []carrier.Inbound
	reads []time.Duration // how far back each reading went
	err   error
}

// Received implements carrier.Inbox. Like the carrier's, it tells seconds.
func (l *list) Received(_ context.Context, since time.Time, limit int) ([]carrier.Inbound, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reads = append(l.reads, time.Since(since))
	if l.err != nil {
		return nil, l.err
	}
	var found []carrier.Inbound
	for _, in := range l.texts {
		if !in.At.Before(since.Truncate(time.Second)) {
			found = append(found, in)
		}
	}
	if over := len(found) - limit; over > 0 {
		return found[over:], &carrier.Error{Class: carrier.Ambiguous, Err: carrier.ErrCut}
	}
	return found, nil
}

func (l *list) write(id, from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.texts = append(l.texts, carrier.Inbound{ID: id, From: from, Body: "1", At: time.Now().Truncate(time.Second)})
}

func (l *list) readings() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.reads)
}

// desk notes what it is handed.
type desk struct {
	mu    sync.Mutex
	taken []string
	fail  map[string]bool
	busy  bool
	err   error // of asking whether it is busy
}

func (d *desk) Take(_ context.Context, in carrier.Inbound) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail[in.ID] {
		return errAway
	}
	d.taken = append(d.taken, in.ID)
	return nil
}

func (d *desk) Busy(context.Context) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.busy, d.err
}

// house is a reader with what it stands between.
type house struct {
	*inbox.Reader
	list    *list
	desk    *desk
	options inbox.Options
}

func open(t *testing.T, change ...func(*inbox.Options)) *house {
	h := &house{list: &list{}, desk: &desk{fail: map[string]bool{}}}
	h.options = inbox.Options{Carrier: h.list, Desk: h.desk, Path: filepath.Join(t.TempDir(), "inbound.json"), Poll: true}
	for _, c := range change {
		c(&h.options)
	}
	h.Reader = inbox.Open(h.options)
	return h
}

func webhooks(o *inbox.Options) { o.Poll = false }

// later lets time pass, in a bubble where none does.
func later(d time.Duration) { <-time.After(d) }

func pass(t *testing.T, h *house) {
	t.Helper()
	require.NoError(t, h.Pass(t.Context()))
}

func TestEachTextIsHandedOverOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.list.write("SM1", "a")
		pass(t, h)
		h.list.write("SM2", "b")
		pass(t, h)
		pass(t, h)
		require.Equal(t, []string{"SM1", "SM2"}, h.desk.taken)
		require.True(t, h.Took("SM1"))
		require.False(t, h.Took("SM3"))
	})
}

func TestASendersTextsKeepTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		var want []string
		for k := range 20 {
			id := fmt.Sprint("SM", k)
			h.list.write(id, "a")
			want = append(want, id)
		}
		pass(t, h)
		require.Equal(t, want, h.desk.taken)
	})
}

func TestAWebhookHasAMomentToBringAText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, webhooks)
		h.list.write("SM1", "a")
		h.list.write("SM2", "b")
		pass(t, h)
		require.Empty(t, h.desk.taken)
		h.Handed("SM1")
		later(4 * time.Second)
		pass(t, h)
		require.Equal(t, []string{"SM2"}, h.desk.taken, "the first one came")
		require.False(t, h.Took("SM1"))
	})
}

func TestACarrierWhoseClockIsAheadKeepsNoTextBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, webhooks)
		h.list.texts = []carrier.Inbound{{ID: "SM1", From: "a", At: time.Now().Add(time.Hour)}}
		pass(t, h)
		later(4 * time.Second)
		pass(t, h)
		require.Equal(t, []string{"SM1"}, h.desk.taken)
	})
}

func TestWhatIsNotTakenComesAgainAndHoldsUpItsSenderOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.desk.fail["SM1"] = true
		h.list.write("SM1", "a")
		h.list.write("SM2", "a")
		h.list.write("SM3", "b")
		require.ErrorIs(t, h.Pass(t.Context()), errAway)
		require.Equal(t, []string{"SM3"}, h.desk.taken)
		later(time.Hour)
		delete(h.desk.fail, "SM1")
		pass(t, h)
		require.Equal(t, []string{"SM3", "SM1", "SM2"}, h.desk.taken)
	})
}

func TestAListThatFailsIsReadAgainFromWhereItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		pass(t, h)
		h.list.err = errAway
		h.list.write("SM1", "a")
		for range 30 {
			require.ErrorIs(t, h.Pass(t.Context()), errAway)
			later(time.Minute)
		}
		h.list.err = nil
		pass(t, h)
		require.Equal(t, []string{"SM1"}, h.desk.taken)
	})
}

func TestARestartGoesOnWhereTheListWasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		h.list.write("SM1", "a")
		pass(t, h)
		h.list.write("SM2", "a")
		later(3 * time.Hour)
		h.Reader = inbox.Open(h.options)
		pass(t, h)
		require.Equal(t, []string{"SM1", "SM2"}, h.desk.taken, "what was written while nobody read is not lost")
	})
}

func TestAFileThatCannotBeReadIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		require.NoError(t, os.WriteFile(h.options.Path, []byte("{"), 0o600))
		h.list.write("SM1", "a")
		later(10 * time.Minute)
		h.Reader = inbox.Open(h.options)
		pass(t, h)
		require.Equal(t, []string{"SM1"}, h.desk.taken, "the last quarter of an hour is read again")
	})
}

func TestWhatIsRecordedElsewhereIsNotHandedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []string
		h := open(t, func(o *inbox.Options) {
			o.Known = func(_ context.Context, ids []string) []string {
				asked = append(asked, ids...)
				return []string{"SM1"}
			}
		})
		h.list.write("SM1", "a")
		h.list.write("SM2", "a")
		pass(t, h)
		pass(t, h)
		require.Equal(t, []string{"SM2"}, h.desk.taken)
		require.Equal(t, []string{"SM1", "SM2"}, asked, "nobody is asked twice")
	})
}

func TestEveryReadingGoesBackAndOneInAMinuteFarther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		for range 31 {
			pass(t, h)
			later(2 * time.Second)
		}
		require.GreaterOrEqual(t, h.list.reads[0], 15*time.Minute)
		require.Less(t, h.list.reads[1], 3*time.Minute)
		require.GreaterOrEqual(t, h.list.reads[1], 2*time.Minute)
		require.GreaterOrEqual(t, h.list.reads[30], 15*time.Minute)
	})
}

func TestTheListIsReadOftenOnlyWhilePeopleAreBeingCalled(t *testing.T) {
	for name, c := range map[string]struct {
		poll, busy bool
		err        error
		want       int // readings in ten minutes
	}{
		"people are being called":        {want: 301, busy: true},
		"nobody knows whether they are":  {want: 301, err: errAway},
		"nothing happens":                {want: 11},
		"nothing happens, and it polls":  {want: 151, poll: true},
		"it polls while they are called": {want: 301, poll: true, busy: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, func(o *inbox.Options) { o.Poll = c.poll })
				h.desk.busy, h.desk.err = c.busy, c.err
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute+time.Second)
				defer cancel()
				h.Run(ctx)
				require.Equal(t, c.want, h.list.readings())
			})
		})
	}
}
