package words_test

// Texts about declarations: two parts each, in both languages, however long place and summary are.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/sms"
	"muster/incident/words"
)

func TestTextsAboutDeclarationsTakeTwoParts(t *testing.T) {
	for lang, p := range map[string]words.Proposed{
		"en": {Hazard: "Lift entrapment", Place: strings.Repeat("Underground garage ", 20), Token: "K7M"},
		"zh": {Hazard: "电梯困人", Place: strings.Repeat("地下车库", 40), Token: "K7M"},
	} {
		short := p
		short.Place = "Building 3, floor 12"
		for _, text := range []string{
			words.Offer(lang, p), words.Declared(lang, p, "Luo Yong"), words.NotDeclared(lang, p, "Luo Yong"), words.CannotDeclare(lang, p, "+12025550160"),
			words.ReportCall(lang, words.Report{Proposed: short, N: 3, Name: "Luo Yong", At: "03:12", Summary: strings.Repeat("smoke 烟 ", 60)}),
			words.AskPlace(lang, p.Hazard, "B1 12"), words.AskOnePlace(lang, p.Hazard, []string{"Building 3", "Building 4"}), words.NoSuchPlace(lang, p.Hazard, "9", ""),
			words.NoSuchPlace(lang, p.Hazard, "40", "Building 3"), words.AskOneHazard(lang, p.Hazard, "Fire"), words.DrillByText(lang), words.NotTakenYet(lang, "+12025550160"),
		} {
			require.NotEmpty(t, text)
			require.LessOrEqual(t, sms.Measure(text).Parts, 2, text)
		}
	}
}

func TestOfferNamesACodeOnlyWhereTheDigitIsNotEnough(t *testing.T) {
	p := words.Proposed{Hazard: "Fire", Place: "Building 3"}
	require.Equal(t, "Reply 1 = declare FIRE at Building 3. 5 = no. Nothing is declared yet.", words.Offer("en", p))
	p.Token = "K7M"
	require.Equal(t, "Reply K7M 1 = declare FIRE at Building 3. K7M 5 = no. Nothing is declared yet.", words.Offer("en", p))
	require.Equal(t, "回K7M 1=宣布火警：3栋。回K7M 5=取消。尚未宣布。", words.Offer("zh", words.Proposed{Hazard: "火警", Place: "3栋", Token: "K7M"}))
}

func TestWhoDecidedIsNamedToEverybodyElse(t *testing.T) {
	en, zh := words.Proposed{Hazard: "Fire", Place: "Building 3"}, words.Proposed{Hazard: "火警", Place: "3栋"}
	require.Equal(t, "DECLARED: FIRE at Building 3. People are being called.", words.Declared("en", en, ""))
	require.Equal(t, "已由罗勇宣布：火警，3栋。正在呼叫人员。", words.Declared("zh", zh, "罗勇"))
	require.Equal(t, "NOT declared, says Luo: FIRE at Building 3.", words.NotDeclared("en", en, "Luo"))
	require.Equal(t, "未宣布：火警，3栋。", words.NotDeclared("zh", zh, ""))
}

func TestWhatTheSiteDoesNotHaveIsSaid(t *testing.T) {
	require.Contains(t, words.NoSuchPlace("en", "Fire", "40", "Building 3"), "FIRE: Building 3 has no floor 40.")
	require.Contains(t, words.NoSuchPlace("zh", "火警", "40", "3栋"), "3栋没有40层")
	require.Contains(t, words.NoSuchPlace("en", "Fire", "9", ""), "FIRE: there is no building 9 here.")
	require.Contains(t, words.NoSuchPlace("zh", "火警", "9", ""), "本园区没有9栋")
}

func TestStrangersAreToldOfAFewSites(t *testing.T) {
	require.Equal(t, "This number is for emergency staff and starts nothing. In an emergency call: Garden 119; Hill 120. 本号码仅供应急人员使用，紧急情况请拨：花园119；山庄120。",
		words.StrangerOf([]string{"Garden 119", "Hill 120"}, []string{"花园119", "山庄120"}))
	require.Equal(t, words.Stranger(""), words.StrangerOf(nil, nil))
	three, four := []string{"A 1", "B 2", "C 3"}, []string{"A 1", "B 2", "C 3", "D 4"}
	require.Contains(t, words.StrangerOf(three, three), "C 3")
	require.Equal(t, words.Stranger(""), words.StrangerOf(four, four), "too many to choose from")
}
