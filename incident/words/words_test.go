package words_test

// The sentences, where they depend on more than what they are told.

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
	"muster/incident/sms"
	"muster/incident/words"
)

func TestPlaceholdersAreFilled(t *testing.T) {
	vars := words.Vars{"a": "1", "b": ""}
	for text, want := range map[string]string{
		"":         "",
		"plain":    "plain",
		"{a}":      "1",
		"x{a}y{a}": "x1y1",
		"{b}{c}":   "--",
		"{a} {b":   "1 {b",
		"{a}}":     "1}",
	} {
		require.Equal(t, want, words.Expand(text, vars), text)
	}
}

func TestPlaceholdersAreListed(t *testing.T) {
	require.Empty(t, words.Placeholders("none"))
	require.Equal(t, []string{"a", "b"}, words.Placeholders("x {a} y {b}"))
	require.Equal(t, []string{"a", "{b"}, words.Placeholders("{a} {b"), "an open brace is a name that nobody knows")
}

func TestRepetitionsSayWhichOneTheyAre(t *testing.T) {
	require.Empty(t, words.Ordinal("en", 1))
	require.Equal(t, "第2次。", words.Ordinal("zh", 2))
	for n, want := range map[int]string{
		2: "2nd call. ", 3: "3rd call. ", 4: "4th call. ", 10: "10th call. ", 11: "11th call. ", 12: "12th call. ", 13: "13th call. ", 14: "14th call. ",
		21: "21st call. ", 22: "22nd call. ", 101: "101st call. ", 111: "111th call. ",
	} {
		require.Equal(t, want, words.Ordinal("en", n))
	}
}

func TestClockHasADateOnlyWhenItIsNotToday(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	require.Equal(t, "03:05", words.Clock("en", time.Date(2026, 11, 23, 3, 5, 0, 0, time.UTC), now))
	require.Equal(t, "24 Nov 03:05", words.Clock("en", time.Date(2026, 11, 24, 3, 5, 0, 0, time.UTC), now))
	require.Equal(t, "11月23日03:05", words.Clock("zh", time.Date(2025, 11, 23, 3, 5, 0, 0, time.UTC), now))
}

func page() words.PageText {
	return words.PageText{N: 1, Hazard: "Fire", Level: "L3", At: "12:00", Location: "Hall", Summary: "smoke", Token: "K7M", Seats: []string{"Guard"}, Duty: "watch"}
}

func TestPageNamesWhatItKnows(t *testing.T) {
	p := page()
	require.Equal(t, "Fire L3 12:00 Hall: smoke. You: Guard - watch. Reply K7M 1 accept, K7M 5 cannot", words.Page("en", p))
	require.Equal(t, "Fire L3 12:00 Hall：smoke。请任Guard：watch。回K7M 1接受，K7M 5不能", words.Page("zh", p))
	p.Summary, p.Duty = "", ""
	require.Equal(t, "Fire L3 12:00 Hall. You: Guard. Reply K7M 1 accept, K7M 5 cannot", words.Page("en", p))
	p.Seats, p.Gaps, p.Late = nil, []string{"A", "B", "C"}, []string{"D", "E", "F", "G", "H"}
	require.Equal(t, "Fire L3 12:00 Hall. NOBODY YET for: A, B, C. LATE: D, E, F +2 more. Reply K7M 1 = I see to it, K7M 5 cannot", words.Page("en", p))
	require.Equal(t, "Fire L3 12:00 Hall。无人到岗：A、B、C。超时：D、E、F等5项。回K7M 1我来处理，K7M 5不能", words.Page("zh", p))
	p = page()
	p.Seats, p.Danger, p.Help, p.Drill, p.N = nil, []string{"Ann 1"}, []string{"Ben 2"}, true, 2
	require.Equal(t, "DRILL DRILL DRILL 2nd call. DANGER reported by Ann 1, call now. Fire L3 12:00 Hall: smoke. Ben 2 asks for help. Reply K7M 1 = I see to it, K7M 5 cannot", words.Page("en", p))
}

func TestLongPageIsShortenedToTwoPartsAndKeepsItsToken(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		p := page()
		p.Summary, p.Duty, p.Location = strings.Repeat("烟 smoke ", 60), strings.Repeat("看 watch ", 60), strings.Repeat("厅 hall ", 60)
		text := words.Page(lang, p)
		require.LessOrEqual(t, sms.Measure(text).Parts, 2)
		require.Contains(t, text, "K7M 1")
		require.Contains(t, text, "Guard")
	}
}

