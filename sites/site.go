// Package sites reads site files: a managed property's places, people, shifts, outside numbers and residents. It checks
// them, compiles the duty part into a roster, and holds the demonstration site.
package sites

import (
	"slices"
	"strings"

	"muster/roster"
)

// SchemaV1 is what a site file's schema field says.
const SchemaV1 = "muster/site/v1"

// The parties that plans call by these ids; a site may have more.
const (
	FireBrigade     = "fire-brigade"
	Ambulance       = "ambulance"
	Police          = "police"
	PowerSupplier   = "power"
	WaterCompany    = "water"
	GasCompany      = "gas"
	LiftCompany     = "lift-company"
	LiftBackup      = "lift-company-backup"
	CityLiftRescue  = "city-lift-rescue"
	CityHotline     = "hotline"
	idPattern       = `^[A-Za-z0-9][A-Za-z0-9_-]*$`
	seatPattern     = `^[A-Z][A-Z0-9-]*$`
	phonePattern    = `^\+[1-9][0-9]{7,14}$`
	outsidePattern  = `^\+?[0-9]{3,15}$`
	clockPattern    = `^([01][0-9]|2[0-3]):[0-5][0-9]$`
	datePattern     = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	dateTimePattern = `^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]$`
)

// Site is a whole site file. A loaded one is never changed.
type Site struct {
	Schema       string             `json:"schema" jsonschema:"enum=muster/site/v1" jsonschema_description:"The version of this file's format."`
	ID           string             `json:"id" jsonschema_description:"The name by which declarations give the site."`
	Name         roster.Text        `json:"name"`
	Timezone     string             `json:"timezone" jsonschema_description:"An IANA time zone, such as Asia/Shanghai."`
	Languages    []string           `json:"languages" jsonschema_description:"The languages that people on the site read, en and zh, the most common first."`
	Day          roster.DayHours    `json:"day,omitzero" jsonschema_description:"Local hours that count as day; seats need fewer people by night. 07:00 to 19:00 if left out."`
	Channels     []string           `json:"channels,omitempty" jsonschema_description:"The ways by which the site's people may be called, of sms and voice; both if left out. SMS cannot be left out."`
	Links        bool               `json:"links,omitempty" jsonschema_description:"Texts that call somebody, or give them a step, end with a link to a page on which they answer without signing in; such texts are a part longer. No links if left out."`
	Emergency    string             `json:"emergency,omitempty" jsonschema_description:"The control room's number, given to strangers who write in; left out, they are told to call the emergency services."`
	Buildings    []Building         `json:"buildings"`
	Zones        []Zone             `json:"zones,omitempty"`
	MusterPoints []MusterPoint      `json:"muster_points"`
	Assets       []Asset            `json:"assets,omitempty"`
	Parties      []Party            `json:"parties" jsonschema_description:"Outside numbers. Plans call them by id; nothing dials them by itself."`
	Company      []string           `json:"company" jsonschema_description:"Responders, in calling order, who are called when nobody on the site answers."`
	Responders   []roster.Responder `json:"responders"`
	Groups       []roster.Group     `json:"groups"`
	Shifts       []Shift            `json:"shifts"`
	Overrides    []Override         `json:"overrides,omitempty"`
	Leave        []Leave            `json:"leave,omitempty"`
	Residents    []Resident         `json:"residents,omitempty"`
	Notices      Notices            `json:"notices,omitzero" jsonschema_description:"How notices to residents leave."`
	Photos       Photos             `json:"photos,omitzero" jsonschema_description:"What is kept of photos that people add to steps."`
	Drills       []DrillCadence     `json:"drills,omitempty" jsonschema_description:"How often plans are practised here, where that is not as the plan says."`
}

// Building is one of the site's buildings.
type Building struct {
	ID          string      `json:"id"`
	Name        roster.Text `json:"name"`
	Aliases     []string    `json:"aliases,omitempty" jsonschema_description:"Other words by which people name the building."`
	Floors      []string    `json:"floors" jsonschema_description:"Labels from the lowest floor up, in quotes."`
	Units       []string    `json:"units,omitempty" jsonschema_description:"Labels of the staircases."`
	MusterPoint string      `json:"muster_point" jsonschema_description:"Where the people of this building gather: the id of a muster point."`
	Gate        roster.Text `json:"gate" jsonschema_description:"Where somebody waits for the fire brigade."`
}

// Zone is a part of the site that a supply or a patrol serves: buildings, or some floors of them.
type Zone struct {
	ID        string      `json:"id"`
	Name      roster.Text `json:"name"`
	Buildings []string    `json:"buildings"`
	Floors    []string    `json:"floors,omitempty" jsonschema_description:"Only these floors of the buildings; all of them if left out."`
}

// MusterPoint is a place where people gather and are counted.
type MusterPoint struct {
	ID   string      `json:"id"`
	Name roster.Text `json:"name"`
}

// Kind is what sort of thing an asset is.
type Kind string

// The kinds of assets.
const (
	Valve      Kind = "valve"
	Pump       Kind = "pump"
	Hydrant    Kind = "hydrant"
	Lift       Kind = "lift"
	Generator  Kind = "generator"
	Panel      Kind = "panel"
	Switch     Kind = "switch"
	Tank       Kind = "tank"
	FloodBoard Kind = "flood-board"
	Store      Kind = "store"
)

