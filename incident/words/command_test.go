package words_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/sms"
	"muster/incident/words"
)

func TestBriefToANewCommanderFitsTwoMessages(t *testing.T) {
	for lang, word := range map[string]string{"en": "somewhere ", "zh": "很长的地方"} {
		long := strings.Repeat(word, 20)
		text := words.CommandBrief(lang, words.CommandText{Place: long, Trapped: "2", Counts: long, Steps: []string{"All-clear", "Roll call", "Cordon", "Gate", "Log"}})
		require.LessOrEqual(t, sms.Measure(words.Drill(lang, true, text)+" [K7M]").Parts, 2, text)
		require.Contains(t, text, map[string]string{"en": "+2 more", "zh": "等5项"}[lang])
		text = words.HandedOverOnScene(lang, "Fire", long, "Wang Lei")
		require.LessOrEqual(t, sms.Measure(words.Drill(lang, true, text)+" [K7M]").Parts, 2, text)
	}
}

func TestTitlesThatSpeakOfUtilitiesAndPeople(t *testing.T) {
	text := func(en, zh string) words.Text { return words.Text{EN: en, ZH: zh} }
	for _, title := range []words.Text{text("Shut the gas", "关闭燃气"), text("Power is out", "停电"), text("Lifts to the ground", "电梯迫降"), text("x", "供水保障")} {
		require.True(t, words.Utility(title), title.EN)
	}
	require.False(t, words.Utility(text("Sweep the floors", "逐层清查")))
	require.True(t, words.OfPeople(text("People missing", "缺员")))
	require.False(t, words.OfPeople(text("Hours without water", "停水小时数")))
}
