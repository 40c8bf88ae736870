// Package activities is everything that an incident does to the world: sending, asking, recording. It declares the small
// interfaces that it needs. This file holds the names and bodies that workflows call it by.
package activities

import (
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

// The activities' names.
const (
	SendWave     = "SendWave"
	SettleWave   = "SettleWave"
	RecordShadow = "RecordShadow"
	SendNotice   = "SendNotice"
	HandCall     = "HandCall"
	StopDrills   = "StopDrills"
	DeliverStray = "DeliverStray"
	AnswerStray  = "AnswerStray"
	TakeText     = "TakeText"
	ReplyToText  = "ReplyToText"

	DeclareReported = "DeclareReported"
	KeepTest        = "KeepTest"
)

// Wave is the input of SendWave: up to ten messages.
type Wave struct {
	Incident string          `json:"incident"`
	Site     string          `json:"site"`
	Sends    []incident.Send `json:"sends"`
	Ended    bool            `json:"ended,omitempty"` // the incident has ended, and these are its last words
}

// WaveResult is the output of SendWave and SettleWave.
type WaveResult struct {
	Results   []incident.Result `json:"results"`
	Overtaken string            `json:"overtaken,omitempty"` // of a drill: the real incident that is open at its site
}

// Settle is the input of SettleWave.
type Settle struct {
	Incident string         `json:"incident"`
	Site     string         `json:"site"`
	Asks     []incident.Ask `json:"asks"`
	Ended    bool           `json:"ended,omitempty"` // the incident has ended, and these were its last words
}

// JobInput is the input of SendNotice and HandCall.
type JobInput struct {
	Incident string        `json:"incident"`
	Site     string        `json:"site"`
	Places   []frozen.Spot `json:"places,omitempty"`
	Job      incident.Job  `json:"job"`
}

// Sweep is the input of StopDrills.
type Sweep struct {
	Incident string `json:"incident"`
	Site     string `json:"site"`
}

// Text is an inbound message.
type Text struct {
	ID   string `json:"id"`   // the carrier's
	From string `json:"from"` // E.164
	Body string `json:"body"`
	// At is when it came in, zero while it is fresh: a text is for no incident that was declared after it.
	At time.Time `json:"at,omitzero"`
}