// Kinds lists the kinds of assets.
func Kinds() []Kind {
	return []Kind{Valve, Pump, Hydrant, Lift, Generator, Panel, Switch, Tank, FloodBoard, Store}
}

// Asset is a thing that somebody may have to find in a hurry.
type Asset struct {
	ID       string      `json:"id"`
	Kind     Kind        `json:"kind"`
	Label    roster.Text `json:"label"`
	Building string      `json:"building,omitempty" jsonschema_description:"The building it stands in; left out for what stands in the open."`
	Floor    string      `json:"floor,omitempty"`
	Notes    roster.Text `json:"notes,omitzero" jsonschema_description:"What whoever gets there must know."`
}

// Party is an outside number.
type Party struct {
	ID     string      `json:"id"`
	Label  roster.Text `json:"label"`
	Number string      `json:"number" jsonschema_description:"In quotes: \"119\" or an international number."`
}

// Shift is worked from From to To (local times; a To not after From is the next day's), first on the local date First
// and then on the given Days, counted from 0, of each cycle of Every days.
type Shift struct {
	ID     string              `json:"id"`
	From   string              `json:"from"`
	To     string              `json:"to" jsonschema_description:"The end; if it is not after the start, it is the next day's."`
	First  string              `json:"first" jsonschema_description:"The date of day 0 of the first cycle."`
	Every  int                 `json:"every,omitempty" jsonschema:"minimum=1,maximum=366" jsonschema_description:"The cycle's length in days; 1 if left out."`
	Days   []int               `json:"days,omitempty" jsonschema_description:"On which days of the cycle the shift is worked, counted from 0; [0] if left out."`
	Seats  map[string][]string `json:"seats,omitempty" keys:"^[A-Z][A-Z0-9-]*$" hint:"a seat in capitals, such as SEC or ENG-E" jsonschema_description:"For each seat the responders rostered to it, in calling order."`
	Others []string            `json:"others,omitempty" jsonschema_description:"Responders who are on duty without a seat."`
}

// Override puts In in place of Out for a while (local "YYYY-MM-DD HH:MM"), in every seat or in Seat alone; without an
// Out, In is added to Seat.
type Override struct {
	ID   string `json:"id"`
	Seat string `json:"seat,omitempty"`
	Out  string `json:"out,omitempty"`
	In   string `json:"in"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Leave takes a responder off every shift for a while (local "YYYY-MM-DD HH:MM").
type Leave struct {
	ID        string `json:"id,omitempty" jsonschema_description:"By which it can be taken back; made of the responder and the beginning if left out."`
	Responder string `json:"responder"`
	From      string `json:"from"`
	To        string `json:"to"`
}

// Key is the id of a leave, or what stands for one that has none.
func (l Leave) Key() string {
	if l.ID != "" {
		return l.ID
	}
	return l.Responder + "-" + strings.NewReplacer("-", "", ":", "", " ", "-").Replace(l.From)
}

// Resident is a household's contact, who gets notices.
type Resident struct {
	ID       string `json:"id"`
	Building string `json:"building"`
	Floor    string `json:"floor"`
	Phone    string `json:"phone"`
	Language string `json:"language"`
	Assist   bool   `json:"assist,omitempty" jsonschema_description:"Somebody there needs help to leave."`
}

// Building finds a building by its id, name or alias, in whichever case.
func (s *Site) Building(ref string) (Building, bool) {
	ref = strings.TrimSpace(ref)
	for _, b := range s.Buildings {
		if slices.ContainsFunc(b.labels(), func(l string) bool { return strings.EqualFold(l, ref) }) {
			return b, true
		}
	}
	return Building{}, false
}

func (b Building) labels() []string {
	return append([]string{b.ID, b.Name.EN, b.Name.ZH}, b.Aliases...)
}

// Floor finds a floor's label, in whichever case.
func (b Building) Floor(ref string) (string, bool) {
	i := slices.IndexFunc(b.Floors, func(l string) bool { return strings.EqualFold(l, strings.TrimSpace(ref)) })
	if i < 0 {
		return "", false
	}
	return b.Floors[i], true
}

// Muster is the muster point of a building.
func (s *Site) Muster(b Building) MusterPoint {
	i := slices.IndexFunc(s.MusterPoints, func(m MusterPoint) bool { return m.ID == b.MusterPoint })
	if i < 0 {
		return MusterPoint{}
	}
	return s.MusterPoints[i]
}

// Party finds an outside number by its id.
func (s *Site) Party(id string) (Party, bool) {
	i := slices.IndexFunc(s.Parties, func(p Party) bool { return p.ID == id })
	if i < 0 {
		return Party{}, false
	}
	return s.Parties[i], true
}

// Labels lists every label of a building, staircase, floor and zone, upper case, each once and sorted, so that no token is taken
// for a place.
func (s *Site) Labels() []string {
	var all []string
	for _, b := range s.Buildings {
		all = append(all, b.labels()...)
		all = append(all, b.Floors...)
		all = append(all, b.Units...)
	}
	for _, z := range s.Zones {
		all = append(all, z.ID, z.Name.EN, z.Name.ZH)
		all = append(all, z.Floors...)
	}
	for i, l := range all {
		all[i] = strings.ToUpper(l)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
