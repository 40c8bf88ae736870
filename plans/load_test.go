package plans_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/plans"
	"muster/plans/document"
)

func TestTooLargeAFileIsRefusedUnread(t *testing.T) {
	data := []byte("not: [even yaml\n" + strings.Repeat("#", plans.MaxBytes))
	_, err := plans.Load(data, "huge.yaml")
	require.EqualError(t, err, "huge.yaml:1:1: the file is larger than 256 KiB; take out what does not belong to a plan (limit)")
}

// noise is text that compresses badly.
func noise(characters int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < characters {
		b.WriteByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -"[r.IntN(64)])
	}
	return b.String()
}

func withNoise(t *testing.T, characters int) []byte {
	t.Helper()
	long := fmt.Sprintf(`[{value: "true", title: {en: "x%s", zh: "是"}}, "false"]`, noise(characters))
	return []byte(strings.Replace(string(read(t, "testdata/sound.yaml")), `["true", "false"]`, long, 1))
}

func TestAPlanThatNoIncidentCouldKeepIsRefused(t *testing.T) {
	_, err := plans.Load(withNoise(t, 110_000), "big.yaml")
	require.Len(t, plans.Problems(err), 1)
	require.Equal(t, "limit", plans.Problems(err)[0].Rule)
	require.ErrorContains(t, err, "more than the 64 KiB that an incident can keep; shorten its texts or split it")
}

func TestAPlanNearTheLimitGetsAWarning(t *testing.T) {
	plan, err := plans.Load(withNoise(t, 70_000), "big.yaml")
	require.NoError(t, err)
	require.Len(t, plan.Warnings, 1)
	require.Equal(t, "near-limit", plan.Warnings[0].Rule)
	require.Greater(t, plans.Size(plan.Frozen, frozen.Site{}), plans.NearInput)
}

func TestSizeCountsTheSiteToo(t *testing.T) {
	plan := sound(t)
	alone := plans.Size(plan.Frozen, frozen.Site{})
	require.Greater(t, alone, 500)
	site := frozen.Site{ID: "tower", Labels: []string{noise(100_000)}}
	require.Greater(t, plans.Size(plan.Frozen, site), plans.MaxInput)
	problem, ok := plans.CheckSize(plan, site)
	require.False(t, ok)
	require.Equal(t, "limit", problem.Rule)
	require.Contains(t, problem.Text, "together with the site tower")
	_, ok = plans.CheckSize(plan, frozen.Site{})
	require.True(t, ok)
}

func TestDefaultsAreFilledIn(t *testing.T) {
	plan := sound(t)
	require.Equal(t, frozen.L3, plan.Frozen.Level)
	require.Equal(t, frozen.EvidenceAck, step(t, plan, "A4").Evidence.Kind)
	require.Equal(t, frozen.EvidenceConnected, step(t, plan, "A2").Evidence.Kind)
	require.Equal(t, &frozen.StepNotice{ID: "N1", At: frozen.AtDone}, step(t, plan, "A4").Notice)
	require.Equal(t, []frozen.Channel{frozen.SMS}, step(t, plan, "A2").Late[1].By)
	require.Equal(t, frozen.Text{EN: "true", ZH: "true"}, step(t, plan, "A1").Evidence.Choices[0].Title)
	require.True(t, step(t, plan, "Z2").Working)
}

func TestSeatsAreCompiledInTheOrderOfTheirPriority(t *testing.T) {
	swapped := strings.NewReplacer("priority: 1", "priority: 7", "priority: 2", "priority: 3").Replace(string(read(t, "testdata/sound.yaml")))
	plan, err := plans.Load([]byte(swapped), "swapped.yaml")
	require.NoError(t, err)
	require.Equal(t, "DUTY", plan.Frozen.Seats[0].ID)
	require.Equal(t, "CTRL", plan.Frozen.Seats[1].ID)
}

