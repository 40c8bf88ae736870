package metrics_test

// What is deployed with the program asks for measures that there are.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var measures = regexp.MustCompile(`\bmuster_[a-z_]+\b`)

// asked are the measures that a file asks for.
func asked(t *testing.T, parts ...string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "deploy"}, parts...)...))
	require.NoError(t, err)
	found := measures.FindAllString(string(data), -1)
	require.NotEmpty(t, found)
	return found
}

func TestDeployedRulesAndDashboardAskForMeasuresThatThereAre(t *testing.T) {
	m := watched(t)
	m.Request("GET", "/readyz", 200, 0)
	m.Carrier(t.Context(), "send-message")(nil)
	served := scrape(t, m)
	for _, file := range [][]string{{"grafana", "muster.json"}, {"prometheus", "muster.rules.yaml"}, {"prometheus", "muster.test.yaml"}} {
		for _, name := range asked(t, file...) {
			require.Contains(t, served, "\n"+name, "%s asks for it", file)
		}
	}
}

func TestDeployedDashboardIsOne(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "deploy", "grafana", "muster.json"))
	require.NoError(t, err)
	var dashboard struct {
		UID    string `json:"uid"`
		Panels []struct {
			ID      int    `json:"id"`
			Type    string `json:"type"`
			Title   string `json:"title"`
			Targets []struct {
				Expr string `json:"expr"`
			} `json:"targets"`
		} `json:"panels"`
	}
	require.NoError(t, json.Unmarshal(data, &dashboard))
	require.Equal(t, "muster", dashboard.UID)
	ids := map[int]bool{}
	for _, p := range dashboard.Panels {
		require.False(t, ids[p.ID], "%s has another's id", p.Title)
		ids[p.ID] = true
		require.Equal(t, p.Type == "row", len(p.Targets) == 0, p.Title)
		for _, target := range p.Targets {
			require.Equal(t, strings.Count(target.Expr, "("), strings.Count(target.Expr, ")"), p.Title)
		}
	}
	require.Greater(t, len(ids), 15)
}
