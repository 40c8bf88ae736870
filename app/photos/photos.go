// Package photos keeps photos as evidence of steps: the picture in the database, and that it is there on the incident's timeline,
// with its hash. The running incident never waits for a picture.
package photos

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"muster/app/photos/picture"
	"muster/incident"
	"muster/incident/photo"
	"muster/store"
)

// Store is the database of photos; package store says what each method promises.
type Store interface {
	AddPhoto(ctx context.Context, p photo.Photo, picture, small []byte) (kept photo.Photo, added bool, err error)
	Photos(ctx context.Context, incident string) ([]photo.Photo, error)
	Photo(ctx context.Context, incident, id string, small bool) (photo.Photo, []byte, error)
	RemovePhoto(ctx context.Context, incident, id string) error
}

// Desk is the door to running incidents. Its refusals are *incident.Error.
type Desk interface {
	AddPhoto(ctx context.Context, id, request string, o incident.AddPhoto) error
}

// Photos keep them. Their refusals are *incident.Error; any other error means that the database is away.
type Photos struct {
	store      Store
	desk       Desk
	keepsPlace func(site string) bool // whether a site keeps where photos were taken
	now        func() time.Time

	unpacking chan struct{} // has room for one picture: each takes much memory for a moment
}

// New makes one.
func New(s Store, d Desk, keepsPlace func(site string) bool, now func() time.Time) *Photos {
	return &Photos{store: s, desk: d, keepsPlace: keepsPlace, now: now, unpacking: make(chan struct{}, 1)}
}

// AddPhoto keeps a picture for a step of an incident, which is as a view shows it. First the picture is kept and then the incident told,
// so that what stands on a timeline is there; what the incident refuses is taken back. Adding the same again changes nothing.
func (k *Photos) AddPhoto(ctx context.Context, v incident.View, o photo.Offer) (photo.Photo, error) {
	if err := takes(v, o.Step); err != nil {
		return photo.Photo{}, err
	}
	made, err := k.unpack(ctx, o.Picture)
	if err != nil {
		return photo.Photo{}, refusal(err)
	}
	p := photo.Photo{
		Incident: v.ID, Step: o.Step, By: o.By, At: k.at(v), SHA256: photo.Sum(made.JPEG), Size: len(made.JPEG), Width: made.Width, Height: made.Height,
	}
	p.ID = photo.ID(p.Step, p.SHA256)
	if k.keepsPlace(v.Site) {
		p.Place = made.Place
	}
	kept, added, err := k.store.AddPhoto(ctx, p, made.JPEG, made.Small)
	if err != nil {
		return photo.Photo{}, full(err, o.Step)
	}
	err = k.desk.AddPhoto(ctx, v.ID, kept.ID, incident.AddPhoto{Photo: kept.ID, Step: kept.Step, By: kept.By, SHA256: kept.SHA256})
	if err != nil && added && refuses(err) {
		err = errors.Join(err, k.store.RemovePhoto(ctx, v.ID, kept.ID))
	}
	return kept, err
}

// takes refuses what can be refused before anything is unpacked.
func takes(v incident.View, step string) error {
	switch {
	case v.State == incident.Closed, v.State == incident.Cancelled:
		return incident.Over()
	case !slices.ContainsFunc(v.Steps, func(s incident.StepView) bool { return s.ID == step }):
		return incident.Fail(incident.CodeNoStep, "There is no step %q in this incident: see its steps.", step)
	}
	return nil
}

// at is the moment by the incident's own clock, which in a drill may run faster.
func (k *Photos) at(v incident.View) time.Time {
	at := time.Time(v.Now)
	if at.IsZero() {
		at = k.now()
	}
	return at.UTC().Truncate(time.Millisecond)
}

// unpack reads a picture, one at a time, for as long as its sender waits.
func (k *Photos) unpack(ctx context.Context, sent []byte) (picture.Picture, error) {
	select {
	case k.unpacking <- struct{}{}:
		defer func() { <-k.unpacking }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return picture.Picture{}, incident.Fail(incident.CodeBusy, "Too many photos come in at once: send it again in a moment.")
	}
	return picture.Make(sent)
}

// refuses says whether the incident has refused an order. Where the engine does not answer, or is busy, it may yet have been
// told: what is kept then stays, for whoever sends it again.
func refuses(err error) bool {
	var refused *incident.Error
	return errors.As(err, &refused) && refused.Code != incident.CodeEngine && refused.Code != incident.CodeBusy
}

// refusal turns a picture's into one of the incident's kind.
func refusal(err error) error {
	var wrong *photo.Error
	if errors.As(err, &wrong) {
		return incident.Fail(incident.Code(wrong.Code), "%s", wrong.Text)
	}
	return err
}

func full(err error, step string) error {
	switch {
	case errors.Is(err, store.ErrStepFull):
		return incident.Fail(incident.Code(photo.CodeMany), "Step %s has %d photos, which is as many as it may have: put what else is to be said down as a note.", step, photo.PerStep)
	case errors.Is(err, store.ErrIncidentFull):
		return incident.Fail(incident.Code(photo.CodeMany), "The incident has %d photos, which is as many as it may have: put what else is to be said down as a note.", photo.PerIncident)
	}
	return fmt.Errorf("keep a photo: %w", err)
}

// ListPhotos lists the photos of an incident, oldest first.
func (k *Photos) ListPhotos(ctx context.Context, id string) ([]photo.Photo, error) {
	return k.store.Photos(ctx, id)
}

// ShowPhoto gives a photo with its picture, a JPEG, or with the small one.
func (k *Photos) ShowPhoto(ctx context.Context, id, name string, small bool) (photo.Photo, []byte, error) {
	p, jpeg, err := k.store.Photo(ctx, id, name, small)
	if errors.Is(err, store.ErrNotFound) {
		return p, nil, incident.Fail(incident.Code(photo.CodeUnknown), "There is no such photo in this incident: see its photos.")
	}
	return p, jpeg, err
}
