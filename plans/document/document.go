// Package document is the plan file as people write it: its fields, their names and what each may hold.
//
// The json tags name the fields; a field without omitempty or omitzero must be written. Reader and schema both follow
// the tags, see sites/strict and schema.go. What a plan leaves out is filled in by Fill.
package document

import (
	"muster/incident/frozen"
	"muster/roster"
)

// SchemaID is the first line of every plan file.
const SchemaID = "muster/plan/v1"

// Text is one text in English and Chinese; both must be written.
type Text = roster.Text

// Document is a plan file.
type Document struct {
	Schema    string               `json:"schema" jsonschema:"enum=muster/plan/v1"`
	ID        string               `json:"id" jsonschema:"pattern=^[a-z][a-z0-9-]*$" hint:"small letters, digits and dashes, such as pipe-burst"`
	Version   int                  `json:"version" jsonschema:"minimum=1,maximum=1000000"`
	Title     Text                 `json:"title"`
	Words     []string             `json:"words,omitempty" single:"true" jsonschema_description:"What people write who declare it by text, beside the title and the id, in any language."`
	Level     frozen.Level         `json:"level,omitempty" jsonschema:"enum=L1,enum=L2,enum=L3,enum=L4"`
	Ladder    string               `json:"ladder,omitempty"`                 // of every seat that names none; left out: the only one
	Requires  []string             `json:"requires,omitempty" single:"true"` // what this plan is not safe without; a build that lacks it refuses the declaration
	Command   Command              `json:"command"`
	Parts     Parts                `json:"parts,omitzero"`
	Ladders   map[string][]Rung    `json:"ladders,omitempty" keys:"^[a-z][a-z0-9-]*$" hint:"small letters, such as life"`
	Facts     map[string]Fact      `json:"facts,omitempty" keys:"^[a-z][a-z0-9_]*$" hint:"small letters, digits and underscores, such as brigade_arrived"`
	Seats     map[string]Seat      `json:"seats" keys:"^[A-Z][A-Z0-9-]*$" hint:"capitals, digits and dashes, such as ENG-E"`
	Raise     []Raise              `json:"raise,omitempty"`
	Steps     []Step               `json:"steps"`
	Audiences map[string]Residents `json:"audiences,omitempty" keys:"^[a-z][a-z0-9-]*$" hint:"small letters, digits and dashes, such as low-homes"`
	Notices   map[string]Notice    `json:"notices,omitempty" keys:"^[A-Z][A-Z0-9]*$" hint:"capitals and digits, such as N1"`
	Scripts   map[string]Text      `json:"scripts,omitempty" keys:"^[A-Z][A-Z0-9]*$" hint:"capitals and digits, such as A"`
	Links     []Link               `json:"links,omitempty"`
	Drill     *Drill               `json:"drill,omitempty"`
}

// Parts are the five parts that GB/T 29639 asks a plan to have, in prose.
type Parts struct {
	Organisation Text `json:"organisation,omitzero"`
	Duties       Text `json:"duties,omitzero"`
	Response     Text `json:"response,omitzero"`
	Measures     Text `json:"measures,omitzero"`
	Recovery     Text `json:"recovery,omitzero"`
}

// Command says who commands, and who after them.
type Command struct {
	Seat        string   `json:"seat"`
	Deputy      string   `json:"deputy,omitempty"`
	SilentAfter Duration `json:"silent_after,omitempty"`
}

// Rung is one step of a ladder; at counts from the seat's opening.
type Rung struct {
	At     Duration          `json:"at"`
	Page   []frozen.Selector `json:"page" single:"true" jsonschema:"enum=holders,enum=substitutes,enum=group,enum=lead,enum=commander,enum=company"`
	By     []frozen.Channel  `json:"by,omitempty" single:"true" jsonschema:"enum=sms,enum=voice"`
	Repeat Duration          `json:"repeat,omitempty"`
}

// Fact is something that an incident can learn, and the seats that may state it.
type Fact struct {
	Type    frozen.FactType `json:"type" jsonschema:"enum=bool,enum=number,enum=text,enum=choice"`
	Title   Text            `json:"title"`
	Choices []Choice        `json:"choices,omitempty"`
	By      []string        `json:"by,omitempty" single:"true"` // left out: every seat
	Ask     *bool           `json:"ask,omitempty"`              // false: people report it by themselves, nobody is asked
}

// Needs is how many people a seat needs.
type Needs struct {
	Day   int `json:"day" jsonschema:"minimum=0,maximum=200"`
	Night int `json:"night" jsonschema:"minimum=0,maximum=200"`
}

// Seat is a role in the plan.
type Seat struct {
	Title        Text         `json:"title"`
	Duty         Text         `json:"duty,omitzero"` // what its holder does first; it goes into the page, after the title
	Priority     int          `json:"priority,omitempty" jsonschema:"minimum=1,maximum=1000"`
	Needs        Needs        `json:"needs,omitzero"`
	Spare        int          `json:"spare,omitempty" jsonschema:"minimum=0,maximum=20"`
	Skill        string       `json:"skill,omitempty" jsonschema:"pattern=^[a-z][a-z0-9-]*$" hint:"small letters, digits and dashes, such as first-aid"`
	Pinned       bool         `json:"pinned,omitempty"`
	SharesWith   []string     `json:"shares_with,omitempty" single:"true"`
	FromLevel    frozen.Level `json:"from_level,omitempty" jsonschema:"enum=L1,enum=L2,enum=L3,enum=L4"`
	ArriveWithin Duration     `json:"arrive_within,omitempty"`
	CheckIn      Duration     `json:"check_in,omitempty"`
	Ladder       string       `json:"ladder,omitempty"`
}

// Raise sets the level once a condition has become true.
type Raise struct {
	When string       `json:"when"`
	To   frozen.Level `json:"to" jsonschema:"enum=L1,enum=L2,enum=L3,enum=L4"`
}

// How a link goes on once its condition is true: the commander is asked, or the other plan is opened.
const (
	Proposes = "propose"
	Opens    = "open"
)

// Link proposes another plan when a condition becomes true, or opens it.
type Link struct {
	Plan  string `json:"plan" jsonschema:"pattern=^[a-z][a-z0-9-]*$" hint:"the id of a plan, such as pipe-burst"`
	When  string `json:"when"`
	How   string `json:"how,omitempty" jsonschema:"enum=propose,enum=open"` // left out: the commander is asked
	Title Text   `json:"title,omitzero"`
}
