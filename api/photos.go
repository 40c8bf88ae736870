package api

// Photos: pictures that people add to steps as evidence.

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"muster/incident"
	"muster/incident/photo"
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

// photoTimeout is how long a picture may take to arrive: ten megabytes by a telephone's network are a minute.
const photoTimeout = 2 * time.Minute

const photosPath = "/incidents/{id}/photos"

func (s *server) photoRoutes() {
	op := takes(call(http.MethodPost, "/incidents/{id}/steps/{step}/photos", "add-photo", tagOrders, "Add a photo to a step",
		http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable), photoBody)
	op.Description = "Takes a JPEG or a PNG. What is kept is a JPEG of at most 1600 pixels a side, upright, without anything that the camera has noted; where it was taken is " +
		"kept beside it if the site says so. The same picture for the same step is one photo, however often it is sent. A photo completes no step."
	op.DefaultStatus = http.StatusCreated
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"image/jpeg": {Schema: picture()}, "image/png": {Schema: picture()}}}
	register(s, op, s.addPhoto)
	register(s, call(http.MethodGet, photosPath, "list-photos", tagIncidents, "List an incident's photos",
		http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable), s.listPhotos)
	shown := call(http.MethodGet, photosPath+"/{photo}", "show-photo", tagIncidents, "Show a photo",
		http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	shown.Description = "The picture, as JPEG."
	shown.Responses = map[string]*huma.Response{"200": {Description: "The picture.", Content: map[string]*huma.MediaType{"image/jpeg": {Schema: picture()}}}}
	register(s, shown, s.showPhoto)
}

func picture() *huma.Schema { return &huma.Schema{Type: huma.TypeString, Format: "binary"} }

type photoPlace struct {
	Lat float64 `json:"lat" doc:"In degrees, south of the equator below zero."`
	Lon float64 `json:"lon" doc:"In degrees, west of Greenwich below zero."`
}

type photoItem struct {
	ID       string        `json:"id"`
	Incident string        `json:"incident"`
	Step     string        `json:"step"`
	By       string        `json:"by"`
	At       incident.Time `json:"at" doc:"When it was added, by the incident's clock."`
	SHA256   string        `json:"sha256" doc:"Of the picture as it is kept. The timeline says the same."`
	Size     int           `json:"size" doc:"In bytes."`
	Width    int           `json:"width"`
	Height   int           `json:"height"`
	Place    *photoPlace   `json:"place" doc:"Where it was taken; null if that is not known, or the site does not keep it."`
	URL      string        `json:"url" doc:"Where the picture is."`
}

// shownPhoto is a photo as whoever asks may see it.
func (s *server) shownPhoto(ctx context.Context, site string, p photo.Photo) photoItem {
	item := photoItem{
		ID: p.ID, Incident: p.Incident, Step: p.Step, By: p.By, At: incident.Time(p.At), SHA256: p.SHA256, Size: p.Size, Width: p.Width, Height: p.Height,
		URL: apiPrefix + "/incidents/" + p.Incident + "/photos/" + p.ID,
	}
	switch {
	case !seesPeople(ctx, site):
		item.By = s.by(site, p.By)
	case p.Place != nil:
		item.Place = &photoPlace{p.Place.Lat, p.Place.Lon}
	}
	return item
}

type addPhotoInput struct {
	ID      string `path:"id" doc:"The id of an incident."`
	Step    string `path:"step" doc:"The id of a step of its plan."`
	By      string `query:"by" required:"true" maxLength:"100" pattern:"\\S" patternDescription:"the id or name of whoever adds it" doc:"Who adds it: a responder's id, or a name."`
	RawBody []byte `contentType:"image/jpeg"`
}

type photoOutput struct {
	Body photoItem
}

func (s *server) addPhoto(ctx context.Context, in *addPhotoInput) (*photoOutput, error) {
	view, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	order, cancel := context.WithTimeout(context.WithoutCancel(ctx), orderTimeout) // who hangs up has added it
	defer cancel()
	p, err := s.Photos.AddPhoto(order, view, photo.Offer{Step: in.Step, By: in.By, Picture: in.RawBody})
	var refused *incident.Error
	switch {
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, s.unwritten(ctx, err, "The photo was not kept: the database cannot be written now. Keep it, and send it again once the database is back. The step can be completed without it.")
	}
	item := s.shownPhoto(ctx, view.Site, p)
	noteOf(ctx).after = item
	return &photoOutput{Body: item}, nil
}

// photoMoment writes when photos were added so that the texts have the order of the times.
const photoMoment = "2006-01-02T15:04:05.000Z"

type photosInput struct {
	Paging
	ID string `path:"id" doc:"The id of an incident."`
}

func (s *server) listPhotos(ctx context.Context, in *photosInput) (*listOutput[photoItem], error) {
	at, err := s.whereIs(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	shadow, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	all, err := s.Photos.ListPhotos(shadow, in.ID)
	if err != nil {
		return nil, s.away(ctx, err)
	}
	var items []photoItem
	for _, p := range all {
		items = append(items, s.shownPhoto(ctx, at.site, p))
	}
	return cut(items, func(i photoItem) string { return time.Time(i.At).Format(photoMoment) + " " + i.ID }, in.Paging)
}

type photoInput struct {
	ID    string `path:"id" doc:"The id of an incident."`
	Photo string `path:"photo" maxLength:"40" doc:"The id of a photo."`
	Size  string `query:"size" enum:"full,small" default:"full" doc:"small: at most 320 pixels a side."`
}

// pictureOutput is a picture. It never changes, and is for nobody else's eyes.
type pictureOutput struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

func (s *server) showPhoto(ctx context.Context, in *photoInput) (*pictureOutput, error) {
	if !incidentIDs.MatchString(in.ID) {
		return nil, noIncident()
	}
	shadow, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	_, jpeg, err := s.Photos.ShowPhoto(shadow, in.ID, in.Photo, in.Size == "small")
	var refused *incident.Error
	switch {
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, s.away(ctx, err)
	}
	return &pictureOutput{"image/jpeg", "private, max-age=86400, immutable", jpeg}, nil
}