func TestConditionsAreCompiledIntoTrees(t *testing.T) {
	plan := sound(t)
	when := step(t, plan, "A2").When
	require.Equal(t, []string{"steps.A1.value"}, cond.Names(when))
	value := func(s string) cond.Lookup { return func(string) cond.Value { return cond.String(s) } }
	require.Equal(t, cond.True, cond.Eval(when, value("true")))
	require.Equal(t, cond.False, cond.Eval(when, value("false")))
	require.Equal(t, []string{"facts.confirmed", "level"}, cond.Names(step(t, plan, "A4").Repeat.Until))
	require.Equal(t, []string{"facts.hurt"}, cond.Names(plan.Frozen.Raises[0].When))
	require.Nil(t, step(t, plan, "Z2").When)
}

func TestAnUnsaidLatenessClimbsFromTheSeatToTheCompany(t *testing.T) {
	sms := []frozen.Channel{frozen.SMS}
	require.Equal(t, []frozen.Late{
		{At: 4 * time.Minute, Page: []frozen.Selector{frozen.Holders}, By: sms},
		{At: 5 * time.Minute, Page: []frozen.Selector{frozen.Lead}, By: sms},
		{At: 7*time.Minute + 30*time.Second, Page: []frozen.Selector{frozen.Commander}, By: sms},
		{At: 10 * time.Minute, Page: []frozen.Selector{frozen.Company}, By: sms, Repeat: 5 * time.Minute},
	}, step(t, sound(t), "A4").Late)
}

func TestLatenessRepeats(t *testing.T) {
	const before = "[{at: 2m, open: A3}, {at: 3m, page: [commander, company]}]"
	for name, c := range map[string]struct {
		target, late string
		repeats      []time.Duration
	}{
		"the last page, as often as the target":        {"2m", "[{at: 2m, open: A3}, {at: 2m, page: holders}, {at: 3m, page: company}]", []time.Duration{0, 0, 2 * time.Minute}},
		"never more often than every minute":           {"20s", "[{at: 2m, open: A3}, {at: 3m, page: company}]", []time.Duration{0, time.Minute}},
		"as the plan says":                             {"2m", "[{at: 2m, open: A3}, {at: 3m, page: company, repeat: 45s}]", []time.Duration{0, 45 * time.Second}},
		"not where a page is followed by another step": {"2m", "[{at: 2m, page: company}, {at: 3m, open: A3}]", []time.Duration{2 * time.Minute, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(string(read(t, "testdata/sound.yaml")), before, c.late, 1)
			text = strings.Replace(text, "target: 60s\n    call", "target: "+c.target+"\n    call", 1)
			plan, err := plans.Load([]byte(text), "late.yaml")
			require.NoError(t, err)
			var repeats []time.Duration
			for _, l := range step(t, plan, "A2").Late {
				repeats = append(repeats, l.Repeat)
			}
			require.Equal(t, c.repeats, repeats)
		})
	}
}

func TestAPageBeforeAnAssumptionDoesNotRepeat(t *testing.T) {
	for _, l := range step(t, library(t, "pipe-burst"), "B03").Late {
		require.Zero(t, l.Repeat)
	}
}

func TestEveryLatenessInTheLibraryEndsWithSomebodyOrAValue(t *testing.T) {
	for _, p := range all() {
		for _, s := range p.Frozen.Steps {
			if s.Target == 0 {
				require.Empty(t, s.Late)
				continue
			}
			ends := false
			for _, l := range s.Late {
				ends = ends || l.Assume != "" || l.Repeat > 0
			}
			require.True(t, ends, "%s %s", p.Doc.ID, s.ID)
		}
	}
}

func TestAPlansOwnAudienceIsSpeltOut(t *testing.T) {
	storm := library(t, "storm")
	require.Equal(t, "garage-users", storm.Doc.Notices["N2"].Audience)
	for _, n := range storm.Frozen.Notices {
		if n.ID == "N2" {
			require.Equal(t, frozen.AudienceSite, n.Audience)
			require.Equal(t, []string{"garage"}, n.Zones)
		}
	}
}

