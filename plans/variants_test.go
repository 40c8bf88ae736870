package plans_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/plans"
)

// Each row edits the sound plan (old text, new text, ...) and names the only sentence that must be reported.
func TestEveryWayToBreakARuleHasItsSentence(t *testing.T) {
	const numberChoice = `{choice: ["true", "false"], states: confirmed}`
	for name, c := range map[string]struct {
		edits []string
		rule  string
		text  string
	}{
		"a ladder without rungs":        {[]string{"ladders:\n  calm:\n", "ladders:\n  none: []\n  calm:\n"}, "ladder-silence", "this ladder calls nobody"},
		"a rung that pages nobody":      {[]string{"page: holders, by: [sms]", "page: [], by: [sms]"}, "ladder-silence", "this rung reaches nobody"},
		"a rung that repeats too fast":  {[]string{"by: sms, repeat: 5m", "by: sms, repeat: 5s"}, "ladder-order", "write 30s or more"},
		"no seats":                      {[]string{"seats:\n  CTRL", "seats: {}\nseets:\n  CTRL"}, "", ""},
		"the deputy commands":           {[]string{"deputy: CTRL", "deputy: DUTY"}, "command", "the deputy is the commander"},
		"choices of a truth":            {[]string{"type: bool, title", "type: bool, choices: [a, b], title"}, "fact", "no other has"},
		"a choice twice in a fact":      {[]string{"  hurt: {type: number", "  colour: {type: choice, choices: [red, red], title: {en: C, zh: 色}, by: [CTRL]}\n  hurt: {type: number"}, "evidence", `"red" is a choice already`},
		"a built-in audience":           {[]string{"notices:\n", "audiences:\n  site: {title: {en: S, zh: 全}, of: site}\nnotices:\n"}, "audience", "site is built in"},
		"a notice that corrects itself": {[]string{"{audience: site, ", "{audience: site, corrects: N1, "}, "unknown-notice", "no other notice N1 to correct"},
		"an unknown approver":           {[]string{"{audience: site, ", "{audience: site, approver: BOSS, "}, "unknown-seat", "there is no seat BOSS"},
		"the same step twice":           {[]string{"after: [A1, A2]", "after: [A1, A1, A2]"}, "duplicate-step", "A1 stands in this list twice"},
		"a repeating all-clear":         {[]string{"stand_down: handled\n", "stand_down: handled\n    repeat: {every: 5m}\n"}, "", ""},
		"too many choices":              {[]string{"evidence: text", "evidence: {choice: [a, b, c, d, e, f, g, h, i, j]}"}, "evidence", "1 to 9 answers"},
		"no choices":                    {[]string{"evidence: text", "evidence: {choice: []}"}, "evidence", "1 to 9 answers"},
		"an unknown kind of evidence":   {[]string{"evidence: text", "evidence: video"}, "value", `"video" is no evidence`},
		"lateness at once":              {[]string{"{at: 2m, open: A3}", "{at: 0s, open: A3}"}, "late-order", "this happens at once"},
		"a channel without a page":      {[]string{"{at: 2m, open: A3}", "{at: 2m, open: A3, by: sms}"}, "late-action", "only a page has by and repeat"},
		"a page that repeats too fast":  {[]string{"page: [commander, company]}]", "page: [commander, company], repeat: 5s}]"}, "late-action", "the repeat is too short"},
		"an entry that does nothing":    {[]string{"{at: 2m, open: A3}", "{at: 2m, open: A3}, {at: 2m}"}, "late-action", "this entry does nothing; write one or more of assume, page, open and level"},
		"assuming an impossible number": {[]string{"evidence: text", "evidence: {number: {min: 1, max: 5}}\n    on_late: [{at: 24h, assume: \"9\"}]"}, "assume", `"9" cannot be assumed here`},
		"assuming words for a number":   {[]string{"evidence: text", "evidence: {number: {}}\n    on_late: [{at: 24h, assume: many}]"}, "assume", `"many" cannot be assumed here`},
		"assuming a text":               {[]string{"evidence: text", "evidence: text\n    on_late: [{at: 24h, assume: fine}]"}, "assume", `"fine" cannot be assumed here`},
		"assuming too much of an ack":   {[]string{"    notice: N1\n", "    notice: N1\n    on_late: [{at: 5m, assume: perfect}]\n"}, "assume", "or done for an ack"},
		"a number that states a truth":  {[]string{numberChoice, "{number: {}, states: confirmed}"}, "", ""},
		"a text that states a choice": {[]string{
			"  hurt: {type: number", "  colour: {type: choice, choices: [red, blue], title: {en: C, zh: 色}, by: [DUTY]}\n  hurt: {type: number",
			"evidence: text", "evidence: {text: true, states: colour}",
		}, "states", "choice among red, blue"},
		"a count that states a text": {[]string{
			"  hurt: {type: number", "  remark: {type: text, title: {en: R, zh: 注}, by: [DUTY]}\n  hurt: {type: number",
			"evidence: text", "evidence: {count: true, states: remark}",
		}, "states", "evidence with text"},
		"a seat with a carrier's word": {[]string{
			"  DUTY: {title", "  INFO: {title: {en: I, zh: 讯}, duty: {en: i, zh: 讯}, priority: 3, needs: {day: 1, night: 1}}\n  DUTY: {title",
		}, "reserved", "INFO is a word"},
		"an inject for nobody":       {[]string{"to: CTRL, text", "to: MOON, text"}, "unknown-seat", "there is no seat MOON"},
		"an inject after nothing":    {[]string{"after: A2, to: CTRL", "after: A9, to: CTRL"}, "unknown-step", "there is no step A9"},
		"an inject without a moment": {[]string{"after: A2, to: CTRL", "to: CTRL"}, "drill", "write one of at and after"},
		"the same inject twice": {[]string{
			"  scores:", "    - {id: I1, at: 5m, to: CTRL, text: {en: x, zh: x}, expect: {en: x, zh: x}}\n  scores:",
		}, "drill", "the inject I1 stands here twice"},
		"a score of no step":         {[]string{"{step: A1, within", "{step: A9, within"}, "unknown-step", "there is no step A9"},
		"a score of two kinds":       {[]string{"within: 2m}", "within: 2m, at_least: 90}"}, "drill", "write one of within and at_least"},
		"a link that cannot be read": {[]string{"notices:\n", "links:\n  - {plan: fire, when: \"facts.smoke\", title: {en: x, zh: x}}\nnotices:\n"}, "condition-name", "there is no fact smoke"},
		"a fire whose confirmation is stated twice": {[]string{
			"id: sample", "id: fire", "party: police", "party: fire-brigade",
			"    evidence: text", "    evidence: {choice: [\"true\", \"false\"], states: confirmed}", "{token} 4 and a sentence", "{token} 4 1",
		}, "brigade", "may wait for the confirmation of the fire only"},
	} {
		t.Run(name, func(t *testing.T) {
			text := edited(t, string(read(t, "testdata/sound.yaml")), c.edits...)
			_, err := plans.Load([]byte(text), "variant.yaml")
			problems := plans.Problems(err)
			require.NotEmpty(t, problems)
			if c.rule == "" {
				return // breaks several rules: that it is refused is enough
			}
			require.Len(t, problems, 1, err)
			require.Equal(t, c.rule, problems[0].Rule)
			require.Contains(t, problems[0].Text, c.text)
		})
	}
}

