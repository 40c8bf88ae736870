package reply_test

// Values of a step: what counts as one, and what gets a question back.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
)

func bound(v float64) *float64 { return &v }

func with(e reply.Evidence) reply.Item {
	it := task("fire", "A3C")
	it.Evidence = e
	return it
}

func TestValuesOfAStep(t *testing.T) {
	fire := reply.Evidence{Kind: reply.EvidenceChoice, Choices: []reply.Choice{{Value: "true", Names: []string{"fire", "有火"}}, {Value: "false", Names: []string{"no fire", "无火"}}}}
	floors := reply.Evidence{Kind: reply.EvidenceChoice, Choices: []reply.Choice{{Value: "1"}, {Value: "3"}, {Value: "5"}, {Value: "same"}, {Value: "same"}}}
	chlorine := reply.Evidence{Kind: reply.EvidenceNumber, Min: bound(0), Max: bound(5), Unit: "mg/L"}
	level := reply.Evidence{Kind: reply.EvidenceNumber}
	heads := reply.Evidence{Kind: reply.EvidenceCount}
	words := reply.Evidence{Kind: reply.EvidenceText}
	for _, row := range []struct {
		evidence   reply.Evidence
		text, want string
	}{
		{fire, "4 1", "true"},
		{fire, "4 2", "false"},
		{fire, "4 fire", "true"},
		{fire, "4 Fire!", "true"},
		{fire, "4 no fire", "false"},
		{fire, "4 有火", "true"},
		{fire, "4 true", "true"},
		{fire, "4 1 fire", "true"},
		{fire, "4 1有火", "true"},
		{fire, "4 2 无火", "false"},
		{fire, "4 1 fire on the stove", "true"},
		{fire, "4 1 big flames", "true"},
		{fire, "4 1.", "true"},
		{fire, "4", "!missing"},
		{fire, "done", "!missing"},
		{fire, "4 3", "!not-a-choice"},
		{fire, "4 0", "!not-a-choice"},
		{fire, "4 maybe", "!not-a-choice"},
		{fire, "4 12", "!not-a-choice"},
		{fire, "4 1 no fire", "!contradicted"},
		{fire, "4 1 or 2", "!contradicted"},
		{fire, "4 2 fire", "!contradicted"},
		{fire, "4 1 not sure", "!contradicted"},
		{fire, "4 2 small fire", "!contradicted"},
		{fire, "4 1 无火", "!contradicted"},
		{fire, "4 1 never seen", "!contradicted"},
		{fire, "4 1 no flames", "!contradicted"},
		{fire, "4 1 2", "!contradicted"},
		{fire, "4 1 maybe", "!contradicted"},
		{floors, "4 1", "1"},
		{floors, "4 3", "!contradicted"},
		{floors, "4 5", "!contradicted"},
		{floors, "4 2", "3"},
		{floors, "4 same", "!not-a-choice"},
		{floors, "4 4", "same"},
		{chlorine, "4 0.3", "0.3"},
		{chlorine, "4 0,3", "0.3"},
		{chlorine, "4 0.3 mg/L", "0.3"},
		{chlorine, "4 0.3 mg/l", "0.3"},
		{chlorine, "4 5", "5"},
		{chlorine, "4 0", "0"},
		{chlorine, "4 +2", "2"},
		{chlorine, "done 0.3", "0.3"},
		{chlorine, "4 ０．３", "0.3"},
		{chlorine, "4 5.1", "!out-of-range"},
		{chlorine, "4 -1", "!out-of-range"},
		{chlorine, "4 0.3 bar", "!not-a-number"},
		{chlorine, "4 余氯0.3", "!not-a-number"},
		{chlorine, "4 1 or 2", "!not-a-number"},
		{chlorine, "4", "!missing"},
		{chlorine, "4 none", "!not-a-number"},
		{chlorine, "4 1e3", "!not-a-number"},
		{level, "4 -5", "-5"},
		{level, "4 65%", "65"},
		{level, "4 3.5bar", "3.5"},
		{level, "4 1,200", "!contradicted"},
		{level, "4 12,200", "!contradicted"},
		{level, "4 0,300", "0.300"},
		{level, "4 1.200", "1.200"},
		{level, "4 1,2", "1.2"},
		{level, "4 1,2000", "1.2000"},
		{level, "4 3 4", "!not-a-number"},
		{level, "4 3 meters high", "!not-a-number"},
		{level, "4 12/15", "!not-a-number"},
		{heads, "4 12/15", "12/15"},
		{heads, "4 12 / 15", "12/15"},
		{heads, "4 12 of 15", "12/15"},
		{heads, "4 012/15", "12/15"},
		{heads, "4 15/15", "15/15"},
		{heads, "4 0/0", "0/0"},
		{heads, "4 １２／１５", "12/15"},
		{heads, "4 16/15", "!out-of-range"},
		{heads, "4 12", "!not-a-count"},
		{heads, "4 12/15/16", "!not-a-count"},
		{heads, "4", "!missing"},
		{heads, "done 12/15", "12/15"},
		{words, "4 job 4711", "job 4711"},
		{words, "4", "!missing"},
		{words, "done, closed the valve", "closed the valve"},
		{words, "4 not needed", "not needed"},
		{reply.Evidence{}, "4", ""},
		{reply.Evidence{}, "4 valve closed", "valve closed"},
		{reply.Evidence{}, "4 5", "5"},
		{reply.Evidence{}, "4 not yet", "!contradicted"},
		{reply.Evidence{}, "4 can't", "!contradicted"},
		{reply.Evidence{}, "4 10 min", "!contradicted"},
		{reply.Evidence{}, "4 almost", "!contradicted"},
		{reply.Evidence{}, "4 what next", "!contradicted"},
		{reply.Evidence{}, "4 no leak", "no leak"},
		{reply.Evidence{}, "4 what? ok", "!contradicted"},
		{reply.Evidence{}, "4 need help", "!contradicted"},
	} {
		u := resolve(row.text, with(row.evidence))
		if problem, bad := strings.CutPrefix(row.want, "!"); bad {
			require.Equal(t, "!value fire:task:A3C", outcome(u), "%q: %s", row.text, u.Question.Problem)
			require.Equal(t, problem, string(u.Question.Problem), row.text)
			require.Empty(t, u.Value)
			continue
		}
		require.Equal(t, "done fire:task:A3C", outcome(u), "%q: %s", row.text, u.Question.Problem)
		require.Equal(t, row.want, u.Value, row.text)
	}
}
