package scenario_test

// A fire on two floors that reaches a third: a sweep for each, and the brigade's arrival said by text.

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// grounds is what of an incident this test looks at.
type grounds struct {
	State  string
	Places []struct{ Building, Floor string }
	Steps  []struct {
		ID, State string
		Place     *string
	}
	Facts []struct {
		Name  string
		Value *string
		By    *string
	}
}

func (g grounds) step(id string) (state, place string) {
	for _, s := range g.Steps {
		if s.ID == id && s.Place != nil {
			return s.State, *s.Place
		}
	}
	return "", ""
}

func (g grounds) fact(name string) (value, by string) {
	for _, f := range g.Facts {
		if f.Name == name && f.Value != nil {
			return *f.Value, *f.By
		}
	}
	return "", ""
}

func TestFireOnTwoFloorsHasTwoSweepsAndTheBrigadeIsSaidToBeThereByText(t *testing.T) {
	t.Parallel()
	muster := harness.Start(t, storyClock)
	floors := []map[string]string{{"building": "B3", "floor": "12"}, {"building": "B3", "floor": "13"}}
	fire := muster.Declare(harness.Fire("confirmed", true, "places", floors, "story", story(morning, 20)))
	at := declarations + "/" + fire.ID
	town := harness.NewTown(t, muster, fire.ID)
	look := func() (g grounds) {
		muster.Do(http.MethodGet, at, nil, &g)
		return g
	}
	muster.Do(http.MethodPost, at+"/steps/F12A/skip", map[string]string{"by": "control desk", "reason": "nobody to spare at the gate"}, nil)
	muster.Do(http.MethodPost, at+"/places", map[string]string{"by": "control desk", "building": "Building 3", "floor": "14"}, nil)
	refused := muster.Refused(http.StatusUnprocessableEntity, http.MethodPost, at+"/places", map[string]string{"by": "control desk", "building": "B3", "floor": "99"})
	require.Equal(t, "body.floor", refused.Errors[0].Location)
	refused = muster.Refused(http.StatusConflict, http.MethodPost, at+"/facts", map[string]any{"by": "tang-wei", "name": "brigade_arrived", "value": true})
	require.Equal(t, "fact_not_yours", refused.Code)
	town.Oblige() // whoever is asked says that the brigade is there
	harness.Await(t, 60*time.Second, "all floors are swept", func() bool {
		g := look()
		for _, floor := range []string{"12", "13", "14"} {
			if state, place := g.step("F09A@B3-" + floor); state != "done" || place != "B3-"+floor {
				return false
			}
		}
		return true
	})
	asked := awaitLine(t, muster, fire.ID, "question.sent", "Brigade on site", 30*time.Second)
	stated := awaitLine(t, muster, fire.ID, "fact.stated", "Brigade on site: true", 30*time.Second)
	require.Greater(t, stated.Seq, asked.Seq)
	g := look()
	require.Len(t, g.Places, 3)
	value, by := g.fact("brigade_arrived")
	require.Equal(t, "true", value)
	require.Equal(t, stated.By, by)
	ended := town.AwaitState("closed", 60*time.Second)
	requireFinished(t, ended)
	requireGapless(t, muster.Timeline(fire.ID))
	harness.RequireOnce(t, muster.Ledger())
}
