package plans_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/plans"
)

func TestLinksKnowTheTitlesOfThePlansThatTheyName(t *testing.T) {
	for _, plan := range plans.Library() {
		for _, l := range plan.Frozen.Links {
			other, ok := plans.Find(plans.Library(), l.Plan)
			require.True(t, ok, "%s names %s", plan.Doc.ID, l.Plan)
			require.Equal(t, other.Doc.Title, l.Opens)
			require.NotNil(t, l.When)
		}
	}
}

func TestWhatCannotWaitForACommanderIsOpenedAtOnce(t *testing.T) {
	opened := map[string][]string{}
	for _, plan := range plans.Library() {
		for _, l := range plan.Frozen.Links {
			if l.Open {
				opened[plan.Doc.ID] = append(opened[plan.Doc.ID], l.Plan)
			}
		}
	}
	require.Equal(t, map[string][]string{"gas-leak": {"fire"}, "power-outage": {"lift-entrapment"}, "storm": {"pipe-burst"}}, opened)
}

func TestAPlanThatLinksToOneThatThereIsNotIsReported(t *testing.T) {
	text := strings.Replace(string(read(t, "testdata/sound.yaml")), "notices:\n", "links:\n  - {plan: meteor, when: facts.confirmed}\nnotices:\n", 1)
	plan, err := plans.Load([]byte(text), "sample.yaml")
	require.NoError(t, err)
	_, err = plans.Linked([]*plans.Plan{plan})
	problems := plans.Problems(err)
	require.Len(t, problems, 1)
	require.Equal(t, "unknown-plan", problems[0].Rule)
	require.Equal(t, "there is no plan meteor to open; correct the name, or add that plan to the folder", problems[0].Text)
	require.Positive(t, problems[0].Line)
	require.Equal(t, problems, plans.CheckLinks(plan, plans.Library()))
}
