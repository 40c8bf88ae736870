package storetest

// Photos of steps.

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/photo"
	"muster/store"
)

// taken is a photo of a step, which is told from others by a number.
func taken(step string, n int) photo.Photo {
	sum := photo.Sum(fmt.Append(nil, n))
	return photo.Photo{ID: photo.ID(step, sum), Incident: "inc-1", Step: step, By: "chen-jing", At: Opened.UTC(), SHA256: sum, Size: 5, Width: 40, Height: 30}
}

func keepsPhotos(t *testing.T, h Harness) {
	s := open(t, h)
	first, placed := taken("F01", 1), taken("F02", 1)
	placed.Place = &photo.Place{Lat: -31.20001, Lon: 121.5}
	kept, added, err := s.AddPhoto(ctx(t), first, []byte("large"), []byte("s"))
	require.NoError(t, err)
	require.True(t, added)
	require.Equal(t, first, kept)
	_, _, err = s.AddPhoto(ctx(t), placed, bytes.Repeat([]byte("large"), 100_000), []byte("small"))
	require.NoError(t, err)
	again := first
	again.By, again.At = "wang-min", again.At.Add(1)
	kept, added, err = s.AddPhoto(ctx(t), again, []byte("large"), []byte("s"))
	require.NoError(t, err)
	require.False(t, added)
	require.Equal(t, first, kept, "the same picture of the same step is one photo")

	list, err := s.Photos(ctx(t), "inc-1")
	require.NoError(t, err)
	require.ElementsMatch(t, []photo.Photo{first, placed}, list)
	require.IsIncreasing(t, []string{list[0].ID, list[1].ID})
	got, picture, err := s.Photo(ctx(t), "inc-1", placed.ID, false)
	require.NoError(t, err)
	require.Equal(t, placed, got)
	require.Len(t, picture, 500_000)
	_, picture, err = s.Photo(ctx(t), "inc-1", placed.ID, true)
	require.NoError(t, err)
	require.Equal(t, []byte("small"), picture)
	for _, where := range [][2]string{{"inc-2", placed.ID}, {"inc-1", "pho-other"}} {
		_, _, err = s.Photo(ctx(t), where[0], where[1], false)
		require.ErrorIs(t, err, store.ErrNotFound)
	}

	require.NoError(t, s.RemovePhoto(ctx(t), "inc-1", first.ID))
	require.NoError(t, s.RemovePhoto(ctx(t), "inc-1", first.ID), "it is not there already")
	list, err = s.Photos(ctx(t), "inc-1")
	require.NoError(t, err)
	require.Equal(t, []photo.Photo{placed}, list)
	list, err = s.Photos(ctx(t), "inc-2")
	require.NoError(t, err)
	require.Equal(t, []photo.Photo{}, list)
}

func boundsPhotos(t *testing.T, h Harness) {
	s := open(t, h)
	add := func(step string, n int) error {
		_, _, err := s.AddPhoto(ctx(t), taken(step, n), []byte("p"), []byte("s"))
		return err
	}
	var done sync.WaitGroup
	got := make([]error, photo.PerStep+4)
	for n := range got {
		done.Go(func() { got[n] = add("F01", n) })
	}
	done.Wait()
	refused := 0
	for _, err := range got {
		if err != nil {
			require.ErrorIs(t, err, store.ErrStepFull)
			refused++
		}
	}
	require.Equal(t, 4, refused, "although they came together")
	for n := range photo.PerIncident - photo.PerStep {
		require.NoError(t, add(fmt.Sprintf("F%02d", 2+n/photo.PerStep), n))
	}
	require.ErrorIs(t, add("F99", 1), store.ErrIncidentFull)
	require.NoError(t, add("F02", 0), "one that is there is no further one")
	list, err := s.Photos(ctx(t), "inc-1")
	require.NoError(t, err)
	require.Len(t, list, photo.PerIncident)
	require.NoError(t, s.RemovePhoto(ctx(t), "inc-1", list[0].ID))
	require.NoError(t, add(list[0].Step, 99))
}