func TestTaskNamesItsTimeItsCallAndItsToken(t *testing.T) {
	task := words.TaskText{N: 1, Token: "K7M", Title: "Look", Task: "go there"}
	require.Equal(t, "Task K7M: Look. go there Reply K7M 4 when done", words.Task("en", task))
	task.By, task.Task = "12:01", "then {K7M} 4"
	require.Equal(t, "任务K7M：Look，12:01前。then {K7M} 4", words.Task("zh", task))
	task.Party, task.Number = "brigade", "119"
	require.Equal(t, "Task K7M: Look by 12:01. Call brigade 119. then {K7M} 4", words.Task("en", task))
	task.Script = "fire in the hall"
	require.Equal(t, `Task K7M: Look by 12:01. Call brigade 119: "fire in the hall". then {K7M} 4`, words.Task("en", task))
	task.Number = ""
	require.Equal(t, "任务K7M：Look，12:01前。模拟拨打brigade，请勿真正拨号：“fire in the hall”。then {K7M} 4", words.Task("zh", task))
}

func TestScriptOfACallMayTakeOnePartMore(t *testing.T) {
	task := words.TaskText{N: 1, Token: "K7M", Title: "Call", Task: "go", Party: "brigade", Number: "119", Script: strings.Repeat("smoke ", 200)}
	require.Equal(t, 3, sms.Measure(words.Task("en", task)).Parts)
}

func TestUnknownFailureIsNamedAllTheSame(t *testing.T) {
	require.Equal(t, "Ann not reached: not delivered", words.Unreachable("Ann", "gremlins").EN)
	require.Equal(t, "未能联系Ann：手机关机或不在服务区", words.Unreachable("Ann", "unreachable").ZH)
}

func TestStrangersHearWhomToCall(t *testing.T) {
	require.Contains(t, words.Stranger("911"), "call 911.")
	require.Contains(t, words.Stranger(""), "call the emergency services.")
}

func TestValueOfAStepIsToldUnlessItSaysNothing(t *testing.T) {
	title := words.Text{EN: "Look", ZH: "看"}
	require.Equal(t, "S1 Look: done by Ann", words.StepDone("S1", title, "Ann", "done", words.Text{}).EN)
	require.Equal(t, "S1 Look: done by Ann", words.StepDone("S1", title, "Ann", "", words.Text{}).EN)
	require.Equal(t, "S1 看：完成，Ann = 3：wet", words.StepDone("S1", title, "Ann", "3", words.AsWritten("wet")).ZH)
	require.Equal(t, "S1 Look: done by the plan", words.StepDone("S1", title, "", "", words.Text{}).EN)
	require.Equal(t, "S1 Look: done by nobody in time: assumed", words.StepDone("S1", title, "assumed", "", words.Text{}).EN)
}

func items(n int) []reply.Item {
	all := []reply.Item{{Token: "K7M", Title: "One"}, {Token: "P4X", Title: "Two"}, {Token: "R2T", Title: "Three"}, {Token: "W9C", Title: "Four"}}
	return all[:n]
}

