package console

// Photos as evidence of steps: shown where the step is, and added by a form that works without a script.

import (
	"context"
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/incident"
	"muster/incident/photo"
	"muster/roster"
)

// Photos keep them. Refusals are *incident.Error; any other error means that the database is away.
type Photos interface {
	// AddPhoto keeps a picture for a step of an incident, which is as a view shows it. The same again is the same photo.
	AddPhoto(ctx context.Context, v incident.View, o photo.Offer) (photo.Photo, error)
	// ListPhotos lists an incident's photos, oldest first.
	ListPhotos(ctx context.Context, id string) ([]photo.Photo, error)
	// ShowPhoto gives a photo with its picture as JPEG, or with a small one.
	ShowPhoto(ctx context.Context, id, name string, small bool) (photo.Photo, []byte, error)
}

// Where photos are sent to, and how they may arrive: what is a little too large is read, to be refused in words.
const (
	photosPath     = Prefix + "/incidents/:id/steps/:step/photos"
	linkPhotosPath = LinkPrefix + "/:code/photos"
	mostUpload     = 3 * photo.MaxBytes
	uploadTimeout  = 2 * time.Minute
)

// enclosing is how long all the photos of a review may take that is printed.
const enclosing = 5 * time.Second

func (s *server) photoRoutes() {
	if s.Photos == nil {
		return
	}
	s.give(order{"steps/:step/photos", "add-photo", account.Respond, s.addPhoto, ""})
	s.get("/incidents/:id/photos/:photo", rule{reach: atIncident, right: account.People}, s.showPhoto)
}

// addPhoto takes a photo in that somebody adds on the incident's page.
func (s *server) addPhoto(ctx context.Context, f form) error {
	shown, err := s.find(ctx, f.id)
	if err != nil {
		return err
	}
	return s.keepPhoto(ctx, f.c, shown.view, photo.Offer{Step: f.step(), By: f.by})
}

// keepPhoto keeps the picture of a form.
func (s *server) keepPhoto(ctx context.Context, c *gin.Context, v incident.View, o photo.Offer) error {
	var err error
	if o.Picture, err = uploaded(c, "photo", photo.MaxBytes); err != nil || len(o.Picture) == 0 {
		return unfit("photo.none")
	}
	made, err := s.Photos.AddPhoto(ctx, v, o)
	var refused *incident.Error
	switch {
	case errors.As(err, &refused):
		return err
	case err != nil:
		s.Log.WarnContext(ctx, "a photo was not kept", "error", err)
		return &refusedError{"photo.database", http.StatusServiceUnavailable}
	}
	c.Request.PostForm.Set("photo", made.ID) // for the audit log
	return nil
}

// photoByLink takes a photo in that somebody adds to their own task, by their link.
func (s *server) photoByLink(c *gin.Context) {
	s.byTheirLink(c, func(ctx context.Context, v incident.View) error {
		l, f := linkOf(c), form{c: c}
		if !does(v, l.person, f.get("step")) {
			return unfit("responder.not-yours")
		}
		return s.keepPhoto(ctx, c, v, photo.Offer{Step: f.get("step"), By: l.person})
	})
}

// showPhoto shows the picture to whoever may see who people are: it may show them. A picture never changes.
func (s *server) showPhoto(c *gin.Context) {
	id := c.Param("id")
	at, err := s.whereIs(c.Request.Context(), id)
	if err != nil {
		refused := s.refusal(c, err)
		s.fail(c, refused.status, "photo.away")
		return
	}
	if !may(asker(c), account.People, at) {
		s.fail(c, http.StatusForbidden, "error.forbidden")
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), shadowTimeout)
	defer cancel()
	_, jpeg, err := s.Photos.ShowPhoto(ctx, id, c.Param("photo"), c.Query("size") == "small")
	var refused *incident.Error
	switch {
	case errors.As(err, &refused):
		s.fail(c, http.StatusNotFound, "photo.away")
	case err != nil:
		s.Log.WarnContext(ctx, "a photo could not be shown", "error", err)
		s.fail(c, http.StatusServiceUnavailable, "photo.away")
	default:
		c.Header("Cache-Control", "private, max-age=86400, immutable")
		c.Data(http.StatusOK, "image/jpeg", jpeg)
	}
}

// snap is a photo as pages show it.
type snap struct {
	ID  string
	URL string
	By  string
	At  *moment

	Small template.URL // the small picture itself, for a page that can fetch nothing; empty: it is not there
}

// snaps are an incident's photos by their steps; none while the database is away.
func (s *server) snaps(ctx context.Context, v incident.View, k clock) map[string][]snap {
	if s.Photos == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	all, err := s.Photos.ListPhotos(ctx, v.ID)
	if err != nil {
		s.Log.WarnContext(ctx, "photos could not be listed", "error", err)
	}
	of := map[string][]snap{}
	for _, p := range all {
		of[p.Step] = append(of[p.Step], snap{ID: p.ID, URL: Prefix + "/incidents/" + v.ID + "/photos/" + p.ID, By: personIn(v, p.By), At: k.at(p.At)})
	}
	return of
}

// illustrate puts photos to the steps that they are of.
func (b *incidentBody) illustrate(of map[string][]snap) {
	for _, list := range [][]step{b.Steps, b.Waiting, b.Past} {
		for n := range list {
			list[n].Photos = of[list[n].ID]
		}
	}
}

// illustrated is a step with its photos, in a review.
type illustrated struct {
	ID     string
	Title  roster.Text
	Photos []snap
}

func stepsWithPhotos(v incident.View, of map[string][]snap) []illustrated {
	var steps []illustrated
	for _, sv := range v.Steps {
		if len(of[sv.ID]) > 0 {
			steps = append(steps, illustrated{sv.ID, sv.Title, of[sv.ID]})
		}
	}
	return steps
}

// enclose puts the small pictures themselves to photos. Those that cannot be had now are left out.
func (s *server) enclose(ctx context.Context, id string, steps []illustrated) {
	ctx, cancel := context.WithTimeout(ctx, enclosing)
	defer cancel()
	var lacking int
	var why error
	for _, step := range steps {
		for n := range step.Photos {
			_, jpeg, err := s.Photos.ShowPhoto(ctx, id, step.Photos[n].ID, true)
			if err != nil {
				lacking, why = lacking+1, err
				continue
			}
			step.Photos[n].Small = template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg))
		}
	}
	if lacking > 0 {
		s.Log.WarnContext(ctx, "photos could not be printed", "incident", id, "lacking", lacking, "error", why)
	}
}
