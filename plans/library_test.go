package plans_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/plans"
	"muster/plans/document"
	"muster/sites"
)

func TestTheLibraryHoldsSevenPlans(t *testing.T) {
	var ids []string
	for _, p := range all() {
		ids = append(ids, p.Doc.ID)
		require.Equal(t, p.Doc.ID+".yaml", filepath.Base(p.File))
		require.Len(t, p.Digest, 64)
		require.Empty(t, p.Warnings)
	}
	require.Equal(t, []string{"fire", "gas-leak", "lift-entrapment", "pipe-burst", "power-outage", "storm", "water-outage"}, ids)
}

func TestEachPlanOfTheLibraryFitsTheDemonstrationSite(t *testing.T) {
	for _, p := range all() {
		problems, warnings := plans.CheckSite(p, sites.Riverside())
		require.Empty(t, problems, p.Doc.ID)
		require.Empty(t, warnings, p.Doc.ID)
	}
}

func TestSixPeopleByNightFillEverySeatThatAPlanBeginsWith(t *testing.T) {
	roster := sites.Riverside().Roster(night)
	require.Len(t, roster.OnDuty(night), 6)
	for _, p := range all() {
		for _, s := range plans.Seating(p, roster, night) {
			require.True(t, s.Later || s.Gap == 0, "%s: %s", p.Doc.ID, s.Seat.ID)
		}
	}
}

func TestTheControlRoomIsNeverEmptied(t *testing.T) {
	for _, p := range all() {
		control := seat(t, p, "CTRL")
		require.True(t, control.Pinned, p.Doc.ID)
		require.Equal(t, []int{1, 2, 2}, []int{control.Priority, control.Day, control.Night}, p.Doc.ID)
		for _, other := range p.Frozen.Seats {
			if slices.Contains(other.SharesWith, "CTRL") || slices.Contains(control.SharesWith, other.ID) {
				require.Contains(t, []string{"COMM", "RES", "REC"}, other.ID, "%s: %s would take people out of the control room", p.Doc.ID, other.ID)
			}
		}
	}
}

func TestLinksLeadToPlansOfTheLibrary(t *testing.T) {
	for _, p := range all() {
		for _, link := range p.Doc.Links {
			_, ok := plans.Find(all(), link.Plan)
			require.True(t, ok, "%s -> %s", p.Doc.ID, link.Plan)
			require.NotEqual(t, p.Doc.ID, link.Plan)
		}
	}
}

// What the reference marks as a design value must never look like law.
func TestOnlyKnownStandardsAreMarkedAsStandards(t *testing.T) {
	for _, p := range all() {
		for _, s := range p.Doc.Steps {
			if s.Source.Kind == "standard" || s.Source.Kind == "regulation" {
				require.True(t, strings.HasPrefix(s.Source.Ref, "GB 25201-2010 5.3"), "%s %s: %s", p.Doc.ID, s.ID, s.Source.Ref)
			}
		}
	}
}

func TestEachPlanOfTheLibraryReachesResidentsAndOutsideParties(t *testing.T) {
	for _, p := range all() {
		require.NotEmpty(t, p.Frozen.Notices, p.Doc.ID)
		require.NotEmpty(t, p.Frozen.Scripts, p.Doc.ID)
		require.NotNil(t, p.Doc.Drill, p.Doc.ID)
		require.GreaterOrEqual(t, len(p.Doc.Drill.Injects), 3, p.Doc.ID)
		require.NotEmpty(t, p.Doc.Drill.Checklist, p.Doc.ID)
		require.NotEmpty(t, p.Doc.Drill.Scores, p.Doc.ID)
	}
}

func TestEveryPartyThatAPlanCallsHasANumberInDrillsToo(t *testing.T) {
	for _, p := range all() {
		for _, s := range p.Frozen.Steps {
			if s.Call != nil {
				_, ok := sites.Riverside().Party(s.Call.Party)
				require.True(t, ok, "%s %s", p.Doc.ID, s.ID)
				require.Equal(t, frozen.EvidenceConnected, s.Evidence.Kind)
			}
		}
	}
}

