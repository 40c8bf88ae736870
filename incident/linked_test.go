package incident_test

// Stories of links in texts, where the site wants them.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/reply"
)

// linked are for whom the texts of each kind were sent with a link; an empty name is a text without.
func (w *town) linked() map[incident.PageKind][]string {
	all := map[incident.PageKind][]string{}
	w.fate = func(s incident.Send) incident.Result {
		kind := w.page(s.Page).Kind
		all[kind] = append(all[kind], s.Link)
		return incident.Result{Fate: incident.FateSent}
	}
	return all
}

func TestTextsThatAskForSomethingBearALinkWhereTheSiteWantsThem(t *testing.T) {
	for _, wanted := range []bool{true, false} {
		site := house(post("SEC", "ann"))
		site.Links = wanted
		w := begin(t, declared(plan([]frozen.Seat{asks("SEC", 1)}, does("S1", "SEC")), site))
		sent := w.linked()
		w.to(time.Second)
		w.order(report(w, "ann", reply.OnScene))
		w.order(w.inc.AddNote(w.now, incident.AddNote{By: "gus", Text: "the lift is out"}))
		w.to(2 * time.Second)
		whom := ""
		if wanted {
			whom = "ann"
		}
		require.Contains(t, sent[incident.CallPage], whom)
		require.Contains(t, sent[incident.TaskPage], whom)
		require.NotContains(t, sent[incident.NotePage], "ann", "a note asks for nothing")
	}
}

func TestMessageForSeveralPeopleBearsNobodysLink(t *testing.T) {
	w := shared(t, func(in *frozen.Input) { in.Site.Links = true })
	sent := w.linked()
	w.to(time.Second)
	require.Contains(t, sent[incident.CallPage], "dai")
	require.Contains(t, sent[incident.CallPage], "")
	require.NotContains(t, sent[incident.CallPage], "ann")
	require.NotContains(t, sent[incident.CallPage], "ben")
}
