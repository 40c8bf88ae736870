package plans_test

// What somebody writes who knows the format from its excerpt only: it loads, and means what it says.

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/frozen"
	"muster/plans"
	"muster/plans/document"
	"muster/sites"
	"muster/sites/strict"
)

func contract(t *testing.T, edits ...string) *plans.Plan {
	t.Helper()
	plan, err := plans.Load([]byte(edited(t, string(read(t, "testdata/contract.yaml")), edits...)), "contract.yaml")
	require.NoError(t, err)
	return plan
}

func rules(warnings []strict.Problem) []string {
	var names []string
	for _, w := range warnings {
		names = append(names, w.Rule)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestTheExcerptThatFixesTheStyleLoads(t *testing.T) {
	plan := contract(t)
	require.Equal(t, []string{"no-end", "unused"}, rules(plan.Warnings))
	require.NoError(t, compiledSchema(t).Validate(asJSON(t, read(t, "testdata/contract.yaml"))))
	require.NoError(t, plans.Refusal(plan))
	problems, _ := plans.CheckSite(plan, sites.Riverside())
	require.Empty(t, problems)
	for _, format := range plans.Formats {
		shown, err := plans.Show(plan, format)
		require.NoError(t, err)
		require.NotContains(t, shown, "\n\n\n")
	}
	roster := sites.Riverside().Roster(night)
	for _, s := range plans.Seating(plan, roster, night)[:3] {
		require.Zero(t, s.Gap, s.Seat.ID)
	}
}

func TestTheExcerptReplacesOurFire(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "fire.yml"), read(t, "testdata/contract.yaml"), 0o600))
	further, err := plans.LoadDir(dir)
	require.NoError(t, err)
	fire, ok := plans.Find(plans.With(all(), further), "fire")
	require.True(t, ok)
	require.Len(t, fire.Frozen.Steps, 3)
}

func TestWhatTheExcerptLeavesOutIsFilledIn(t *testing.T) {
	plan := contract(t)
	call, gate := step(t, plan, "F04"), step(t, plan, "F20")
	require.Equal(t, frozen.Text{EN: "Connected: reply {token} 4", ZH: "接通后回{token} 4"}, call.Task)
	require.Equal(t, frozen.Text{EN: "Done: reply {token} 4", ZH: "完成回{token} 4"}, gate.Task)
	require.Equal(t, "design", plan.Doc.Steps[2].Source.Kind)
	require.Empty(t, gate.Late)
	var order []string
	for _, s := range plan.Frozen.Seats {
		order = append(order, s.ID)
	}
	require.Equal(t, []string{"CTRL", "SEC", "DUTY", "DCMD", "EVAC"}, order, "by priority, then as they stand")
	require.Equal(t, frozen.Text{}, seat(t, plan, "DUTY").Duty, "a page names the seat once")
}