func TestFireKeepsTheContract(t *testing.T) {
	fire := library(t, "fire")
	confirm := step(t, fire, "F02")
	require.Equal(t, []frozen.Late{{At: 2 * time.Minute, Assume: "true"}}, confirm.Late)
	require.Equal(t, "confirmed", confirm.Evidence.States)
	require.Empty(t, confirm.After)
	call := step(t, fire, "F04")
	require.Equal(t, []string{"F02"}, call.After)
	require.Equal(t, &frozen.Call{Party: "fire-brigade", Script: "A", Simulate: true}, call.Call)
	require.Equal(t, []frozen.Selector{frozen.Commander, frozen.Company}, call.Late[0].Page)
	require.Equal(t, time.Minute, call.Late[0].Repeat)
	require.True(t, step(t, fire, "F20").HardGate)
	offsets := []time.Duration{0, 30 * time.Second, 45 * time.Second, 60 * time.Second, 90 * time.Second, 300 * time.Second}
	ladder := seat(t, fire, "SEC").Ladder
	require.Len(t, ladder, len(offsets))
	for i, rung := range ladder {
		require.Equal(t, offsets[i], rung.At)
	}
	require.Equal(t, time.Minute, ladder[5].Repeat)
	require.Equal(t, []frozen.Channel{frozen.Voice, frozen.SMS}, ladder[2].By)
}

func TestAFalseAlarmLeavesCauseAndReset(t *testing.T) {
	fire := library(t, "fire")
	decide := step(t, fire, "O4")
	require.Equal(t, frozen.FalseAlarm, decide.StandDown)
	require.True(t, decide.HardGate)
	require.Equal(t, "DUTY", decide.Seat)
	var left []string
	for _, s := range fire.Frozen.Steps {
		if slices.Contains(s.Outcomes, frozen.FalseAlarm) {
			left = append(left, s.ID)
		}
	}
	require.Equal(t, []string{"O4A", "O4B"}, left)
}

func TestLibraryFilesFollowTheSchema(t *testing.T) {
	schema := compiledSchema(t)
	for _, file := range append(glob(t, "library/*.yaml"), "testdata/sound.yaml") {
		require.NoError(t, schema.Validate(asJSON(t, read(t, file))), file)
	}
}

// What Show prints as JSON is a plan file again: the schema takes it, and so does the loader.
func TestShownJSONIsAPlanFile(t *testing.T) {
	schema := compiledSchema(t)
	for _, p := range all() {
		shown, err := plans.Show(p, "json")
		require.NoError(t, err)
		require.NoError(t, schema.Validate(asJSON(t, []byte(shown))), p.Doc.ID)
		again, err := plans.Load([]byte(shown), p.File)
		require.NoError(t, err)
		require.Equal(t, p.Doc, again.Doc)
	}
}

func TestTheSchemaRefusesWhatTheReaderRefuses(t *testing.T) {
	schema := compiledSchema(t)
	for _, name := range []string{"field", "missing", "language", "type", "type-quotes", "value", "value-duration", "value-choice", "id"} {
		data := read(t, "testdata/broken/"+name+".yaml")
		require.Error(t, schema.Validate(asJSON(t, data)), name)
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := plans.Schema()
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("plan.json", doc))
	schema, err := compiler.Compile("plan.json")
	require.NoError(t, err)
	return schema
}

func asJSON(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	require.NoError(t, yaml.Unmarshal(data, &value))
	text, err := json.Marshal(value)
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	require.NoError(t, err)
	return doc
}

func TestAFolderAddsAndReplacesPlans(t *testing.T) {
	dir := t.TempDir()
	own := strings.Replace(string(read(t, "testdata/sound.yaml")), "id: sample", "id: storm", 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.yaml"), read(t, "testdata/sound.yaml"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.yaml"), []byte(own), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("no plan"), 0o600))
	further, err := plans.LoadDir(dir)
	require.NoError(t, err)
	merged := plans.With(all(), further)
	require.Len(t, merged, 8)
	storm, ok := plans.Find(merged, "storm")
	require.True(t, ok)
	require.Equal(t, "Sample", storm.Doc.Title.EN)
	_, ok = plans.Find(merged, "sample")
	require.True(t, ok)
}

