package frozen

import (
	"time"

	"muster/roster"
)

// Site is what an incident needs to know of its site.
type Site struct {
	ID        string        `json:"id"`
	Name      Text          `json:"name"`
	Languages []string      `json:"languages"`
	Roster    roster.Roster `json:"roster"`  // only the people whom the plan can reach
	Company   []string      `json:"company"` // responders, in calling order
	Labels    []string      `json:"labels"`  // of buildings, floors and zones, upper case: no token equals one
	Places    []Place       `json:"places"`
	Parties   []Party       `json:"parties"`
	Emergency string        `json:"emergency"` // the number that strangers are given
	Hashes    []PhoneHash   `json:"hashes"`    // keyed hashes of the people's numbers
	Notices   Policy        `json:"notices,omitzero"`
	Links     bool          `json:"links,omitempty"` // texts bear a link to answer by
}

// Place is a building of the site with what texts say about it.
type Place struct {
	Building    string `json:"building"`
	Name        Text   `json:"name"`
	MusterPoint Text   `json:"muster_point"`
	Gate        Text   `json:"gate"`
}

// Party is an outside number.
type Party struct {
	ID     string `json:"id"`
	Label  Text   `json:"label"`
	Number string `json:"number"`
}

// PhoneHash ties a responder to the keyed hash under which the engine's search finds their incidents.
type PhoneHash struct {
	Responder string `json:"responder"`
	Hash      string `json:"hash"`
}

// Spot is one place of a declaration.
type Spot struct {
	Building string `json:"building"`
	Floor    string `json:"floor"`
}

// Declaration is the act that opened the incident.
type Declaration struct {
	Plan       string `json:"plan"`
	Site       string `json:"site"`
	Mode       Mode   `json:"mode"`
	Location   string `json:"location"`
	Summary    string `json:"summary"`
	Level      Level  `json:"level,omitempty"`
	Places     []Spot `json:"places,omitempty"`
	Confirmed  *bool  `json:"confirmed,omitempty"`
	ReportedBy string `json:"reported_by,omitempty"`
}

// Story maps the engine's clock to the incident's: Start is the incident's moment when it begins, Speed how many of its
// seconds pass in one of the engine's.
type Story struct {
	Start time.Time `json:"start"`
	Speed float64   `json:"speed"`
}

// Input is everything that an incident keeps from its declaration.
type Input struct {
	ID          string      `json:"id"`
	Declaration Declaration `json:"declaration"`
	DeclaredAt  time.Time   `json:"declared_at"`
	Plan        Plan        `json:"plan"`
	Site        Site        `json:"site"`
	Story       *Story      `json:"story,omitempty"`
	Simulated   bool        `json:"simulated"`           // no phone rings
	Channels    []Channel   `json:"channels"`            // that this build and site have
	BodyHash    string      `json:"body_hash,omitempty"` // of the declaration under its Idempotency-Key
	Rules       int         `json:"rules,omitempty"`     // by which it runs to its end, as Rules was at its declaration
	Busy        []string    `json:"busy,omitempty"`      // who worked in other incidents then
	Away        *Away       `json:"away,omitempty"`      // Muster's own database was, at the declaration
	Report      *Report     `json:"report,omitempty"`    // of a declaration by text
	Parent      *Parent     `json:"parent,omitempty"`    // the incident that opened this one
	Alike       []Alike     `json:"alike,omitempty"`     // incidents that may be the same, as the Desk found them then
	Quarter     int         `json:"quarter,omitempty"`   // of the codes, those that its texts bear, from 1; 0: any
}

// Alike is an open incident of the same site, plan and place.
type Alike struct {
	ID         string    `json:"id"`
	Location   string    `json:"location"`
	OpenedAt   time.Time `json:"opened_at"`
	ReportedBy string    `json:"reported_by,omitempty"`
}