func TestWhatTheLibrarysNoticesAreToTheirReaders(t *testing.T) {
	written := map[string]frozen.NoticeKind{
		"fire N2": frozen.FirstNotice, "gas-leak N2": frozen.FirstNotice, // another building's first, though this one was told before
		"gas-leak N3": frozen.AllClearNotice, // re-entry is allowed before the response is over
	}
	for _, p := range all() {
		for _, n := range p.Frozen.Notices {
			require.Equal(t, written[p.Doc.ID+" "+n.ID], n.Kind, "%s %s", p.Doc.ID, n.ID)
			require.Equal(t, p.Doc.Notices[n.ID].Corrects, n.Corrects)
		}
	}
}

func TestWhatIsNotBuiltIsSaid(t *testing.T) {
	require.Empty(t, plans.NotYet(sound(t)))
	require.Equal(t, []string{
		"approver: a notice waits for as many people as the site wants, not for one seat of the plan's.",
		"photo: no picture comes in by SMS: the answer says that it was taken.",
		"notice_expiry: a notice does not expire.",
	}, plans.NotYet(library(t, "storm")))
	require.NoError(t, plans.Refusal(sound(t)))
}

func TestAPlanThatRequiresWhatIsNotBuiltIsRefused(t *testing.T) {
	text := strings.Replace(string(read(t, "testdata/sound.yaml")), "ladder: calm\n", "ladder: calm\nrequires: [approver]\n", 1)
	plan, err := plans.Load([]byte(text), "strict.yaml")
	require.NoError(t, err)
	require.Contains(t, strings.Join(plans.NotYet(plan), "\n"), "approver: a notice waits for as many people as the site wants, not for one seat of the plan's. UNSAFE")
	require.EqualError(t, plans.Refusal(plan), "the plan sample is not safe on this version of Muster, which lacks "+
		"approver (a notice waits for as many people as the site wants, not for one seat of the plan's): "+
		"install a version that has it, or change the plan's requires")
}

// built are the features that a plan may require and that this build has.
var built = []string{"voice", "check_in", "working_hours", "silent_after", "for_each", "audiences", "links"}

func TestEveryFeatureThatAPlanMayRequireIsBuiltOrNamedAsMissing(t *testing.T) {
	for _, feature := range document.Required {
		text := strings.Replace(string(read(t, "testdata/sound.yaml")), "ladder: calm\n", "ladder: calm\nrequires: ["+feature+"]\n", 1)
		plan, err := plans.Load([]byte(text), "strict.yaml")
		require.NoError(t, err, feature)
		if slices.Contains(built, feature) {
			require.NoError(t, plans.Refusal(plan), feature)
		} else {
			require.ErrorContains(t, plans.Refusal(plan), feature)
		}
	}
}

func TestTheDigestIsOfTheFile(t *testing.T) {
	data := read(t, "testdata/sound.yaml")
	again, err := plans.Load(append(data, '\n'), "sound.yaml")
	require.NoError(t, err)
	require.NotEqual(t, sound(t).Digest, again.Digest)
	require.Equal(t, sound(t).Frozen, again.Frozen)
}

// A file from a stranger cannot keep the checker busy: long chains of choices are played only as far as the budget goes.
func TestALongPlanIsCheckedToTheEnd(t *testing.T) {
	var steps strings.Builder
	const last = 250
	for n := range last {
		fmt.Fprintf(&steps, `  - {id: B%d, phase: response, title: {en: "x", zh: "x"}, task: {en: "{token} 4 1", zh: "{token} 4 1"}, seat: DUTY, target: 5m, `+
			`evidence: {choice: [a, b, c]}, source: {kind: design, ref: x}`, n)
		if n > 0 {
			fmt.Fprintf(&steps, `, after: [B%d], when: 'steps.B%d.value != "a" && steps.B%d.value in ["b", "c"]'`, n-1, n-1, n-1)
		}
		steps.WriteString("}\n")
	}
	text := strings.Replace(string(read(t, "testdata/sound.yaml")), "steps:\n", "steps:\n"+steps.String(), 1)
	text = strings.Replace(text, "after: [A1, A2]", fmt.Sprintf("after: [A1, A2, B%d]", last-1), 1)
	_, err := plans.Load([]byte(text), "long.yaml")
	require.NoError(t, err)
}
