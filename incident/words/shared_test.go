package words_test

// What is said to a phone that several people share.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/reply"
	"muster/incident/sms"
	"muster/incident/words"
)

// pair asks two people, in a language, with a summary of so many characters.
func pair(lang string, summary int) []words.PageText {
	zh := lang == "zh"
	pick := func(en, zhText string) string {
		if zh {
			return zhText
		}
		return en
	}
	text := func(name, token, seat, duty string) words.PageText {
		return words.PageText{
			For: name, N: 1, Hazard: pick("Fire", "火灾"), Level: "L3", At: "02:10", Location: pick("Building 3, floor 12", "3栋12层"),
			Summary: strings.Repeat(pick("s", "烟"), summary), Token: token, Seats: []string{seat}, Duty: duty,
		}
	}
	return []words.PageText{
		text(pick("Li Na", "李娜"), "K7M", pick("Security", "安全警戒组"), pick("keep the entrance clear", "守住出入口")),
		text(pick("Wang Wei", "王伟"), "P3Q", pick("Evacuation", "疏散引导组"), pick("lead people out", "引导人员撤离")),
	}
}

func TestOneMessageKeepsToTwoPartsAndToEveryonesCode(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		rapid.Check(t, func(t *rapid.T) {
			each := pair(lang, rapid.IntRange(0, 600).Draw(t, "summary"))
			text, fits := words.Together(lang, each)
			require.True(t, fits)
			require.LessOrEqual(t, sms.Measure(text).Parts, 2, text)
			for _, person := range each {
				require.Contains(t, text, person.For)
				require.Contains(t, text, person.Token+" 1")
				require.Contains(t, text, person.Seats[0])
			}
			require.Contains(t, text, each[0].Location)
		})
	}
}

func TestTheSummaryIsShortenedBeforeTheDutiesGo(t *testing.T) {
	text, _ := words.Together("en", pair("en", 200))
	require.Contains(t, text, "lead people out")
	require.Contains(t, text, "ss...")
}

func TestWhomAMessageHasNoRoomForIsLeftOut(t *testing.T) {
	each := append(append(pair("zh", 5), pair("zh", 5)...), pair("zh", 5)...)
	_, fits := words.Together("zh", each)
	require.False(t, fits)
}

func TestTwoInDangerAreNamedOnce(t *testing.T) {
	each := pair("en", 5)
	each[0].Danger, each[1].Danger = []string{"Sun +1"}, []string{"Sun +1", "Hao +2"}
	each[0].Drill = true
	text, _ := words.Together("en", each)
	require.True(t, strings.HasPrefix(text, "DRILL DRILL DRILL DANGER reported by Sun +1"), text)
	require.Equal(t, 1, strings.Count(text, "Sun"))
	require.Equal(t, 1, strings.Count(text, "Hao"))
}

func TestTheNameStandsBehindADrillsMarkAndOnce(t *testing.T) {
	require.Equal(t, "DRILL DRILL DRILL Li Na: come", words.For("en", "Li Na", "DRILL DRILL DRILL come"))
	require.Equal(t, "【演练】李娜：来", words.For("zh", "李娜", words.For("zh", "李娜", "【演练】来")))
	require.True(t, words.IsFor("en", "Li Na", "Li Na: come"))
	require.False(t, words.IsFor("en", "Li", "Li Na: come"))
}

func TestWhoseIsAskedWithTheDigitThatWasMeant(t *testing.T) {
	q := reply.Question{Code: reply.AskWhose, Verb: reply.OnScene, Items: []reply.Item{{Token: "K7M", Name: "李娜"}, {Token: "P3Q", Name: "王伟", Where: "火灾，3栋"}}}
	require.Equal(t, "谁在回复？未作更改。请以本人代码开头：K7M 3 = 李娜，P3Q 3 = 王伟 (火灾，3栋)", words.Question("zh", q))
}