func TestAFolderSaysEverythingThatIsWrongInIt(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.yaml"), read(t, "testdata/broken/unknown-seat.yaml"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.yaml"), read(t, "testdata/sound.yaml"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "c.yaml"), read(t, "testdata/sound.yaml"), 0o600))
	_, err := plans.LoadDir(dir)
	require.ErrorContains(t, err, "a.yaml:60:11: ")
	require.ErrorContains(t, err, "b.yaml and ")
	require.ErrorContains(t, err, "both hold the plan sample; keep one of them")
}

// The common opening and closing blocks: a log, the scene kept, the company told within the hour, stores filled, and a review.
func TestEveryPlanOpensAndClosesAlike(t *testing.T) {
	own := map[string]map[string]string{"storm": {"Z4": "S18"}, "power-outage": {"Z6": "P17"}, "lift-entrapment": {"Z3": "L11"}, "gas-leak": {"Z3": "G13"}}
	for _, p := range all() {
		for _, id := range strings.Fields("O6 Z1 Z2 Z3 Z4 Z5 Z6 Z7 Z8 Z9") {
			if other := own[p.Doc.ID][id]; other != "" {
				id = other
			}
			step(t, p, id)
		}
		require.Equal(t, 2*time.Minute, step(t, p, "O6").Target, p.Doc.ID)
		report := step(t, p, "Z5")
		require.Equal(t, time.Hour, report.Target, p.Doc.ID)
		require.Contains(t, report.Task.ZH, "伤亡", "%s: who was killed or hurt is the authority's business too", p.Doc.ID)
		cause := slices.ContainsFunc(p.Frozen.Steps, func(s frozen.Step) bool { return slices.Equal(s.Outcomes, []frozen.Outcome{frozen.FalseAlarm}) })
		require.True(t, cause, "%s: nobody records why it was a false alarm", p.Doc.ID)
	}
}

// Deadlines that open further help or raise the level run although nobody reports: what their step waits for ends by itself,
// or the step has a start.
func TestSilenceKeepsNoDeadlineFromRunning(t *testing.T) {
	for _, p := range all() {
		for _, s := range p.Frozen.Steps {
			helps := slices.ContainsFunc(s.Late, func(l frozen.Late) bool { return l.Open != "" || l.Level != "" })
			if !helps || s.Start > 0 || s.OnDemand {
				continue
			}
			for _, before := range s.After {
				ends := slices.ContainsFunc(step(t, p, before).Late, func(l frozen.Late) bool { return l.Assume != "" })
				require.True(t, ends, "%s: silence about %s keeps the deadlines of %s from running", p.Doc.ID, before, s.ID)
			}
		}
	}
}

func TestALiftsDeadlinesRunFromTheIntercom(t *testing.T) {
	lift := library(t, "lift-entrapment")
	release := step(t, lift, "L06")
	require.Equal(t, []string{"L01"}, release.After)
	require.True(t, release.HardGate)
	var moments []string
	for _, l := range release.Late {
		moments = append(moments, l.At.String()+" "+l.Open+string(l.Level))
	}
	require.Equal(t, []string{
		"20m0s L07", "20m0s ", "30m0s L07B", "30m0s L2", "30m0s ", "1h0m0s L1", "1h0m0s ", "2h0m0s L12B", "2h0m0s ",
	}, moments)
	require.Equal(t, "fire-brigade", step(t, lift, "L07B").Call.Party)
}

func TestPlansProposeTheHazardsThatFollow(t *testing.T) {
	for plan, hazards := range map[string][]string{
		"power-outage": {"lift-entrapment", "water-outage", "storm", "pipe-burst"}, "storm": {"power-outage", "pipe-burst", "gas-leak", "lift-entrapment"},
		"pipe-burst": {"lift-entrapment", "power-outage", "water-outage"}, "gas-leak": {"fire"}, "fire": {"lift-entrapment", "gas-leak", "power-outage"},
	} {
		for _, hazard := range hazards {
			require.True(t, slices.ContainsFunc(library(t, plan).Doc.Links, func(l document.Link) bool { return l.Plan == hazard }), "%s -> %s", plan, hazard)
		}
	}
}
