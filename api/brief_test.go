package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident"
)

func TestBriefIsShownInTheLanguageThatIsAskedFor(t *testing.T) {
	h := open(t)
	v := view(known)
	trapped := "2"
	v.Facts = []incident.FactView{{Name: "trapped", Value: &trapped}}
	h.desk.views[known] = v
	for query, heading := range map[string]string{"": "Trapped: 2", "?lang=en": "Trapped: 2", "?lang=zh": "被困：2"} {
		a := h.ask("GET", "/api/v1/incidents/"+known+"/brief"+query, nil).ok(http.StatusOK).json()
		require.Equal(t, known, a["incident"])
		require.Contains(t, a["text"], heading)
		parts, ok := a["parts"].(map[string]any)
		require.True(t, ok)
		require.Equal(t, "2", parts["trapped"])
		for _, part := range []string{"place", "counts", "utilities", "people", "command", "steps", "calls"} {
			require.NotEmpty(t, parts[part], part)
		}
	}
	h.ask("GET", "/api/v1/incidents/"+known+"/brief?lang=fr", nil).problem(422, "request_invalid")
	h.ask("GET", "/api/v1/incidents/inc-none/brief", nil).problem(http.StatusNotFound, "incident_unknown")
}

func TestOrderOfWhoCommandedBeforeIsAConflict(t *testing.T) {
	h := open(t)
	h.desk.views[known] = view(known)
	h.desk.err = incident.Fail(incident.CodeCommand, "You handed over at 14:05; Don is in command now (epoch 2).")
	p := h.ask("POST", "/api/v1/incidents/"+known+"/level", fields{"level": "L1", "by": "chen", "reason": "r"}).problem(http.StatusConflict, "command_changed")
	require.Contains(t, p.Detail, "Don is in command now")
}
