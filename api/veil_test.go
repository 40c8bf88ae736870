package api_test

// What somebody sees who only looks on: how things stand, and nobody's name or words.

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account"
	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/photo"
)

// peopled is an incident in which people have said something.
func peopled() incident.View {
	some := func(s string) *string { return &s }
	v := view(known)
	v.Summary, v.ReportedBy = "Bertram smells smoke", some("Bertram")
	v.Seats[1].Holders[0].Responder, v.Seats[1].Holders[0].Name = "li-hua", "Li Hua"
	v.Pages[0].Responder, v.Pages[0].Name = "li-hua", "Li Hua"
	v.Messages = []incident.PageView{{ID: "m1", Kind: incident.NotePage, Responder: "li-hua", Name: "Li Hua"}}
	v.Steps[0].By, v.Steps[0].Note, v.Steps[0].Reason = some("li-hua"), some("Bertram said so"), some("Bertram has gone")
	v.Steps = append(v.Steps, incident.StepView{ID: "F02", OpenedAt: v.Steps[0].OpenedAt, By: some("Bertram"), Value: some("Bertram's car"), Evidence: incident.EvidenceView{Kind: frozen.EvidenceText}},
		incident.StepView{ID: "F03", OpenedAt: v.Steps[0].OpenedAt, Value: some("3/40"), Evidence: incident.EvidenceView{Kind: frozen.EvidenceCount}})
	v.Facts = []incident.FactView{
		{Name: "trapped", Type: frozen.FactNumber, Value: some("2"), By: some("Bertram")}, {Name: "where", Type: frozen.FactText, Value: some("with Bertram")},
	}
	v.Notices = []incident.NoticeView{{ID: "n1", By: "Bertram", Reason: some("Bertram objects"), Approvals: []incident.ConsentView{{By: "Bertram"}}, Text: incident.Text{EN: "Stay away"}}}
	return v
}

// Where names and words are, and what of it somebody sees who only looks on.
var veiled = map[string][]string{
	"/api/v1/incidents":                        {`"summary":"***"`, `"responder":"li-hua","name":"L***"`, `"reported_by":"B***"`, `"value":"3/40"`, `"value":"2"`},
	"/api/v1/incidents/" + known:               {`"by":"li-hua","note":"***","reason":"***"`, `"text":{"en":"Stay away"`},
	"/api/v1/incidents/" + known + "/notices":  {`"reason":"***"`},
	"/api/v1/incidents/" + known + "/brief":    {`L***`},
	"/api/v1/incidents/" + known + "/review":   {`"summary":"***"`},
	"/api/v1/incidents/" + known + "/timeline": {`"by":"B***","text":{"en":"Not shown to you`, `"en":"Security filled (2/2)"`, `"reason":{"en":"Not shown`},
	"/api/v1/incidents/" + known + "/photos":   {`"by":"B***"`, `"step":"F01"`, `"place":null`},
	"/api/v1/responders":                       {`"name":"L***"`},
	"/api/v1/drills":                           {`"summary":"***"`, `"by":"li-hua"`, `"paused_by":"B***"`},
}

func TestWhoeverOnlyLooksOnSeesNobodysNameOrWords(t *testing.T) {
	h := open(t)
	v, bertram := peopled(), "Bertram"
	h.desk.views[known], h.shadow.views[known] = v, v
	h.shadow.entries = entries(1, 3)
	h.shadow.entries[0].By, h.shadow.entries[0].Text, h.shadow.entries[0].Kind = bertram, incident.Text{EN: "Bertram wrote: help", ZH: "Bertram"}, incident.KindReply
	h.shadow.entries[0].Reason, h.shadow.entries[0].Value = incident.Text{EN: "Bertram"}, bertram
	h.shadow.entries[1].Text, h.shadow.entries[1].Kind = incident.Text{EN: "Security filled (2/2)"}, incident.KindSeatFilled
	h.shadow.entries[2].Text, h.shadow.entries[2].Kind = incident.Text{EN: "Danger of Bertram: rung 2 calls the company"}, incident.KindRung
	h.album.photos = []photo.Photo{{ID: "pho-1", Incident: known, Step: "F01", By: bertram, Place: &photo.Place{Lat: 31.2, Lon: 121.5}}}
	h.drills.views = []drill.ScheduleView{{
		ID: "drl-0123abc", Site: "riverside", Summary: "Bertram hides", By: "li-hua", PausedBy: &bertram,
		Last: &drill.Past{Why: &bertram}, Overdue: []drill.OverdueView{{Why: "Bertram forgot"}},
	}}
	for path, shown := range veiled {
		whole := h.as(tokenOf(account.Responder, "riverside"), "GET", path, nil).ok(http.StatusOK).Body.String()
		require.Regexp(t, `Bertram|Li Hua`, whole, "%s: whoever acts here sees who is who", path)
		require.NotContains(t, whole, "***\"", path)
		said := h.as(tokenOf(account.Viewer, "riverside"), "GET", path, nil).ok(http.StatusOK).Body.String()
		require.NotContains(t, said, bertram, path)
		for _, r := range riverside.Responders {
			require.NotContains(t, said, r.Name, path)
		}
		for _, part := range shown {
			require.Contains(t, said, part, path)
		}
	}
	require.Equal(t, "Li Hua", h.desk.views[known].Seats[1].Holders[0].Name, "what is shown is a copy")
}

// What scenarios have said in their timelines names their people, and quotes them.
func TestNoTimelineThatWasToldNamesAnybodyToWhoeverOnlyLooksOn(t *testing.T) {
	files, err := filepath.Glob("../docs/scenarios/golden/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	h, shown := open(t), 0
	h.desk.views[known], h.shadow.views[known] = view(known), view(known)
	for _, path := range files {
		h.shadow.entries = nil
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotRegexp(t, `\+\d{8}`, string(data), "%s: numbers are masked for everybody", path)
		for line := range strings.Lines(string(data)) {
			kind, text, _ := strings.Cut(line[len(time.DateTime)+2:], " ")
			h.shadow.entries = append(h.shadow.entries, incident.Entry{
				Seq: len(h.shadow.entries) + 1, Kind: incident.Kind(kind), Text: incident.Text{EN: text, ZH: text},
			})
		}
		said := h.as(tokenOf(account.Viewer, "riverside"), "GET", "/api/v1/incidents/"+known+"/timeline", nil).ok(http.StatusOK)
		for _, r := range riverside.Responders {
			require.NotContains(t, said.Body.String(), r.Name, path)
		}
		shown += strings.Count(said.Body.String(), `"kind"`) - strings.Count(said.Body.String(), "Not shown to you")
	}
	require.Greater(t, shown, 100, "what names nobody is shown")
}

func TestATokenSeesPeopleOnlyWhereThatIsInItsScope(t *testing.T) {
	read := account.Identity{Bindings: []account.Binding{{Role: account.Administrator}}, Scopes: []account.Right{account.Read}}
	require.False(t, read.May(account.People, "riverside"))
	read.Scopes = append(read.Scopes, account.People)
	require.True(t, read.May(account.People, "riverside"))
}
