package console_test

// Photos of steps: added on the incident's page and on the responder's, and shown to those who may see people.

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/audit"
	"muster/console"
	"muster/incident"
	"muster/incident/frozen"
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
	return photo.Photo{ID: "pho-new", Incident: v.ID, Step: o.Step}, nil
}

func (a *album) ListPhotos(context.Context, string) ([]photo.Photo, error) {
	if a.err != nil {
		return nil, a.err
	}
	return a.photos, nil
}

func (a *album) ShowPhoto(_ context.Context, _, name string, small bool) (photo.Photo, []byte, error) {
	switch {
	case a.err != nil:
		return photo.Photo{}, nil, a.err
	case name != "pho-1":
		return photo.Photo{}, nil, incident.Fail(incident.Code(photo.CodeUnknown), "There is no such photo.")
	case small:
		return photo.Photo{}, []byte("small"), nil
	}
	return photo.Photo{}, []byte("large"), nil
}

const stepPhotos = "/console/incidents/" + known + "/steps/F02/photos"

// upload sends a picture.
func (h *house) upload(path, picture string, fields map[string]string, headers ...string) reply {
	h.t.Helper()
	return h.sendFile(path, "photo", picture, fields, headers...)
}

func keyed20() map[string]string { return map[string]string{"key": strings.Repeat("k", 20)} }

func TestPhotoIsAddedOnTheIncidentsPage(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.get("/console/incidents/"+known).is(http.StatusOK).has(
		`action="`+stepPhotos+`" enctype="multipart/form-data"`, `accept="image/jpeg,image/png" capture="environment"`, "Add photo")
	h.upload(stepPhotos, "a picture", keyed20()).goesTo("/console/incidents/" + known)
	require.Equal(t, []photo.Offer{{Step: "F02", By: "Ann Li", Picture: []byte("a picture")}}, h.album.offers)
	noted := h.audit.last()
	require.Equal(t, [3]string{"add-photo", known, string(audit.Done)}, [3]string{noted.Action, noted.Subject, string(noted.Outcome)})
	require.Contains(t, noted.After, "F02")
	require.Contains(t, noted.After, "pho-new")
	without := open(t, func(o *console.Options) { o.Photos = nil })
	without.holds(fire(frozen.Real))
	without.get("/console/incidents/" + known).is(http.StatusOK).lacks("Add photo")
	without.upload(stepPhotos, "a picture", keyed20()).is(http.StatusNotFound)
}

func TestPhotosThatAreNotTakenSayWhyAndChangeNothing(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.upload(stepPhotos, "", keyed20()).is(http.StatusUnprocessableEntity).has("Choose the photo first.")
	h.upload(stepPhotos, "a picture", nil).is(http.StatusUnprocessableEntity).has(`role="alert"`)
	h.upload(stepPhotos, "a picture", keyed20(), "Sec-Fetch-Site", "cross-site").is(http.StatusForbidden)
	h.who = string(account.Viewer)
	h.upload(stepPhotos, "a picture", keyed20()).is(http.StatusForbidden)
	h.who = string(account.DutyManager)
	h.album.err = errAway
	h.upload(stepPhotos, "a picture", keyed20()).is(http.StatusServiceUnavailable).has("The step can be completed without it.", "Security")
	require.Equal(t, audit.Uncertain, h.audit.last().Outcome)
	h.lang = "zh"
	for code, said := range map[photo.Code]string{
		photo.CodeType: "不是JPEG或PNG", photo.CodeHEIC: "兼容性最佳", photo.CodeSize: "照片过大", photo.CodeDamaged: "重新发送", photo.CodeMany: "已达上限",
	} {
		h.album.err = incident.Fail(incident.Code(code), "Do something else.")
		status := h.upload(stepPhotos, "a picture", keyed20()).has(said, "Do something else.").Code
		require.Contains(t, []int{413, 415, 422, 409}, status, code)
	}
	require.Empty(t, h.album.offers)
}

func TestPictureALittleTooLargeIsReadToBeRefusedInWords(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	h.upload(stepPhotos, strings.Repeat("x", photo.MaxBytes+1), keyed20()).goesTo("/console/incidents/" + known)
	require.Len(t, h.album.offers[0].Picture, photo.MaxBytes+1, "whoever keeps photos says that it is too large")
	h.upload(stepPhotos, strings.Repeat("x", 4*photo.MaxBytes), keyed20()).is(http.StatusUnprocessableEntity)
	require.Len(t, h.album.offers, 1)
}

