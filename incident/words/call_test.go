package words_test

// What is said on the phone, and its bounds.

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/words"
)

var callKeys = words.CallKeys{Accept: "7", Cannot: "3", Repeat: "9"}

func TestACallNamesHazardPlaceSeatAndKeys(t *testing.T) {
	page := words.PageText{Hazard: "Fire", Level: "L1", Location: "Building 3, floor 12", Summary: "smoke", Seats: []string{"Security", "Evacuation"}, Duty: "close the gate"}
	require.Equal(t, "Fire, level L1, at Building 3, floor 12: smoke. You are needed as Security and Evacuation: close the gate. "+
		"To accept, press 7. If you cannot, press 3. To hear this again, press 9.", words.Call("en", page, callKeys))
	page.Drill = true
	require.True(t, strings.HasPrefix(words.Call("en", page, callKeys), "This is a drill. This is a drill. Fire"))
	require.True(t, strings.HasPrefix(words.Call("zh", page, callKeys), "这是演练，这是演练。"))
	gap := words.PageText{Hazard: "火灾", Level: "L1", Location: "3栋", Gaps: []string{"安全警戒组"}, Danger: []string{"罗勇 +12025550101"}}
	require.Equal(t, "危险！罗勇 +12025550101报告危险，立即联系。火灾，级别L1，地点：3栋。无人到岗：安全警戒组。由您处理请按7，不能请按3，重听请按9。", words.Call("zh", gap, callKeys))
}

// A call is placed with 4000 characters of markup, which says its text twice and names two addresses.
func TestACallIsNeverTooLongForTheNetwork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		free := rapid.SampledFrom([]string{"a", "&", `"`, "火", "<'>", "x "})
		text := func(name string) string {
			return strings.Repeat(free.Draw(t, name), rapid.IntRange(0, 500).Draw(t, name+" length"))
		}
		page := words.PageText{
			Drill: true, Hazard: "Power outage", Level: "L1", Location: text("place"), Summary: text("summary"), Duty: text("duty"),
			Seats: []string{"Control room"}, Late: []string{"a step", "another"},
		}
		for _, lang := range []string{"en", "zh"} {
			said := words.Call(lang, page, callKeys)
			var marked strings.Builder
			require.NoError(t, xml.EscapeText(&marked, []byte(said)))
			require.LessOrEqual(t, utf8.RuneCountInString(marked.String()), 1500)
			require.Contains(t, said, "7")
			require.True(t, utf8.ValidString(said))
		}
	})
}

func TestACallSaysAllThatThereIsRoomFor(t *testing.T) {
	page := words.PageText{Hazard: "Fire", Level: "L1", Location: strings.Repeat("p", 200), Summary: strings.Repeat("s", 200), Duty: strings.Repeat("d", 200), Seats: []string{"Security"}}
	said := words.Call("en", page, callKeys)
	for _, part := range []string{page.Location, page.Summary, page.Duty} {
		require.Contains(t, said, part)
	}
}

func TestWhatACallAnswers(t *testing.T) {
	require.Equal(t, "Accepted: Security. Goodbye.", words.CallTaken("en", "Accepted: Security."))
	require.Equal(t, "已接受：安全。再见。", words.CallTaken("zh", "已接受：安全。"))
	require.Contains(t, words.WrongKey("zh", "5", true, callKeys), "按键5无效。接受请按7")
	require.NotEmpty(t, words.CallNotTaken().EN+words.CallNotTaken().ZH)
	require.Contains(t, words.CallOver("en"), "Nothing is open")
}
