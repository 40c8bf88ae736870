package incident_test

// Stories of what goes along when an incident becomes a part of another one.

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

// handedOver is what an incident hands over when it is merged.
func handedOver(w, into *town) incident.Carried {
	var c incident.Carried
	w.errand = func(e incident.Errand) *incident.ErrandResult {
		c = *e.Carried
		return into.takesOver(e)
	}
	require.NoError(w.t, w.mergeInto(into))
	require.Equal(w.t, incident.Closed, w.view().State)
	return c
}

func TestWhoAsksForHelpIsHelpedInTheOtherIncident(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	a.says("ann", "1")
	a.says("ann", "6")
	c := handedOver(a, b)
	require.Equal(t, []string{"ann"}, c.Help)
	require.Empty(t, c.Dangers)
	require.Empty(t, c.Silent)
	require.True(t, slices.ContainsFunc(b.told("boss"), func(s string) bool { return strings.Contains(s, "asks for help") }))
}

func TestDoneStepsAndKinGoAlong(t *testing.T) {
	p := patrol(1)
	p.Steps = append(p.Steps, does("LOOK", "SEC"), does("SHUT", "SEC"))
	a, b := twins(t, p, gatehouse())
	a.says("ann", "3")
	a.order(a.inc.FinishStep(a.now, incident.FinishStep{Step: "LOOK", By: "ann"}))
	parent, child := incident.Link{Incident: "inc-7", Kind: incident.LinkParent, Plan: "gas"}, incident.Link{Incident: "inc-8", Kind: incident.LinkChild, Plan: "power"}
	a.absorbs(comes(func(c *incident.Carried) { c.Links = []incident.Link{parent, child} }))
	c := handedOver(a, b)
	require.Equal(t, []frozen.Text{both("Do LOOK")}, c.Done)
	require.ElementsMatch(t, []incident.Link{parent, child}, c.Links, "what was merged before is no kin of the other one")
}

func TestCodesOfWhatWasMergedBeforeGoAlongOnce(t *testing.T) {
	a, b := twins(t, patrol(2), gatehouse())
	own := a.openCall("ann").Token
	for _, from := range []string{"inc-8", "inc-9"} {
		a.absorbs(comes(func(c *incident.Carried) {
			c.From, c.Codes = from, []incident.Codes{{Responder: "ann", Tokens: []string{"W4W"}}, {Responder: "ida", Tokens: []string{"X5X"}}}
		}))
	}
	c := handedOver(a, b)
	require.Contains(t, c.Codes, incident.Codes{Responder: "ann", Tokens: []string{own, "W4W"}})
	require.Contains(t, c.Codes, incident.Codes{Responder: "ida", Tokens: []string{"X5X"}})
}

func TestReplyThatNobodyWaitedForGoesOutAsAMessage(t *testing.T) {
	w := begin(t, declared(patrol(1), gatehouse()))
	w.to(0)
	said := w.says("ann", "1")
	in := incident.Inbound{ID: "in1", From: w.phone("ann"), Body: "1"}
	before := len(w.sent)
	w.inc.ReplyLate(w.now, in)
	w.settle()
	require.Len(t, w.sent, before+1)
	require.Contains(t, w.last("ann"), said)
	w.inc.ReplyLate(w.now, incident.Inbound{ID: "never", From: w.phone("ann")})
	w.inc.ReplyLate(w.now, incident.Inbound{ID: "in1", From: "+12025559999"})
	w.settle()
	require.Len(t, w.sent, before+1, "there is nothing to say, or nobody to say it to")
	w.order(w.inc.Cancel(w.now, incident.Cancel{Outcome: frozen.Handled, By: "boss", Reason: "over"}))
	w.to(0)
	over := len(w.sent)
	w.inc.ReplyLate(w.now, in)
	w.settle()
	require.Len(t, w.sent, over, "nor after the end")
}
