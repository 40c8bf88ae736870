// Package record is the sealed record of an incident: all that happened in it as one file of lines, each of which holds the hash of
// the line before. It is pure: files are bytes here.
package record

import (
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

// Format names how a record is written.
const Format = "muster/record/v1"

// Record is what is kept of an incident that has ended. Phone numbers in it are masked, as the API masks them.
type Record struct {
	Declared Declared
	Plan     frozen.Plan      // as it was frozen; what was changed while it ran stands in the entries
	Entries  []incident.Entry // the timeline
	Answers  []Answer
	Ledger   []Message
	Last     incident.Shadow // the incident at its end, without entries
}

// Head is a record's first line.
type Head struct {
	Format      string         `json:"format"`
	Incident    string         `json:"incident"`
	Site        string         `json:"site"`
	Mode        frozen.Mode    `json:"mode"`
	Plan        string         `json:"plan"`
	PlanVersion int            `json:"plan_version"`
	PlanHash    string         `json:"plan_hash"` // of the body of the plan's line (sha256)
	First       int            `json:"first"`     // the first entry's seq: higher than 1 where the beginning was forgotten
	Entries     int            `json:"entries"`
	Outcome     *string        `json:"outcome"`
	OpenedAt    incident.Time  `json:"opened_at"`
	EndedAt     *incident.Time `json:"ended_at"`
}

// Declared is how the incident began.
type Declared struct {
	Declaration frozen.Declaration `json:"declaration"`
	At          time.Time          `json:"at"` // of the engine's clock
	SiteName    incident.Text      `json:"site_name"`
	Rules       int                `json:"rules"`
	Simulated   bool               `json:"simulated"`
	Story       *frozen.Story      `json:"story,omitempty"`
	Away        *frozen.Away       `json:"away,omitempty"`
	Report      *frozen.Report     `json:"report,omitempty"`
	Parent      *frozen.Parent     `json:"parent,omitempty"`

	// What was known of the world then.
	Channels []frozen.Channel `json:"channels,omitempty"` // that this build and the site had
	Busy     []string         `json:"busy,omitempty"`     // who worked in other incidents
	Alike    []frozen.Alike   `json:"alike,omitempty"`    // incidents that might have been the same
	Quarter  int              `json:"quarter,omitempty"`  // of the codes, those that its texts bear
}

// Answer is a text, or a key in a call, as it came in.
type Answer struct {
	At        time.Time `json:"at"` // when the engine took it, by its clock
	ID        string    `json:"id"`
	From      string    `json:"from,omitempty"` // masked
	Responder string    `json:"responder,omitempty"`
	Page      string    `json:"page,omitempty"` // of a key
	Body      string    `json:"body"`
	Reply     string    `json:"reply,omitempty"` // what went back at once
	Late      bool      `json:"late,omitempty"`  // its reply could not go back at once: it followed as a message
}

// Message is an attempt to bring a page, a task or a note to somebody, and what became of it.
type Message struct {
	Page      string `json:"page"`
	Responder string `json:"responder"`
	Name      string `json:"name"`
	Phone     string `json:"phone"` // masked
	incident.AttemptView
	Body string `json:"body,omitempty"`
}
