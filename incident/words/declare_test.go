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
