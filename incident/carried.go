package incident

// What goes along when an incident becomes a part of another one.

import (
	"slices"
	"time"
)

// Carried is all that one incident hands over to another.
type Carried struct {
	From        string        `json:"from"`
	Plan        string        `json:"plan"`
	Title       Text          `json:"title"`
	Location    string        `json:"location"`
	OpenedAt    time.Time     `json:"opened_at"`
	By          string        `json:"by"` // who has merged them
	Holders     []SeatHolder  `json:"holders,omitempty"`
	Declined    []Refusal     `json:"declined,omitempty"`
	Facts       []CarriedFact `json:"facts,omitempty"`
	Unreachable []Person      `json:"unreachable,omitempty"`
	Dangers     []string      `json:"dangers,omitempty"` // people in danger to whom nobody has seen yet
	Help        []string      `json:"help,omitempty"`    // people who ask for help, likewise
	Silent      []string      `json:"silent,omitempty"`  // people who do not answer check-ins, likewise
	Called      []string      `json:"called,omitempty"`  // everybody who was called and has not declined
	Codes       []Codes       `json:"codes,omitempty"`
	Done        []Text        `json:"done,omitempty"` // titles of steps
	Remarks     []Remark      `json:"remarks,omitempty"`
	Links       []Link        `json:"links,omitempty"`
}

// SeatHolder is a person in a seat, with what they are called by those who may not know them.
type SeatHolder struct {
	Seat  string `json:"seat"`
	Title Text   `json:"title"`
	Name  string `json:"name"`
	Holder
}

// Refusal says that a person has declined a seat.
type Refusal struct {
	Seat      string `json:"seat"`
	Responder string `json:"responder"`
}

// CarriedFact is a fact with its title.
type CarriedFact struct {
	Title Text      `json:"title"`
	ID    string    `json:"id"`
	Value string    `json:"value"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// Codes are the codes of pages under which a person may still answer.
type Codes struct {
	Responder string   `json:"responder"`
	Tokens    []string `json:"tokens"`
}

// Taken is what the other incident says of the people whom it was handed.
type Taken struct {
	Plan      string   `json:"plan"`
	Title     Text     `json:"title"`
	Location  string   `json:"location"`
	Commander string   `json:"commander,omitempty"` // by name
	Seated    []string `json:"seated,omitempty"`    // hold a seat there
	Asked     []string `json:"asked,omitempty"`     // are being asked there
	Unknown   []string `json:"unknown,omitempty"`   // are in danger, and nobody of whom that incident knows
}

// carried is what the incident hands over as things stand.
func (i *Incident) carried() Carried {
	c := Carried{
		From: i.In.ID, Plan: i.In.Plan.ID, Title: i.In.Plan.Title, Location: i.In.Declaration.Location, OpenedAt: i.State.OpenedAt,
		By: i.State.Kin.Merging.By, Called: i.called(), Remarks: i.State.Kin.Remarks,
	}
	for _, s := range i.State.Seats {
		for _, h := range s.Holders {
			h.Since = time.Time{} // of this incident's own clocks
			c.Holders = append(c.Holders, SeatHolder{Seat: s.ID, Title: i.planSeat(s.ID).Title, Name: i.name(h.Responder), Holder: h})
		}
		for _, id := range s.Declined {
			c.Declined = append(c.Declined, Refusal{s.ID, id})
		}
	}
	for _, f := range i.State.Facts {
		if p := i.planFact(f.ID); p != nil && f.Value != "" {
			c.Facts = append(c.Facts, CarriedFact{p.Title, f.ID, f.Value, f.By, f.At})
		}
	}
	for _, p := range i.State.People {
		c.Unreachable = append(c.Unreachable, *p)
	}
	i.carryAlarms(&c)
	i.carryRest(&c)
	return c
}

// carryAlarms adds who is in danger or asks for help, and is not seen to.
func (i *Incident) carryAlarms(c *Carried) {
	for _, climb := range i.State.Climbs {
		if climb.About.Kind == AboutDanger {
			c.Dangers = append(c.Dangers, climb.About.Ref)
		}
		if climb.About.Kind == AboutHelp {
			c.Help = append(c.Help, climb.About.Ref)
		}
		if climb.About.Kind == AboutSilent {
			c.Silent = append(c.Silent, climb.About.Ref)
		}
	}
}

func (i *Incident) carryRest(c *Carried) {
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.Token != "" && p.State != PageDeclined && len(p.seats()) > 0 {
			c.Codes = withCode(c.Codes, p.Responder, p.Token)
		}
	}
	for _, a := range i.State.Kin.Absorbed { // what was merged into this one goes along
		for _, codes := range a.Codes {
			for _, token := range codes.Tokens {
				c.Codes = withCode(c.Codes, codes.Responder, token)
			}
		}
	}
	for k, s := range i.State.Steps {
		if s.State == StepDone {
			c.Done = append(c.Done, i.In.Plan.Steps[k].Title)
		}
	}
	for _, l := range i.State.Links {
		if l.Kind == LinkParent || l.Kind == LinkChild {
			c.Links = append(c.Links, l)
		}
	}
}

func withCode(list []Codes, id, token string) []Codes {
	for k := range list {
		if list[k].Responder == id {
			if !slices.Contains(list[k].Tokens, token) {
				list[k].Tokens = append(list[k].Tokens, token)
			}
			return list
		}
	}
	return append(list, Codes{id, []string{token}})
}
