package incident

// Kin: the incidents that one belongs together with, and what it remembers of them.

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// The kinds of links.
const (
	LinkParent    = "parent"    // it was opened by that incident
	LinkChild     = "child"     // it opened that incident
	LinkDuplicate = "duplicate" // it has become a part of that incident, and has ended
	LinkMerged    = "merged"    // that incident has become a part of it
)

// Link ties an incident to another one.
type Link struct {
	Incident string `json:"incident"`
	Kind     string `json:"kind"`
	Plan     string `json:"plan,omitempty"` // the other's, where it is known
}

// Kin is what an incident knows of others beside its links.
type Kin struct {
	Merging  *Merging   `json:"merging,omitempty"`
	Absorbed []Absorbed `json:"absorbed,omitempty"`
	Remarks  []Remark   `json:"remarks,omitempty"` // the last notes, which go along with a merge
	Errands  []Errand   `json:"errands,omitempty"` // to other incidents, not done yet
	NextID   int        `json:"next_id,omitempty"` // of errands

	Decisions []Decision `json:"decisions,omitempty"` // that the commander is asked for, or will be
	Linked    []bool     `json:"linked,omitempty"`    // by index of the plan's links: it has come true
	Told      bool       `json:"told,omitempty"`      // the declarer has been told of an incident that may be the same
}

// Other is what an incident is told of another one.
type Other struct {
	ID         string      `json:"id"`
	Plan       string      `json:"plan"`
	Title      Text        `json:"title"`
	Site       string      `json:"site"`
	Mode       frozen.Mode `json:"mode"`
	State      Lifecycle   `json:"state"`
	Location   string      `json:"location"`
	OpenedAt   time.Time   `json:"opened_at"`
	ReportedBy string      `json:"reported_by,omitempty"`
}

// Remark is a note that somebody has put on the timeline.
type Remark struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// mostRemarks bounds how many notes go along with a merge; all are on the timeline.
const mostRemarks = 20

// remark keeps a note for a merge.
func (i *Incident) remark(o AddNote) {
	if !i.rules(frozen.IncidentsMerge) {
		return
	}
	k := &i.State.Kin
	k.Remarks = append(slices.Clone(k.Remarks), Remark{By: o.By, At: i.now, Text: o.Text})
	k.Remarks = k.Remarks[max(0, len(k.Remarks)-mostRemarks):]
}

// link notes a link, once.
func (i *Incident) link(l Link) {
	same := func(o Link) bool { return o.Incident == l.Incident && o.Kind == l.Kind }
	if !slices.ContainsFunc(i.State.Links, same) {
		i.State.Links, i.State.HeadRev = append(slices.Clone(i.State.Links), l), i.touch()
	}
}

// linked is the first link of a kind to an incident, or to any if none is named.
func (i *Incident) linked(kind, id string) (Link, bool) {
	for _, l := range i.State.Links {
		if l.Kind == kind && (id == "" || l.Incident == id) {
			return l, true
		}
	}
	return Link{}, false
}

// duplicateOf is the incident that this one has become a part of, empty if none.
func (i *Incident) duplicateOf() string {
	l, _ := i.linked(LinkDuplicate, "")
	return l.Incident
}

// dueOfKin is when something will have to be done about other incidents.
func (i *Incident) dueOfKin() []time.Time {
	var due []time.Time
	if i.handingOver() {
		due = append(due, i.State.Kin.Merging.Until)
	}
	for _, e := range i.State.Kin.Errands {
		if !e.Out && e.NotBefore != nil {
			due = append(due, *e.NotBefore)
		}
	}
	for _, d := range i.State.Kin.Decisions {
		if !d.Asked && !i.Ended() && !i.still() {
			due = append(due, d.latest())
		}
	}
	return due
}

// commandOfKin says whether an order about other incidents is one of command, and whose.
func (i *Incident) commandOfKin(body any) (commanding, bool) {
	switch o := body.(type) {
	case Merge:
		return commanding{o.By, o.Confirmation, words.OrderMerge(o.Into)}, true
	case OpenLink:
		return commanding{o.By, o.Confirmation, words.OrderOpen(o.Plan)}, true
	}
	return commanding{}, false
}
