package api_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/api"
	"muster/incident"
)

// engine takes batches and remembers them.
type engine struct {
	mu      sync.Mutex
	batches map[string][]int // the sizes, by incident
	pages   map[string]int   // how often each receipt came, by incident and page
	err     error
	hold    chan struct{} // batches are held back until it is closed
}

func newEngine() *engine { return &engine{batches: map[string][]int{}, pages: map[string]int{}} }

func (e *engine) take(ctx context.Context, id string, receipts []incident.Receipt) error {
	if e.hold != nil {
		select {
		case <-e.hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return e.err
	}
	e.batches[id] = append(e.batches[id], len(receipts))
	for _, r := range receipts {
		e.pages[id+" "+r.Page]++
	}
	return nil
}

// desktop is what a test of receipts stands on. Within a bubble of synctest, settle waits until everybody waits.
type desktop struct {
	*engine
	clock    *clock
	stopping chan struct{}
	receipts *api.Receipts
	results  chan error
}

func collect(_ *testing.T) *desktop {
	d := &desktop{engine: newEngine(), clock: &clock{}, stopping: make(chan struct{}), results: make(chan error, api.MostReceipts+10)}
	d.receipts = api.NewReceipts(d.take, d.clock, d.stopping)
	return d
}

func (d *desktop) bring(ctx context.Context, id string, r incident.Receipt) {
	go func() { d.results <- d.receipts.Add(ctx, id, r) }()
	synctest.Wait()
}

func page(n int) incident.Receipt {
	return incident.Receipt{Page: fmt.Sprint("p", n), State: incident.AttemptDelivered}
}

func TestReceiptsOfAMomentGoTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		d.bring(t.Context(), "inc-a", page(1))
		d.clock.push(api.CollectFor / 2)
		d.bring(t.Context(), "inc-a", page(2))
		d.bring(t.Context(), "inc-b", page(1))
		d.clock.push(api.CollectFor/2 - 1)
		synctest.Wait()
		require.Empty(t, d.results, "nobody is answered before the engine holds the receipt")
		d.clock.push(1)
		require.NoError(t, <-d.results)
		require.NoError(t, <-d.results)
		require.Equal(t, map[string][]int{"inc-a": {2}}, d.batches, "the moment counts from a batch's first receipt")
		d.clock.push(api.CollectFor)
		require.NoError(t, <-d.results)
		require.Equal(t, []int{1}, d.batches["inc-b"])
	})
}

func TestAFailureGoesAtOnceAndTakesTheOthersAlong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		d.bring(t.Context(), "inc-a", page(1))
		d.bring(t.Context(), "inc-b", page(1))
		d.bring(t.Context(), "inc-a", incident.Receipt{Page: "p2", State: incident.AttemptFailed, Failure: incident.FailRecipient})
		require.Equal(t, map[string][]int{"inc-a": {2}}, d.batches)
		require.Len(t, d.results, 2)
		d.clock.push(api.CollectFor)
		synctest.Wait()
		require.Equal(t, []int{2}, d.batches["inc-a"], "the first batch's timer does nothing more")
		require.Len(t, d.results, 3)
	})
}

func TestAFullBatchGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		for n := range api.BatchSize + 1 {
			d.bring(t.Context(), "inc-a", page(n))
		}
		require.Equal(t, []int{api.BatchSize}, d.batches["inc-a"])
		d.clock.push(api.CollectFor)
		synctest.Wait()
		require.Equal(t, []int{api.BatchSize, 1}, d.batches["inc-a"])
	})
}

func TestEverybodyInABatchHearsThatItFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		d.err = errDown
		d.bring(t.Context(), "inc-a", page(1))
		d.bring(t.Context(), "inc-a", page(2))
		d.clock.push(api.CollectFor)
		require.ErrorIs(t, <-d.results, errDown)
		require.ErrorIs(t, <-d.results, errDown)
		d.err = nil
		d.bring(t.Context(), "inc-a", page(1))
		d.clock.push(api.CollectFor)
		require.NoError(t, <-d.results, "the next batch has its own chance")
	})
}

func TestWhoStopsWaitingLeavesTheReceiptBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		ctx, cancel := context.WithCancel(t.Context())
		d.bring(ctx, "inc-a", page(1))
		d.bring(t.Context(), "inc-a", page(2))
		cancel()
		require.ErrorIs(t, <-d.results, context.Canceled)
		d.clock.push(api.CollectFor)
		require.NoError(t, <-d.results)
		require.Equal(t, 1, d.pages["inc-a p1"], "it goes with the others all the same")
	})
}

func TestWhenTheProgramStopsEverythingGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		d.bring(t.Context(), "inc-a", page(1))
		d.bring(t.Context(), "inc-a", page(2))
		d.bring(t.Context(), "inc-b", page(1))
		close(d.stopping)
		for range 3 {
			require.NoError(t, <-d.results)
		}
		require.Equal(t, map[string][]int{"inc-a": {2}, "inc-b": {1}}, d.batches)
		d.bring(t.Context(), "inc-b", page(2))
		require.NoError(t, <-d.results, "and whatever comes after it, too")
	})
}

func TestTheRoomForReceiptsIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		d.hold = make(chan struct{})
		for n := range api.MostReceipts {
			go func() { d.results <- d.receipts.Add(t.Context(), fmt.Sprint("inc-", n%100), page(n)) }()
		}
		synctest.Wait()
		require.ErrorIs(t, d.receipts.Add(t.Context(), "inc-z", page(1)), api.ErrCrowded)
		close(d.hold)
		d.clock.push(api.CollectFor)
		for range api.MostReceipts {
			require.NoError(t, <-d.results)
		}
		d.bring(t.Context(), "inc-z", page(1))
		d.clock.push(api.CollectFor)
		require.NoError(t, <-d.results, "there is room again")
	})
}

func TestAnEngineThatHangsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := collect(t)
		d.hold = make(chan struct{})
		began := time.Now()
		d.bring(t.Context(), "inc-a", incident.Receipt{Page: "p1", Failure: incident.FailRecipient})
		require.ErrorIs(t, <-d.results, context.DeadlineExceeded)
		require.Equal(t, 5*time.Second, time.Since(began), "of the bubble's clock")
	})
}

// TestNoReceiptIsLostOrDoubled brings receipts, failures and time in any order.
func TestNoReceiptIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		moves := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 60).Draw(rt, "moves")
		synctest.Test(t, func(t *testing.T) {
			d := collect(t)
			want := map[string]int{}
			for n, move := range moves {
				id := fmt.Sprint("inc-", move%3)
				switch {
				case move == 9:
					d.clock.push(api.CollectFor / 2)
				case move == 8:
					want[id+" "+page(n).Page]++
					failed := page(n)
					failed.Failure = incident.FailUnreachable
					d.bring(t.Context(), id, failed)
				default:
					want[id+" "+page(n).Page]++
					d.bring(t.Context(), id, page(n))
				}
			}
			d.clock.push(api.CollectFor)
			for range want {
				require.NoError(t, <-d.results)
			}
			require.Equal(t, want, d.pages)
		})
	})
}
