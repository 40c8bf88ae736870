package scenario_test

// Photos as evidence of steps: what of them is kept, what the timeline and the sealed record say, and what is refused.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image/jpeg"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites"
	"muster/test/harness"
	"muster/test/picture"
)

// keptPhoto is what the API says of a photo.
type keptPhoto struct {
	ID, Step, By, SHA256, URL string
	Width, Height, Size       int
	Place                     *struct{ Lat, Lon float64 }
}

// album is a running fire to whose first step photos are added.
type album struct {
	*harness.Program
	t        *testing.T
	id, step string
}

func (a *album) path() string {
	return declarations + "/" + a.id + "/steps/" + a.step + "/photos?by=he-ping"
}

func (a *album) add(file []byte, kind string) (photo keptPhoto) {
	a.t.Helper()
	status, data := a.Call(http.MethodPost, a.path(), string(file), "Content-Type", kind)
	require.Equal(a.t, http.StatusCreated, status, "%s", data)
	require.NoError(a.t, json.Unmarshal(data, &photo))
	return photo
}

func (a *album) refuse(status int, code string, file []byte, kind string) harness.Problem {
	a.t.Helper()
	refused := a.Refused(status, http.MethodPost, a.path(), string(file), "Content-Type", kind)
	require.Equal(a.t, code, refused.Code)
	return refused
}

func (a *album) list() []keptPhoto {
	a.t.Helper()
	var list struct{ Items []keptPhoto }
	a.Do(http.MethodGet, declarations+"/"+a.id+"/photos", nil, &list)
	return list.Items
}

func (a *album) said() []string {
	a.t.Helper()
	return lines(a.Timeline(a.id), "photo.added")
}

func openAlbum(t *testing.T) *album {
	t.Helper()
	muster := harness.Start(t, storyClock)
	fire := muster.Declare(harness.Fire("story", story(morning, 1)))
	return &album{muster, t, fire.ID, fire.Steps[0].ID}
}

func TestPhotoOfAStepLosesWhatTheCameraNotedAndIsOnRecordByItsHash(t *testing.T) {
	t.Parallel()
	a := openAlbum(t)
	sent := picture.Noted(picture.JPEG(t, 2400, 1200), picture.Taken{Orientation: 6, Lat: [2]uint32{31, 12}, Lon: [2]uint32{121, 30}})
	photo := a.add(sent, "image/jpeg")
	require.Equal(t, [2]int{800, 1600}, [2]int{photo.Width, photo.Height}, "upright, and scaled down")
	require.Nil(t, photo.Place, "the site does not keep it")
	status, shown := a.Call(http.MethodGet, photo.URL, nil)
	require.Equal(t, http.StatusOK, status)
	for _, trace := range []string{"Exif", picture.Camera, "GPS"} {
		require.NotContains(t, string(shown), trace)
	}
	sum := sha256.Sum256(shown)
	require.Equal(t, hex.EncodeToString(sum[:]), photo.SHA256)
	img, err := jpeg.Decode(bytes.NewReader(shown))
	require.NoError(t, err)
	require.Equal(t, 800, img.Bounds().Dx())

	require.Equal(t, photo.ID, a.add(sent, "image/jpeg").ID, "the same again is the same photo")
	require.Equal(t, []keptPhoto{photo}, a.list())
	require.Len(t, a.said(), 1)
	require.Regexp(t, `^Photo for `+a.step+` .+ added by (He Ping|he-ping)$`, a.said()[0])

	site := sites.Riverside()
	site.Photos.KeepPlace = true
	a.Place(site)
	placed := a.add(picture.Noted(picture.JPEG(t, 640, 480), picture.Taken{Lat: [2]uint32{31, 12}, Lon: [2]uint32{121, 30}}), "image/jpeg")
	require.Equal(t, &struct{ Lat, Lon float64 }{31.2, -121.5}, placed.Place)
	a.Do(http.MethodPost, declarations+"/"+a.id+"/cancel", map[string]string{"by": "he-ping", "outcome": "handled", "reason": "enough"}, nil)
	a.refuse(http.StatusConflict, "incident_ended", picture.JPEG(t, 99, 99), "image/jpeg")
	require.Len(t, a.list(), 2)
	record, err := os.ReadFile(sealedRecord(t, a.Data("records"), a.id))
	require.NoError(t, err)
	require.Contains(t, string(record), photo.SHA256)
	require.NotContains(t, string(record), "121.5")
}

func TestPhotosThatAreNotTakenLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	a := openAlbum(t)
	require.Contains(t, a.refuse(http.StatusUnsupportedMediaType, "photo_type", []byte("MZ a program"), "image/jpeg").Detail, "JPEG")
	require.Contains(t, a.refuse(http.StatusUnsupportedMediaType, "photo_heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "image/heic").Detail, "Most Compatible")
	a.refuse(http.StatusUnsupportedMediaType, "content_type", []byte("GIF89a"), "image/gif")
	a.refuse(http.StatusRequestEntityTooLarge, "photo_too_large", picture.Vast(t, 60_000, 60_000), "image/png")
	a.refuse(http.StatusRequestEntityTooLarge, "body_too_large", bytes.Repeat([]byte("x"), 10<<20+1), "image/jpeg")
	a.refuse(http.StatusUnprocessableEntity, "photo_damaged", picture.JPEG(t, 400, 400)[:900], "image/jpeg")
	none := strings.Replace(a.path(), "/"+a.step+"/", "/NONE/", 1)
	require.Equal(t, "step_unknown", a.Refused(http.StatusNotFound, http.MethodPost, none, string(picture.JPEG(t, 9, 9)), "Content-Type", "image/jpeg").Code)
	require.Empty(t, a.list())
	require.Empty(t, a.said())

	for n := range 20 {
		a.add(picture.PNG(t, 40+n, 40), "image/png")
	}
	require.Contains(t, a.refuse(http.StatusConflict, "photo_limit", picture.PNG(t, 99, 40), "image/png").Detail, "20 photos")
	require.Len(t, a.list(), 20)
	require.Len(t, a.said(), 20)
}

func TestWithoutTheDatabaseAPhotoIsRefusedAndItsStepGoesOn(t *testing.T) {
	t.Parallel()
	a := openAlbum(t)
	release := a.LockDatabase()
	refused := a.refuse(http.StatusServiceUnavailable, "database_unavailable", picture.JPEG(t, 400, 300), "image/jpeg")
	require.Contains(t, refused.Detail, "The step can be completed without it.")
	a.Do(http.MethodPost, declarations+"/"+a.id+"/steps/"+a.step+"/start", map[string]string{"by": "he-ping"}, nil)
	release()
	var photo keptPhoto
	harness.Await(t, 30*time.Second, "the photo is taken", func() bool {
		status, data := a.Call(http.MethodPost, a.path(), string(picture.JPEG(t, 400, 300)), "Content-Type", "image/jpeg")
		return status == http.StatusCreated && json.Unmarshal(data, &photo) == nil
	})
	require.Equal(t, []keptPhoto{photo}, a.list())
	require.Len(t, a.said(), 1)
}
