package store_test

// The benchmark: how fast batches are recorded, and what reading them back costs.

import (
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/store"
	"muster/store/storetest"
	"muster/test/postgres"
)

// benched are the databases that are measured. The private server's data need not reach the disk: what it shows is the store's
// own work and the way to the server.
var benched = map[string]func(b *testing.B) store.Options{
	"sqlite":   func(b *testing.B) store.Options { return store.Options{Path: filepath.Join(b.TempDir(), "muster.db")} },
	"postgres": func(b *testing.B) store.Options { return store.Options{URL: postgres.Shared(b).Database(b)} },
}

func openBench(b *testing.B, dialect string) *store.Store {
	b.Helper()
	s, err := store.Open(b.Context(), benched[dialect](b))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, s.Close()) })
	return s
}

func rows(s incident.Shadow) int {
	return 1 + len(s.Seats) + len(s.Steps) + len(s.Facts) + len(s.Pages) + len(s.Entries)
}

// BenchmarkRecord records fires of full size, b.N of them, with so many running side by side.
func BenchmarkRecord(b *testing.B) {
	for dialect := range benched {
		for _, side := range []int{1, 8, 64, 1000} {
			b.Run(fmt.Sprintf("%s/fires=%d", dialect, side), func(b *testing.B) { recordFires(b, dialect, side) })
		}
	}
}

func recordFires(b *testing.B, dialect string, side int) {
	s := openBench(b, dialect)
	var next, written atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range side {
		group.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				written.Add(recordFire(b, s, n))
			}
		})
	}
	group.Wait()
	seconds := b.Elapsed().Seconds()
	b.ReportMetric(float64(written.Load())/seconds, "rows/s")
	b.ReportMetric(float64(b.N*storetest.Batches)/seconds, "batches/s")
}

func recordFire(b *testing.B, s *store.Store, n int64) (written int64) {
	for _, shadow := range storetest.Fire(fmt.Sprintf("inc-%06d", n), storetest.Opened.Add(time.Duration(n)*time.Second)) {
		if err := s.Record(b.Context(), shadow); err != nil {
			b.Error(err)
			return written
		}
		written += int64(rows(shadow))
	}
	return written
}

// BenchmarkRead reads among 1,000 fires.
func BenchmarkRead(b *testing.B) {
	for dialect := range benched {
		b.Run(dialect, func(b *testing.B) { readFires(b, openBench(b, dialect)) })
	}
}

func readFires(b *testing.B, s *store.Store) {
	var group sync.WaitGroup
	var next atomic.Int64
	for range 64 {
		group.Go(func() {
			for n := next.Add(1); n <= 1000; n = next.Add(1) {
				recordFire(b, s, n)
			}
		})
	}
	group.Wait()
	for name, read := range map[string]func() error{
		"incident":   func() error { _, _, err := s.Incident(b.Context(), "inc-000500"); return err },
		"list of 50": func() error { _, _, err := s.Incidents(b.Context(), store.Filter{}); return err },
		"timeline":   func() error { _, err := s.Timeline(b.Context(), "inc-000500", 0, 0); return err },
		"by phone":   func() error { _, err := s.OpenByHash(b.Context(), "nobody"); return err },
		"recent":     func() error { _, err := s.Recent(b.Context(), "riverside", "fire", storetest.Opened); return err },
		"events": func() error {
			last, err := s.LastEvent(b.Context())
			if err == nil {
				_, err = s.Events(b.Context(), last-20, "", 0)
			}
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, read())
			}
		})
	}
}
