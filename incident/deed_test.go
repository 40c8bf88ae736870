package incident_test

// Stories of what the audit log is told: what people bring about by their texts and keys, and nothing else.

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

// deeds are those that the log was told of since they were asked for last.
func (w *town) deeds() []incident.Deed {
	w.write()
	told := w.did
	w.did = nil
	return told
}

func TestEveryAnswerThatChangesSomethingIsADeed(t *testing.T) {
	w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC")), house(post("SEC", "ann"))))
	w.to(time.Second)
	page := w.pageOf("ann")
	require.Empty(t, w.deeds(), "nobody has said anything")
	w.says("ann", "28")
	w.says("ann", "0")
	require.Empty(t, w.deeds(), "a question and a repetition change nothing")

	w.says("ann", "2 10")
	until := "until " + at(time.Second+10*time.Minute).Format(time.RFC3339)
	require.Equal(t, []incident.Deed{{
		ID: "in3", Kind: incident.DeedByText, At: at(time.Second), By: "ann", Phone: w.phone("ann"), Answer: reply.ActETA,
		Before: map[string]string{"page " + page.ID: "paging", "seat SEC": "", "step S1": "blocked", "people of S1": ""},
		After:  map[string]string{"page " + page.ID: "accepted", "seat SEC": "ann accepted " + until, "step S1": "open", "people of S1": "ann"},
	}}, w.deeds())

	task := taskPage(w, "ann", "S1")
	w.says("ann", "4 all shut")
	done := w.deeds()
	require.Len(t, done, 1)
	require.Equal(t, "open", done[0].Before["step S1"])
	require.Equal(t, "done", done[0].After["step S1"])
	require.Equal(t, "accepted", done[0].After["page "+task])
	w.says("ann", "9")
	undone := w.deeds()
	require.Equal(t, reply.ActUndo, undone[0].Answer)
	require.Equal(t, []string{"done", "open"}, []string{undone[0].Before["step S1"], undone[0].After["step S1"]})
	w.says("ann", "7")
	danger := w.deeds()
	require.Equal(t, reply.ActDanger, danger[0].Answer, "danger is a deed whatever it changes at once")
}

func TestAnAnswerByRadioIsNoDeedOfAPhone(t *testing.T) {
	w := begin(t, declared(oneElectrician(), electricians()))
	w.to(time.Second)
	w.order(w.inc.Report(w.now, incident.ReportAnswer{Responder: "ann", Answer: reply.Accept, By: "desk"}))
	require.Empty(t, w.deeds(), "the API notes it")
}

func TestKeysAreDeeds(t *testing.T) {
	w := spoken(t)
	key := incident.Keys(w.inc.In.ID, w.pageOf("ann").ID, w.rung("ann").N)
	w.press("ann", key.Repeat, 1)
	require.Empty(t, w.deeds())
	w.press("ann", key.Accept, 2)
	pressed := w.deeds()
	require.Len(t, pressed, 1)
	require.Equal(t, incident.DeedByKey, pressed[0].Kind)
	require.Equal(t, []string{"ann", w.phone("ann"), "accepted"}, []string{pressed[0].By, pressed[0].Phone, pressed[0].After["page "+w.pageOf("ann").ID]})
}

func TestADeclarationByTextIsTheDeedOfWhoeverConfirmedIt(t *testing.T) {
	in := declared(oneElectrician(), electricians())
	in.Report = &frozen.Report{By: "ann", Name: "Ann", Confirmed: "ben", ConfirmedBy: "Ben", ConfirmedAt: noon.Add(-time.Second), Phone: "+12025550101"}
	i := incident.Begin(in, noon)
	deeds := i.Unshadowed().Deeds
	require.Len(t, deeds, 1)
	require.Equal(t, []any{incident.DeedDeclared, "ben", "+12025550101", noon.Add(-time.Second)}, []any{deeds[0].Kind, deeds[0].By, deeds[0].Phone, deeds[0].At})
	require.Equal(t, "ann", deeds[0].After["reported_by"])
	require.Equal(t, in.Plan.ID, deeds[0].After["plan"])
}

func TestDeedsStayUntilTheShadowHasThem(t *testing.T) {
	i := incident.Begin(declared(oneElectrician(), electricians()), noon)
	live(i, noon)
	i.Answer(noon, incident.Inbound{ID: "a", From: "+12025550100", Body: "1"})
	first := i.Unshadowed()
	i.Answer(noon, incident.Inbound{ID: "b", From: "+12025550100", Body: "3"})
	data, err := json.Marshal(i.State)
	require.NoError(t, err)
	state := &incident.State{}
	require.NoError(t, json.Unmarshal(data, state))
	i = incident.Resume(i.In, state)
	i.Confirmed(first)
	require.Equal(t, []string{"a"}, ids(first.Deeds))
	require.Equal(t, []string{"b"}, ids(i.Unshadowed().Deeds))
	i.Answer(noon, incident.Inbound{ID: "b", From: "+12025550100", Body: "3"})
	require.Equal(t, []string{"b"}, ids(i.Unshadowed().Deeds), "a text that comes twice counts once")
}

func ids(deeds []incident.Deed) (list []string) {
	for _, d := range deeds {
		list = append(list, d.ID)
	}
	return list
}
