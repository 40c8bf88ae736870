package photos_test

// What becomes of a picture between the database and the incident, whichever of them is away.

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/app/photos"
	"muster/incident"
	"muster/incident/photo"
	"muster/store"
	"muster/test/picture"
)

var (
	now     = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	errDown = errors.New("the database is away")
)

// shelf is a database in memory.
type shelf struct {
	photos  []photo.Photo
	kept    map[string][]byte
	err     error // of every call
	adding  error
	removed int
}

func (s *shelf) AddPhoto(_ context.Context, p photo.Photo, jpeg, small []byte) (photo.Photo, bool, error) {
	if err := errors.Join(s.err, s.adding); err != nil {
		return photo.Photo{}, false, err
	}
	for _, other := range s.photos {
		if other.ID == p.ID {
			return other, false, nil
		}
	}
	s.photos = append(s.photos, p)
	s.kept[p.ID], s.kept[p.ID+" small"] = jpeg, small
	return p, true, nil
}

func (s *shelf) Photos(context.Context, string) ([]photo.Photo, error) { return s.photos, s.err }

func (s *shelf) Photo(_ context.Context, _, id string, small bool) (photo.Photo, []byte, error) {
	if small {
		id += " small"
	}
	jpeg, there := s.kept[id]
	if !there {
		return photo.Photo{}, nil, store.ErrNotFound
	}
	return s.photos[0], jpeg, nil
}

func (s *shelf) RemovePhoto(_ context.Context, _, id string) error {
	s.photos, s.removed = nil, s.removed+1
	delete(s.kept, id)
	return s.err
}

// desk holds what it was told.
type desk struct {
	told     []incident.AddPhoto
	requests []string
	err      error
}

func (d *desk) AddPhoto(_ context.Context, _, request string, o incident.AddPhoto) error {
	d.told, d.requests = append(d.told, o), append(d.requests, request)
	return d.err
}

func open(places bool) (*photos.Photos, *shelf, *desk) {
	s, d := &shelf{kept: map[string][]byte{}}, &desk{}
	return photos.New(s, d, func(site string) bool { return places && site == "riverside" }, func() time.Time { return now }), s, d
}

func fire() incident.View {
	return incident.View{
		ID: "inc-1", Site: "riverside", State: incident.Open, Now: incident.Time(now.Add(time.Minute)), Steps: []incident.StepView{{ID: "F01"}, {ID: "F02"}},
	}
}

func offer(t *testing.T) photo.Offer {
	t.Helper()
	taken := picture.Taken{Orientation: 6, Lat: [2]uint32{31, 12}, Lon: [2]uint32{121, 30}}
	return photo.Offer{Step: "F01", By: "li-hua", Picture: picture.Noted(picture.JPEG(t, 400, 300), taken)}
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	var known *incident.Error
	require.ErrorAs(t, err, &known)
	require.Equal(t, code, string(known.Code))
	require.Regexp(t, `\.$`, known.Message)
}

func TestPhotoIsKeptAndTheIncidentToldItsHash(t *testing.T) {
	k, s, d := open(false)
	p, err := k.AddPhoto(t.Context(), fire(), offer(t))
	require.NoError(t, err)
	require.Equal(t, []photo.Photo{p}, s.photos)
	require.Equal(t, photo.Sum(s.kept[p.ID]), p.SHA256)
	require.Equal(t, [4]int{300, 400, len(s.kept[p.ID]), 0}, [4]int{p.Width, p.Height, p.Size, s.removed})
	require.Equal(t, now.Add(time.Minute), p.At, "by the incident's clock")
	require.Nil(t, p.Place, "the site does not keep it")
	require.Equal(t, []incident.AddPhoto{{Photo: p.ID, Step: "F01", By: "li-hua", SHA256: p.SHA256}}, d.told)

	_, jpeg, err := k.ShowPhoto(t.Context(), "inc-1", p.ID, false)
	require.NoError(t, err)
	require.NotContains(t, string(jpeg), picture.Camera)
	_, small, err := k.ShowPhoto(t.Context(), "inc-1", p.ID, true)
	require.NoError(t, err)
	require.Less(t, len(small), len(jpeg))
	_, _, err = k.ShowPhoto(t.Context(), "inc-1", "pho-other", false)
	refused(t, err, "photo_unknown")
}