func TestPhotosAreShownWhereTheirStepsAre(t *testing.T) {
	h := open(t)
	h.holds(fire(frozen.Real))
	for n, step := range []string{"F02", "F20", "F01"} {
		h.album.photos = append(h.album.photos, photo.Photo{ID: "pho-" + string(rune('1'+n)), Incident: known, Step: step, By: "liu-yang", At: now})
	}
	at := "/console/incidents/" + known
	page := h.get(at).is(http.StatusOK).has(`<img src="`+at+`/photos/pho-1?size=small"`, `alt="Photo, added by Liu Yang"`, at+"/photos/pho-2", at+"/photos/pho-3", "11:00:00")
	require.Contains(t, page.Header().Get("Content-Security-Policy"), "img-src 'self';")
	h.get(at+"/review").is(http.StatusOK).has("<h3>F02 Confirm the fire</h3>", at+"/photos/pho-1?size=small")

	picture := h.get(at + "/photos/pho-1").is(http.StatusOK).has("large")
	for name, want := range map[string]string{"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400, immutable"} {
		require.Equal(t, want, picture.Header().Get(name))
	}
	h.get(at + "/photos/pho-1?size=small").is(http.StatusOK).has("small")
	h.get(at + "/photos/pho-9").is(http.StatusNotFound)
	h.who = string(account.Viewer)
	h.get(at + "/photos/pho-1").is(http.StatusForbidden)
	h.who = string(account.Responder) + "@hilltop"
	h.get(at + "/photos/pho-1").is(http.StatusForbidden)
	h.who = string(account.DutyManager)
	h.album.err = errAway
	h.get(at + "/photos/pho-1").is(http.StatusServiceUnavailable)
	h.get(at).is(http.StatusOK).has("Confirm the fire").lacks("pho-1")
}

func TestPrintedReviewHasItsPhotosInIt(t *testing.T) {
	printer := &press{}
	h := open(t, func(o *console.Options) { o.Printer = printer })
	h.holds(fire(frozen.Real))
	h.album.photos = []photo.Photo{
		{ID: "pho-1", Incident: known, Step: "F02", By: "liu-yang", At: now},
		{ID: "pho-9", Incident: known, Step: "F02", By: "liu-yang", At: now},
	}
	path := "/console/incidents/" + known + "/review.pdf"
	h.get(path).is(http.StatusOK)
	page := printer.pages[0]
	require.Contains(t, page, "<h3>F02 Confirm the fire</h3>")
	require.Contains(t, page, `<img src="data:image/jpeg;base64,c21hbGw=" alt="Photo, added by Liu Yang">`)
	require.Contains(t, page, "The photo cannot be shown.", "the second is not there")
	require.Contains(t, page, "img-src data:")
	require.NotContains(t, page, "href=")
	require.NotContains(t, page, "/photos/", "nothing is fetched")
	h.album.err = errAway
	h.get(path).is(http.StatusOK)
	require.NotContains(t, printer.pages[1], "<img", "it is printed without them")
}

func TestPhotoOfTheirOwnTaskIsAddedByLink(t *testing.T) {
	h := linked(t)
	h.album.photos = []photo.Photo{{ID: "pho-1", Incident: known, Step: "F02", By: "liu-yang", At: now}}
	mine, others := answersOf("liu-yang"), answersOf("sun-hao")
	page := h.get(mine).is(http.StatusOK).has(`action="`+mine+`/photos" enctype="multipart/form-data"`, "Photos: 1").lacks("<img")
	form := map[string]string{"key": page.key(), "step": "F02"}
	h.upload(mine+"/photos", "a picture", form).goesTo(mine)
	require.Equal(t, []photo.Offer{{Step: "F02", By: "liu-yang", Picture: []byte("a picture")}}, h.album.offers)
	noted := h.audit.last()
	require.Equal(t, [3]string{"add-photo", known, "liu-yang"}, [3]string{noted.Action, noted.Subject, noted.Who})
	require.Contains(t, noted.After, "pho-new")

	h.upload(others+"/photos", "a picture", form).is(http.StatusUnprocessableEntity).has("not yours to do", `action="`+others+`"`)
	h.upload(mine+"/photos", "a picture", map[string]string{"key": page.key(), "step": "F04"}).is(http.StatusUnprocessableEntity)
	h.upload(mine+"/photos", "a picture", map[string]string{"step": "F02"}).is(http.StatusUnprocessableEntity)
	h.upload("/r/"+known+".liu-yang.wrong/photos", "a picture", form).is(http.StatusNotFound)
	require.Len(t, h.album.offers, 1)
	for range 40 {
		h.upload(mine+"/photos", "a picture", form)
	}
	h.upload(mine+"/photos", "a picture", form).is(http.StatusTooManyRequests)
}