// Each row leaves out what the format lets one leave out, or writes it in another way, and says what comes of it.
func TestWhatMayBeLeftOutOrWrittenShort(t *testing.T) {
	const f20 = "    hard_gate: true\n"
	for name, c := range map[string]struct {
		edits []string
		then  func(*testing.T, *plans.Plan)
	}{
		"no when":          {[]string{"    when: steps.F02.value == \"true\"\n", ""}, func(t *testing.T, p *plans.Plan) { require.Nil(t, step(t, p, "F04").When) }},
		"no spare":         {[]string{", spare: 1", ""}, nil},
		"no shares_with":   {[]string{", shares_with: [EVAC]", ""}, nil},
		"no arrive_within": {[]string{", arrive_within: 3m", ""}, nil},
		"no check_in":      {[]string{", check_in: 10m", ""}, nil},
		"no deputy":        {[]string{", deputy: DCMD", ""}, nil},
		"no silent_after":  {[]string{", silent_after: 3m", ""}, nil},
		"no source":        {[]string{"    source: {kind: standard, ref: \"GB 25201-2010 5.3\"}\n", ""}, nil},
		"no task at a choice": {
			[]string{"    task: {en: \"Go and look. Reply {token} 4 1 fire, {token} 4 2 no fire\", zh: \"到场确认：回{token} 4 1 有火，{token} 4 2 无火\"}\n", ""},
			func(t *testing.T, p *plans.Plan) {
				require.Equal(t, frozen.Text{EN: "Reply {token} 4 1 yes, {token} 4 2 no", ZH: "回{token} 4 1 是，{token} 4 2 否"}, step(t, p, "F02").Task)
			},
		},
		"no script at a call": {[]string{", script: A", ""}, func(t *testing.T, p *plans.Plan) { require.Empty(t, step(t, p, "F04").Call.Script) }},
		"no drill at a call":  {[]string{", drill: simulate", ""}, func(t *testing.T, p *plans.Plan) { require.True(t, step(t, p, "F04").Call.Simulate) }},
		"no phase": {[]string{"    phase: response\n", ""}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, frozen.Response, step(t, p, "F04").Phase)
		}},
		"no priorities": {[]string{"priority: 1, ", "", "priority: 2, ", ""}, func(t *testing.T, p *plans.Plan) { require.Equal(t, "CTRL", p.Frozen.Seats[0].ID) }},
		"no needs": {[]string{", needs: {day: 1, night: 1}}", "}"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, []int{1, 1}, []int{seat(t, p, "DUTY").Day, seat(t, p, "DUTY").Night})
		}},
		"needs in short":       {[]string{"needs: {day: 4, night: 2}", "needs: 3"}, func(t *testing.T, p *plans.Plan) { require.Equal(t, 3, seat(t, p, "SEC").Night) }},
		"no ladder at the top": {[]string{"ladder: life\n", ""}, func(t *testing.T, p *plans.Plan) { require.Len(t, seat(t, p, "SEC").Ladder, 6) }},
		"a ladder that need not be written": {
			[]string{"    - {at: 0s,   page: holders,     by: [sms]}\n    - {at: 30s", "    - {at: 0s, page: holders}\n    - {at: 30s", "title: {en: Duty manager", "ladder: urgent, title: {en: Duty manager"},
			func(t *testing.T, p *plans.Plan) {
				require.Equal(t, 90*time.Second, seat(t, p, "DUTY").Ladder[1].At)
				require.Equal(t, []frozen.Channel{frozen.SMS}, seat(t, p, "SEC").Ladder[0].By)
			},
		},
		"a fact that everybody may state": {[]string{", by: [SEC, DUTY]}", "}"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, []string{"CTRL", "SEC", "DUTY", "DCMD", "EVAC"}, p.Frozen.Facts[1].By)
		}},
		"one step to follow": {[]string{"after: [F04]", "after: F04"}, func(t *testing.T, p *plans.Plan) { require.Equal(t, []string{"F04"}, step(t, p, "F20").After) }},
		"a source in short":  {[]string{"source: {kind: published-plan, ref: \"one minute to respond\"}", "source: our own figure"}, nil},
		"hours, for_each, everyone, reference, sop": {
			[]string{f20, f20 + "    hours: working\n    for_each: place\n    everyone: true\n    reference: true\n    sop: {en: Read this, zh: 请读}\n"},
			func(t *testing.T, p *plans.Plan) {
				s := step(t, p, "F20")
				require.True(t, s.Working && s.Everyone && s.Reference)
				require.Equal(t, "place", s.ForEach)
			},
		},
		"sop_text, and a reference at the call": {
			[]string{"drill: simulate}\n", "drill: simulate, reference: true}\n    sop_text: {en: Do not hang up, zh: 勿挂断}\n"},
			func(t *testing.T, p *plans.Plan) {
				require.True(t, step(t, p, "F04").Reference)
				require.Equal(t, "Do not hang up", p.Doc.Steps[1].SOP.EN)
			},
		},
		"a repeat in short": {[]string{f20, "    target: 5m\n    repeat: 30m\n"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, 30*time.Minute, step(t, p, "F20").Repeat.Every)
		}},
		"a repeat with its end": {[]string{f20, "    target: 5m\n    repeat: {every: 30m, until: facts.brigade_arrived}\n"}, nil},
		"evidence of every kind": {
			[]string{f20, "    evidence: number\n    target: 5m\n", "  - id: F20\n", "  - {id: F10, title: {en: a, zh: b}, seat: SEC, target: 5m, evidence: {count: true}}\n" +
				"  - {id: F11, title: {en: a, zh: b}, seat: SEC, target: 5m, evidence: {number: true}}\n  - {id: F12, title: {en: a, zh: b}, seat: SEC, target: 5m, evidence: photo}\n" +
				"  - {id: F13, title: {en: a, zh: b}, seat: SEC, target: 5m, evidence: {number: {min: 0, max: 9, unit: cm}}, task: {en: Measure., zh: 测量。}}\n  - id: F20\n"},
			func(t *testing.T, p *plans.Plan) {
				require.Equal(t, "Reply {token} 4 x/y: done of all", step(t, p, "F10").Task.EN)
				require.Equal(t, "Measure. Reply {token} 4 and the number (cm)", step(t, p, "F13").Task.EN)
			},
		},
		"a step that its own lateness does not end": {[]string{"on_late: [{at: 60s, page: [commander, company]}]", "on_late: [{at: 60s, page: holders}]"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, []frozen.Late{
				{At: time.Minute, Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.SMS}},
				{At: 2 * time.Minute, Page: []frozen.Selector{frozen.Company}, By: []frozen.Channel{frozen.SMS}, Repeat: time.Minute},
			}, step(t, p, "F04").Late)
		}},
		"several things at once": {[]string{"on_late: [{at: 60s, page: [commander, company]}]", "on_late: [{at: 60s, page: company, level: L1}]"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, frozen.L1, step(t, p, "F04").Late[0].Level)
			require.Equal(t, []frozen.Selector{frozen.Company}, step(t, p, "F04").Late[1].Page)
		}},
		"lateness without a target": {[]string{f20, f20 + "    on_late: [{at: 2h, page: commander}]\n"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, []frozen.Late{{At: 2 * time.Hour, Page: []frozen.Selector{frozen.Commander}, By: []frozen.Channel{frozen.SMS}, Repeat: 10 * time.Minute}}, step(t, p, "F20").Late)
		}},
		"a share at which to warn": {[]string{f20, "    target: 100s\n    warn: 60%\n"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, time.Minute, step(t, p, "F20").Late[0].At)
		}},
		"a share before what lateness does": {[]string{"    target: 30s\n    call", "    target: 30s\n    warn: 50\n    call"}, func(t *testing.T, p *plans.Plan) {
			require.Equal(t, frozen.Late{At: 15 * time.Second, Page: []frozen.Selector{frozen.Holders}, By: []frozen.Channel{frozen.SMS}}, step(t, p, "F04").Late[0])
			require.Len(t, step(t, p, "F04").Late, 2)
		}},
		"a start": {[]string{f20, f20 + "    start: 10m\n"}, func(t *testing.T, p *plans.Plan) { require.Equal(t, 10*time.Minute, step(t, p, "F20").Start) }},
		"what trainers need, at the step": {
			[]string{"drill: simulate}\n", "drill: simulate}\n    drill: {simulate: false, score: {within: 150s, from: declaration}, injects: [{text: {en: Line dead, zh: 线路中断}}]}\n"},
			func(t *testing.T, p *plans.Plan) {
				require.False(t, step(t, p, "F04").Call.Simulate)
				require.Equal(t, []document.Score{{Step: "F04", Within: document.Duration(150 * time.Second), From: "declaration"}}, p.Doc.Drill.Scores)
				require.Equal(t, "F04", p.Doc.Drill.Injects[0].After)
				require.Equal(t, "CTRL", p.Doc.Drill.Injects[0].To)
			},
		},
		"own audiences, approver, expiry, links, levels": {
			[]string{"notices:\n", "audiences:\n  low-homes: {zones: [garage]}\nlinks:\n  - {plan: gas-leak, when: facts.confirmed}\nraise:\n  - {when: facts.confirmed, to: L2}\n" +
				"notices:\n  N2: {audience: low-homes, approver: DUTY, expires: 2h, corrects: N1, text: {en: Over, zh: 结束}}\n"},
			func(t *testing.T, p *plans.Plan) { require.Equal(t, "gas-leak", p.Doc.Links[0].Title.EN) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan := contract(t, c.edits...)
			shown, err := plans.Show(plan, "json")
			require.NoError(t, err)
			require.NoError(t, compiledSchema(t).Validate(asJSON(t, []byte(shown))))
			again, err := plans.Load([]byte(shown), "again.json")
			require.NoError(t, err)
			require.Equal(t, plan.Doc, again.Doc, "what is filled in is filled in once")
			text := edited(t, string(read(t, "testdata/contract.yaml")), c.edits...)
			require.NoError(t, compiledSchema(t).Validate(asJSON(t, []byte(text))))
			if c.then != nil {
				c.then(t, plan)
			}
		})
	}
}

