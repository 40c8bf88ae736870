package api_test

// Photos of steps, as they come in and are shown.

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/incident"
	"muster/incident/photo"
)

// album holds what it was given; a photo's picture is its id.
type album struct {
	offers []photo.Offer
	photos []photo.Photo
	err    error
}

func (a *album) AddPhoto(_ context.Context, v incident.View, o photo.Offer) (photo.Photo, error) {
	if a.err != nil {
		return photo.Photo{}, a.err
	}
	a.offers = append(a.offers, o)
	sum := photo.Sum(o.Picture)
	return photo.Photo{
		ID: photo.ID(o.Step, sum), Incident: v.ID, Step: o.Step, By: o.By, At: time.Time(v.Now), SHA256: sum, Size: len(o.Picture), Width: 4, Height: 3,
		Place: &photo.Place{Lat: 31.2, Lon: -121.5},
	}, nil
}

func (a *album) ListPhotos(context.Context, string) ([]photo.Photo, error) { return a.photos, a.err }

func (a *album) ShowPhoto(_ context.Context, id, name string, small bool) (photo.Photo, []byte, error) {
	if a.err != nil {
		return photo.Photo{}, nil, a.err
	}
	if id != known || name != "pho-1" {
		return photo.Photo{}, nil, incident.Fail(incident.Code(photo.CodeUnknown), "There is no such photo in this incident: see its photos.")
	}
	if small {
		name += " small"
	}
	return photo.Photo{}, []byte(name), nil
}

const (
	photosOf = "/api/v1/incidents/" + known + "/photos"
	photosAt = "/api/v1/incidents/" + known + "/steps/F01/photos"
)

func TestPhotoIsAddedToAStepAndNoted(t *testing.T) {
	h := staffed(t)
	a := h.ask("POST", photosAt+"?by=li-hua", "a picture", "Content-Type", "image/png").ok(http.StatusCreated)
	require.Equal(t, []photo.Offer{{Step: "F01", By: "li-hua", Picture: []byte("a picture")}}, h.album.offers)
	sum := photo.Sum([]byte("a picture"))
	id := photo.ID("F01", sum)
	require.Equal(t, fields{
		"id": id, "incident": known, "step": "F01", "by": "li-hua", "at": "2026-11-23T03:00:00.123Z", "sha256": sum, "size": 9.0, "width": 4.0, "height": 3.0,
		"place": fields{"lat": 31.2, "lon": -121.5}, "url": photosOf + "/" + id,
	}, a.json())
	noted := h.audit.last()
	require.Equal(t, [3]string{"add-photo", known, string(audit.Done)}, [3]string{noted.Action, noted.Subject, string(noted.Outcome)})
	require.Contains(t, noted.After, id)
	require.NotContains(t, noted.After, "a picture")
}

func TestPhotosThatAreNotTakenChangeNothing(t *testing.T) {
	h := staffed(t)
	post := func(query, body, kind string) answer {
		return h.ask("POST", photosAt+query, body, "Content-Type", kind)
	}
	require.Equal(t, "query.by", post("", "a picture", "image/jpeg").problem(http.StatusUnprocessableEntity, "request_invalid").Errors[0].Location)
	post("?by=%20", "a picture", "image/jpeg").problem(http.StatusUnprocessableEntity, "request_invalid")
	post("?by=li-hua", "", "image/jpeg").problem(http.StatusUnprocessableEntity, "body_empty")
	post("?by=li-hua", "GIF89a", "image/gif").problem(http.StatusUnsupportedMediaType, "content_type")
	post("?by=li-hua", strings.Repeat("x", 10<<20+1), "image/jpeg").problem(http.StatusRequestEntityTooLarge, "body_too_large")
	h.ask("POST", "/api/v1/incidents/inc-none/steps/F01/photos?by=li-hua", "a picture", "Content-Type", "image/jpeg").problem(http.StatusNotFound, "incident_unknown")
	require.Empty(t, h.album.offers)
	for code, status := range map[photo.Code]int{
		photo.CodeType: 415, photo.CodeHEIC: 415, photo.CodeSize: 413, photo.CodeDamaged: 422, photo.CodeMany: 409,
	} {
		h.album.err = incident.Fail(incident.Code(code), "A sentence that says what to do.")
		require.Equal(t, "A sentence that says what to do.", post("?by=li-hua", "a picture", "image/heic").problem(status, string(code)).Detail)
	}
	require.Empty(t, h.audit.entries)
}

func TestWithoutTheDatabaseAPhotoIsRefusedWithWhatToDo(t *testing.T) {
	h := staffed(t)
	h.album.err = errors.New("disk I/O error (10)")
	p := h.ask("POST", photosAt+"?by=li-hua", "a picture", "Content-Type", "image/jpeg").problem(http.StatusServiceUnavailable, "database_unavailable")
	require.Contains(t, p.Detail, "The step can be completed without it.")
	require.NotContains(t, p.Detail, "I/O")
	h.ask("POST", "/api/v1/incidents/"+known+"/steps/F01/done", fields{"by": "li-hua"}).ok(http.StatusOK)
	h.ask("GET", photosOf, nil).problem(http.StatusServiceUnavailable, "database_unavailable")
	h.ask("GET", photosOf+"/pho-1", nil).problem(http.StatusServiceUnavailable, "database_unavailable")
}

func TestPhotosAreListedInTheOrderInWhichTheyCame(t *testing.T) {
	h := staffed(t)
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	h.album.photos = []photo.Photo{
		{ID: "pho-b", Incident: known, Step: "F01", At: at.Add(500 * time.Millisecond)}, {ID: "pho-c", Incident: known, Step: "F02", At: at}, {ID: "pho-a", Incident: known, Step: "F01", At: at.Add(time.Second)},
	}
	var order []string
	for _, item := range h.ask("GET", photosOf, nil).ok(http.StatusOK).items() {
		order = append(order, item.(fields)["id"].(string))
	}
	require.Equal(t, []string{"pho-c", "pho-b", "pho-a"}, order)
	first := h.ask("GET", photosOf+"?limit=1", nil).ok(http.StatusOK)
	require.Equal(t, "pho-b", h.ask("GET", photosOf+"?limit=1&cursor="+first.json()["next_cursor"].(string), nil).ok(http.StatusOK).items()[0].(fields)["id"])
	h.ask("GET", "/api/v1/incidents/inc-none/photos", nil).problem(http.StatusNotFound, "incident_unknown")
}

func TestPhotoIsShownToThoseWhoSeePeople(t *testing.T) {
	h := staffed(t)
	a := h.as(tokenOf(account.Responder, "riverside"), "GET", photosOf+"/pho-1", nil).ok(http.StatusOK)
	require.Equal(t, "pho-1", a.Body.String())
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400, immutable",
	} {
		require.Equal(t, want, a.Header().Get(name))
	}
	require.Equal(t, "pho-1 small", h.ask("GET", photosOf+"/pho-1?size=small", nil).ok(http.StatusOK).Body.String())
	h.ask("GET", photosOf+"/pho-2", nil).problem(http.StatusNotFound, "photo_unknown")
	require.Contains(t, h.as(tokenOf(account.Viewer, "riverside"), "GET", photosOf+"/pho-1", nil).problem(http.StatusForbidden, "forbidden").Detail, "who people are")
}
