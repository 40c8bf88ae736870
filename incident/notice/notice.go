// Package notice is a message to residents on its way: whom it is for, who stands behind it, and how far it has come.
package notice

import (
	"slices"
	"strings"
	"time"

	"muster/incident/frozen"
)

// State is where a notice stands.
type State string

// The states. A contained one is a drill's, of which nobody outside is told; a lost one could not be handed over.
const (
	Proposed  State = "proposed" // waits until enough people stand behind it
	Approved  State = "approved" // is being handed over
	Sending   State = "sending"
	Sent      State = "sent"
	Rejected  State = "rejected"
	Contained State = "contained"
	Lost      State = "lost"
)

// OverdueBy is how much later than it should have left a message is of no use any more: a notice is over then.
const OverdueBy = 2 * time.Hour

// Kind says what a notice is to those who read it.
type Kind = frozen.NoticeKind

// The kinds.
const (
	First    = frozen.FirstNotice
	Update   = frozen.UpdateNotice
	AllClear = frozen.AllClearNotice
)

// Audience says which residents a notice is for: those of Of, and of these only those in Zones, if it names any, and only those
// who need help, if Assist. Places stand in for the incident's own.
type Audience struct {
	Of     frozen.Audience `json:"of"`
	Zones  []string        `json:"zones,omitempty"`
	Assist bool            `json:"assist,omitempty"`
	Places []frozen.Spot   `json:"places,omitempty"`
}

// Covers says whether whoever belongs to another audience belongs to this one too, as far as that can be told without their names.
func (a Audience) Covers(b Audience) bool {
	switch {
	case a.Of == frozen.AudienceSite && len(a.Zones) == 0 && !a.Assist:
		return true
	case a.Of != b.Of || !slices.Equal(a.Zones, b.Zones) || a.Assist && !b.Assist:
		return false
	case a.Of == frozen.AudienceOthers:
		return slices.Equal(a.Places, b.Places)
	}
	return !slices.ContainsFunc(b.Places, func(s frozen.Spot) bool { return !slices.Contains(a.Places, s) })
}

// Reach is how many residents a notice goes to, and what that takes.
type Reach struct {
	Residents int     `json:"residents"`
	OptedOut  int     `json:"opted_out"` // who belong to its audience and want no messages
	Parts     int     `json:"parts"`     // of all its messages together, as the network counts them
	Rate      float64 `json:"rate"`      // parts per second
}

// Takes is how long it takes until the last message leaves, in the engine's time.
func (r Reach) Takes() time.Duration {
	if r.Rate <= 0 {
		return 0
	}
	return time.Duration(float64(r.Parts) / r.Rate * float64(time.Second))
}

// Consent is somebody who stands behind a notice.
type Consent struct {
	By      string    `json:"by"`
	Account string    `json:"account,omitempty"` // through which they said so; empty for a text, and for the installation's own token
	At      time.Time `json:"at"`
}

// Failures is how many residents a notice could not be brought to for one reason.
type Failures struct {
	Why   string `json:"why"`
	Count int    `json:"count"`
}

// Progress is how far the sending has come. Each report holds all that those before it held.
type Progress struct {
	Sent     int        `json:"sent"`
	Failures []Failures `json:"failures,omitempty"`  // by reason, in order
	OptedOut int        `json:"opted_out,omitempty"` // who have opted out since it was weighed
	LastAt   *time.Time `json:"last_at,omitempty"`   // when the latest message left, in the engine's time
	Done     bool       `json:"done,omitempty"`
}

// Failed is how many residents it could not be brought to.
func (p Progress) Failed() int {
	n := 0
	for _, f := range p.Failures {
		n += f.Count
	}
	return n
}

// Handled is of how many residents it is known what has become.
func (p Progress) Handled() int { return p.Sent + p.Failed() + p.OptedOut }

// Fail counts one more failure.
func (p *Progress) Fail(why string) {
	k, found := slices.BinarySearchFunc(p.Failures, why, func(f Failures, why string) int { return strings.Compare(f.Why, why) })
	if !found {
		p.Failures = slices.Insert(slices.Clone(p.Failures), k, Failures{Why: why})
	}
	p.Failures[k].Count++
}

// Newer says whether a report tells more than another one.
func (p Progress) Newer(than Progress) bool {
	return !than.Done && (p.Done || p.Handled() > than.Handled())
}

// Notice is one message to residents.
type Notice struct {
	ID        string      `json:"id"`
	Plan      string      `json:"plan,omitempty"` // its id in the plan, empty for one written by hand
	Step      string      `json:"step,omitempty"` // that sends it
	Kind      Kind        `json:"kind"`
	State     State       `json:"state"`
	Audience  Audience    `json:"audience"`
	Text      frozen.Text `json:"text"`
	By        string      `json:"by"`                // who proposed it
	Account   string      `json:"account,omitempty"` // through which
	At        time.Time   `json:"at"`
	Needs     int         `json:"needs,omitempty"` // how many people have to stand behind it
	Consents  []Consent   `json:"consents,omitempty"`
	Reason    string      `json:"reason,omitempty"` // why it was rejected
	Reach     *Reach      `json:"reach,omitempty"`
	StartedAt *time.Time  `json:"started_at,omitempty"`
	LastBy    *time.Time  `json:"last_by,omitempty"` // when its last message is expected to leave
	Progress  Progress    `json:"progress,omitzero"`
	GoesOn    bool        `json:"goes_on,omitempty"` // it was still leaving when the incident's record was closed
}

// Name is how people call it.
func (n *Notice) Name() string {
	if n.Plan != "" {
		return n.Plan
	}
	return n.ID
}

// Lacks is how many more people have to stand behind a notice.
func (n *Notice) Lacks() int { return max(0, n.Needs-len(n.Consents)) }

// Consented says whether somebody stands behind a notice already.
func (n *Notice) Consented(by string) bool {
	return slices.ContainsFunc(n.Consents, func(c Consent) bool { return strings.EqualFold(c.By, by) })
}

// ConsentedThrough says whether somebody has said through an account that they stand behind a notice; none is nobody's.
func (n *Notice) ConsentedThrough(account string) bool {
	return account != "" && slices.ContainsFunc(n.Consents, func(c Consent) bool { return c.Account == account })
}

// Consent has somebody stand behind a notice, once.
func (n *Notice) Consent(by, account string, at time.Time) {
	if !n.Consented(by) {
		n.Consents = append(n.Consents, Consent{By: by, Account: account, At: at})
	}
}

// Over says whether nothing more will become of a notice.
func (n *Notice) Over() bool {
	switch n.State {
	case Proposed, Approved, Sending:
		return false
	case Sent, Rejected, Contained, Lost:
	}
	return true
}