func TestWaysToCallTheFireBrigadeThatAreAllowed(t *testing.T) {
	for name, edits := range map[string][]string{
		"after the confirmation":               {},
		"whatever the confirmation says":       {"    when: 'steps.A1.value == \"true\"'\n    target: 60s", "    target: 60s"},
		"by the fact that it states":           {"    when: 'steps.A1.value == \"true\"'\n    target: 60s", "    when: facts.confirmed\n    target: 60s"},
		"by the fact alone":                    {"    after: [A1]\n    when: 'steps.A1.value == \"true\"'\n    target: 60s", "    when: facts.confirmed\n    target: 60s"},
		"at once":                              {"    after: [A1]\n    when: 'steps.A1.value == \"true\"'\n    target: 60s", "    target: 60s"},
		"sooner than two minutes":              {"on_late: [{at: 2m, assume", "on_late: [{at: 90s, assume"},
		"and once more, when the call is late": {"    on_demand: true\n", "    on_demand: true\n    call: {party: fire-brigade, script: S, drill: skip}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			text := string(read(t, "testdata/sound.yaml"))
			text = edited(t, text, "id: sample", "id: tower-fire", "party: police", "party: fire-brigade")
			text = edited(t, text, edits...)
			_, err := plans.Load([]byte(text), "fire.yaml")
			require.NoError(t, err)
		})
	}
}

// edited replaces, once each, every first text of a pair by the second.
func edited(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, text, pairs[i])
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}
