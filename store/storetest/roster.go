package storetest

// Versions of sites, and the calendars that are read by a secret.

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/store"
)

func replacesOnce(t *testing.T, h Harness) {
	s := open(t, h)
	_, err := s.ReplaceSite(ctx(t), "riverside", []byte("x"), 1)
	require.ErrorIs(t, err, store.ErrChanged, "there is none")
	requireFiled := func(want int) {
		t.Helper()
		filed, err := s.FiledVersion(ctx(t), "riverside")
		require.NoError(t, err)
		require.Equal(t, want, filed)
	}
	requireFiled(0)
	require.NoError(t, s.SaveSite(ctx(t), "riverside", []byte("first")))
	require.NoError(t, s.SaveSite(ctx(t), "riverside", []byte("second")))
	requireFiled(2)
	versions, err := s.SiteVersions(ctx(t))
	require.NoError(t, err)
	require.Equal(t, map[string]int{"riverside": 2}, versions)

	const people = 8
	var done sync.WaitGroup
	got := make([]error, people)
	for n := range people {
		done.Go(func() { _, got[n] = s.ReplaceSite(ctx(t), "riverside", []byte{byte(n)}, 2) })
	}
	done.Wait()
	winner := -1
	for n, err := range got {
		switch {
		case err == nil:
			require.Negative(t, winner, "two have replaced the same version")
			winner = n
		default:
			require.ErrorIs(t, err, store.ErrChanged)
		}
	}
	rows, err := s.Sites(ctx(t))
	require.NoError(t, err)
	require.Equal(t, []byte{byte(winner)}, rows[0].Document)
	require.Equal(t, 3, rows[0].Version)
	requireFiled(2)
	_, err = s.ReplaceSiteByFile(ctx(t), "riverside", []byte("third"), 2)
	require.ErrorIs(t, err, store.ErrChanged)
	requireFiled(2)
	version, err := s.ReplaceSiteByFile(ctx(t), "riverside", []byte("third"), 3)
	require.NoError(t, err)
	require.Equal(t, 4, version)
	requireFiled(4)
}

func keepsCalendars(t *testing.T, h Harness) {
	s := open(t, h)
	at := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
	mine := store.CalendarFeed{ID: "cal-1", Site: "riverside", Responder: "li-hua", Hash: "aa", MadeAt: at}
	whole := store.CalendarFeed{ID: "cal-2", Site: "riverside", Hash: "bb", MadeAt: at.Add(time.Second)}
	for _, f := range []store.CalendarFeed{mine, whole, {ID: "cal-3", Site: "harbour", Hash: "cc", MadeAt: at}} {
		require.NoError(t, s.AddCalendar(ctx(t), f))
	}
	feeds, err := s.Calendars(ctx(t), "riverside")
	require.NoError(t, err)
	require.Equal(t, []store.CalendarFeed{mine, whole}, feeds)
	found, err := s.CalendarByHash(ctx(t), "bb")
	require.NoError(t, err)
	require.Equal(t, whole, found)

	require.NoError(t, s.DeleteCalendar(ctx(t), "riverside", "cal-1"))
	require.ErrorIs(t, s.DeleteCalendar(ctx(t), "riverside", "cal-1"), store.ErrNotFound)
	require.ErrorIs(t, s.DeleteCalendar(ctx(t), "riverside", "cal-3"), store.ErrNotFound, "it is another site's")
	_, err = s.CalendarByHash(ctx(t), "aa")
	require.ErrorIs(t, err, store.ErrNotFound)
}