func TestQuestionsListWhatTheyAreAbout(t *testing.T) {
	for want, q := range map[string]reply.Question{
		"Which one? Start with its code: K7M One; P4X Two":                      {Code: reply.AskWhichToken, Items: items(2)},
		"Which incident? Start with its code: K7M One; P4X Two; R2T Three; ...": {Code: reply.AskWhichPlace, Items: items(4)},
		"Which incident? Start with its code: K7M Fire, Building 3, floor 12; P4X Two": {Code: reply.AskWhichPlace, Items: []reply.Item{
			{Token: "K7M", Title: "Guide", Where: words.Where("en", "Fire", "Building 3, floor 12")}, {Token: "P4X", Title: "Two"},
		}},
		"Which one? Start with its code: C4K Control room (Fire, B3); W3X Control room (Burst, B5)": {Code: reply.AskWhichToken, Items: []reply.Item{
			{Token: "C4K", Title: "Control room", Where: "Fire, B3"}, {Token: "W3X", Title: "Control room", Where: "Burst, B5"},
		}},
		"Which one? Start with its code: K7M Guide":                        {Code: reply.AskWhichToken, Items: []reply.Item{{Token: "K7M", Title: "Guide", Where: "Fire"}}},
		"That code is not one of yours. Open: nothing":                     {Code: reply.AskUnknownToken},
		"That code is not one of yours. Open: K7M One; P4X Two; R2T Three": {Code: reply.AskUnknownToken, Items: items(3)},
		"Not accepted yet: reply K7M 1":                                    {Code: reply.TellNotAccepted, Items: items(1)},
		"Not accepted yet: reply 1":                                        {Code: reply.TellNotAccepted, Items: items(2)},
		"One: reply K7M 4 and a number: 1 fire, 2 none": {Code: reply.AskValue, Items: []reply.Item{{Token: "K7M", Title: "One", Evidence: reply.Evidence{
			Kind: reply.EvidenceChoice, Choices: []reply.Choice{{Value: "fire"}, {Value: "no", Names: []string{"none", "无"}}},
		}}}},
		"K7M is your code in each of these. Call the control room, who enter which you mean: Fire, B3; Burst, B5": {Code: reply.AskWhichPlace, Items: []reply.Item{
			{Token: "K7M", Title: "Guide", Where: "Fire, B3"}, {Token: "K7M", Title: "Two", Where: "Burst, B5"},
		}},
	} {
		require.Equal(t, want, words.Question("en", q))
	}
	require.Equal(t, "未接受，回1接受", words.Question("zh", reply.Question{Code: reply.TellNotAccepted, Items: []reply.Item{{}}}))
	require.Equal(t, "火灾，3栋12层", words.Where("zh", "火灾", "3栋12层"))
	require.Equal(t, "Fire, "+strings.Repeat("a", 30)+"...", words.Where("en", "Fire", strings.Repeat("a", 500)), "a text has room for three")
	require.Equal(t, "代码不符。您的事项：无", words.Question("zh", reply.Question{Code: reply.AskUnknownToken}))
}

func TestOutcomesHaveNamesAndUnknownOnesKeepTheirs(t *testing.T) {
	for id, name := range map[string]string{"handled": "handled", "false-alarm": "false alarm", "duplicate": "duplicate", "handed-over": "handed over", "drill-ended": "drill ended", "other": "other"} {
		require.Equal(t, name, words.Outcome(id).EN)
	}
}

func TestReasonsAreToldWhereThereAreAny(t *testing.T) {
	require.Equal(t, "Drill resumed by Gus", words.Resumed("Gus", "").EN)
	require.Equal(t, "Drill resumed by Gus: fine", words.Resumed("Gus", "fine").EN)
	require.Equal(t, "Response level L3 to L2", words.LevelChanged("L3", "L2", words.ReasonGiven("")).EN)
	require.Equal(t, "Would have called brigade 119 at +2:05", words.CallContained(words.Text{EN: "brigade"}, "119", 125*time.Second).EN)
}

func TestMessagesShortenALongPlaceAndKeepTheRest(t *testing.T) {
	for lang, place := range map[string]string{"en": strings.Repeat("Long Hall ", 50), "zh": strings.Repeat("大厅", 250)} {
		for end, text := range map[string]string{
			"not needed":   words.NoLongerNeeded(lang, "Fire", place),
			"handled":      words.StoodDown(lang, "Fire", place, "handled"),
			"false alarm":  words.StoodDown(lang, "Fire", place, "false-alarm"),
			"handed over":  words.StoodDown(lang, "Fire", place, "handed-over"),
			"put in place": words.Assigned(lang, "Fire", place, "Guard"),
		} {
			require.LessOrEqual(t, sms.Measure(words.Drill(lang, true, text)+" [K7M]").Parts, 2, end)
			require.Contains(t, text, "...", end)
			require.Contains(t, text, place[:30], end)
		}
		require.Contains(t, words.Assigned(lang, "Fire", place, "Guard"), map[string]string{"en": "Reply 3 on scene", "zh": "到场回3"}[lang])
	}
	require.Equal(t, "Fire, Hall: false alarm. Everybody return; you are not needed. Thank you.", words.StoodDown("en", "Fire", "Hall", "false-alarm"))
}