func TestSamePictureTwiceIsOnePhotoUnderOneRequest(t *testing.T) {
	k, s, d := open(false)
	first, err := k.AddPhoto(t.Context(), fire(), offer(t))
	require.NoError(t, err)
	later := fire()
	later.Now = incident.Time(now.Add(time.Hour))
	again, err := k.AddPhoto(t.Context(), later, offer(t))
	require.NoError(t, err)
	require.Equal(t, first, again)
	require.Len(t, s.photos, 1)
	require.Equal(t, []string{first.ID, first.ID}, d.requests, "the incident knows the second as the first")
	other := offer(t)
	other.Step = "F02"
	third, err := k.AddPhoto(t.Context(), fire(), other)
	require.NoError(t, err)
	require.NotEqual(t, first.ID, third.ID, "for another step it is another one")
}

func TestSiteMayKeepWherePhotosWereTaken(t *testing.T) {
	k, s, _ := open(true)
	p, err := k.AddPhoto(t.Context(), fire(), offer(t))
	require.NoError(t, err)
	require.Equal(t, &photo.Place{Lat: 31.2, Lon: -121.5}, p.Place)
	require.NotContains(t, string(s.kept[p.ID]), "Exif")
	elsewhere := fire()
	elsewhere.ID, elsewhere.Site = "inc-2", "harbour"
	s.photos = nil
	p, err = k.AddPhoto(t.Context(), elsewhere, offer(t))
	require.NoError(t, err)
	require.Nil(t, p.Place)
}

func TestWhatIsNotTakenLeavesNothingBehind(t *testing.T) {
	ended := fire()
	ended.State = incident.Closed
	stepless, text := offer(t), offer(t)
	stepless.Step, text.Picture = "F99", []byte("hello")
	for name, row := range map[string]struct {
		view  incident.View
		offer photo.Offer
		code  string
	}{
		"after the end": {ended, offer(t), "incident_ended"}, "of no step": {fire(), stepless, "step_unknown"}, "no picture": {fire(), text, "photo_type"},
	} {
		t.Run(name, func(t *testing.T) {
			k, s, d := open(false)
			_, err := k.AddPhoto(t.Context(), row.view, row.offer)
			refused(t, err, row.code)
			require.Empty(t, s.photos)
			require.Empty(t, d.told)
		})
	}
}

func TestPhotoThatTheIncidentRefusesIsTakenBack(t *testing.T) {
	k, s, d := open(false)
	d.err = incident.Over()
	_, err := k.AddPhoto(t.Context(), fire(), offer(t))
	refused(t, err, "incident_ended")
	require.Empty(t, s.photos)

	d.err = nil
	_, err = k.AddPhoto(t.Context(), fire(), offer(t))
	require.NoError(t, err)
	d.err = incident.Over()
	_, err = k.AddPhoto(t.Context(), fire(), offer(t))
	refused(t, err, "incident_ended")
	require.Len(t, s.photos, 1, "it was taken before, and stands on the timeline")
}

func TestPhotoStaysWhereNobodyKnowsWhetherTheIncidentHasHeardOfIt(t *testing.T) {
	k, s, d := open(false)
	d.err = incident.Fail(incident.CodeEngine, "The engine does not answer.")
	_, err := k.AddPhoto(t.Context(), fire(), offer(t))
	refused(t, err, "engine_unavailable")
	require.Len(t, s.photos, 1)
	d.err = nil
	p, err := k.AddPhoto(t.Context(), fire(), offer(t))
	require.NoError(t, err)
	require.Equal(t, []string{p.ID, p.ID}, d.requests, "sent again it is told under the same name")
}

func TestWithoutTheDatabaseNobodyIsTold(t *testing.T) {
	k, s, d := open(false)
	s.err = errDown
	_, err := k.AddPhoto(t.Context(), fire(), offer(t))
	require.ErrorIs(t, err, errDown)
	var known *incident.Error
	require.NotErrorAs(t, err, &known)
	require.Empty(t, d.told)
	s.err = nil
	for _, full := range []error{store.ErrStepFull, store.ErrIncidentFull} {
		s.adding = full
		_, err = k.AddPhoto(t.Context(), fire(), offer(t))
		refused(t, err, "photo_limit")
	}
	require.Empty(t, d.told)
}

func TestPictureWhoseSenderWaitsNoLongerIsNotUnpacked(t *testing.T) {
	k, s, d := open(false)
	gone, leave := context.WithCancel(t.Context())
	leave()
	for range 20 { // of two ways that are open either may be taken
		_, err := k.AddPhoto(gone, fire(), offer(t))
		refused(t, err, "busy")
	}
	require.Empty(t, s.photos)
	require.Empty(t, d.told)
	_, err := k.AddPhoto(t.Context(), fire(), offer(t))
	require.NoError(t, err, "the next one's turn")
}
