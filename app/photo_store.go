package app

// Photos in a database that may be away; package store says what each call promises.

import (
	"context"
	"slices"

	"muster/incident/photo"
	"muster/sites"
	"muster/store"
)

// AddPhoto keeps a photo. Whether it did is known at the end, however long that takes.
func (d *database) AddPhoto(ctx context.Context, p photo.Photo, picture, small []byte) (kept photo.Photo, added bool, err error) {
	s, err := d.answering()
	if err != nil {
		return photo.Photo{}, false, err
	}
	return s.AddPhoto(context.WithoutCancel(ctx), p, picture, small)
}

// Photos lists the photos of an incident.
func (d *database) Photos(ctx context.Context, incident string) ([]photo.Photo, error) {
	return ask(ctx, d, func(s *store.Store) ([]photo.Photo, error) { return s.Photos(ctx, incident) })
}

// Photo gives a photo with a picture.
func (d *database) Photo(ctx context.Context, incident, id string, small bool) (photo.Photo, []byte, error) {
	type found struct {
		photo photo.Photo
		jpeg  []byte
	}
	f, err := ask(ctx, d, func(s *store.Store) (found, error) {
		p, jpeg, err := s.Photo(ctx, incident, id, small)
		return found{p, jpeg}, err
	})
	return f.photo, f.jpeg, err
}

// RemovePhoto takes a photo back.
func (d *database) RemovePhoto(ctx context.Context, incident, id string) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	return s.RemovePhoto(context.WithoutCancel(ctx), incident, id)
}

// keepsPlace says whether a site keeps where photos were taken.
func (c *catalog) keepsPlace(id string) bool {
	return slices.ContainsFunc(c.Sites(), func(s *sites.Site) bool { return s.ID == id && s.Photos.KeepPlace })
}