// Lateness may open any step: one that waits for others, one of recovery, and one that nothing else opens.
func TestLatenessMayOpenAnyStep(t *testing.T) {
	const page = "on_late: [{at: 60s, page: [commander, company]}]"
	waits := contract(t, page, "on_late: [{at: 5m, open: F20}]")
	require.False(t, step(t, waits, "F20").OnDemand)
	late := step(t, waits, "F04").Late
	require.Equal(t, "F20", late[0].Open)
	require.Equal(t, []frozen.Selector{frozen.Company}, late[1].Page, "and never ends in silence")
	alone := contract(t, page, "on_late: [{at: 5m, open: F05}]", "  - id: F20\n", "  - {id: F05, title: {en: Again, zh: 再报}, seat: CTRL, target: 1m}\n  - id: F20\n")
	require.True(t, step(t, alone, "F05").OnDemand, "it waits for nothing: only lateness can have been meant to open it")
}

// The plans that come with Muster write out what others may leave out.
func TestTheLibraryLeavesNothingUnsaid(t *testing.T) {
	for _, file := range glob(t, "library/*.yaml") {
		var doc document.Document
		_, problems := strict.Read(read(t, file), &doc)
		require.Empty(t, problems)
		for _, part := range []document.Text{doc.Parts.Organisation, doc.Parts.Duties, doc.Parts.Response, doc.Parts.Measures, doc.Parts.Recovery} {
			require.True(t, said(part), file)
		}
		for id, s := range doc.Seats {
			require.True(t, said(s.Title) && said(s.Duty) && s.Priority > 0, "%s %s", file, id)
		}
		for _, s := range doc.Steps {
			require.True(t, said(s.Title) && said(s.Task) && s.Phase != "" && s.Source.Kind != "" && s.Source.Ref != "", "%s %s", file, s.ID)
			require.True(t, s.Target > 0 || s.HardGate, "%s %s", file, s.ID)
			typed := !slices.Contains([]frozen.EvidenceKind{frozen.EvidenceAck, frozen.EvidencePhoto, frozen.EvidenceConnected}, s.Kind())
			require.True(t, !typed || strings.Contains(s.Task.EN, "{token}") && strings.Contains(s.Task.ZH, "{token}"), "%s %s", file, s.ID)
		}
	}
}

func said(t document.Text) bool { return t.EN != "" && t.ZH != "" }
