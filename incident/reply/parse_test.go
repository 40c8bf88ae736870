package reply_test

// What people write, told as stories: each row is a text and what it means.
//
// A meaning is written "verb", with minutes or a quoted value after it, the token after "@" and a hint after "?".

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
)

type row struct{ text, want string }

func meaning(r reply.Reply) string {
	out := string(r.Verb)
	if r.Minutes != 0 {
		out += fmt.Sprintf(" %d", r.Minutes)
	}
	if r.Value != "" {
		out += fmt.Sprintf(" %q", r.Value)
	}
	if r.Token != "" {
		out += " @" + r.Token
	}
	if r.Hint != "" {
		out += " ?" + string(r.Hint)
	}
	return out
}

func tell(t *testing.T, rows []row) {
	t.Helper()
	for _, row := range rows {
		r := reply.Parse(row.text)
		require.Equal(t, row.want, meaning(r), "%q: %s", row.text, r.Why)
		require.NotEmpty(t, r.Why, row.text)
		require.Equal(t, row.text, r.Raw)
	}
}

func TestDigitsThatEveryPageExplains(t *testing.T) {
	tell(t, []row{
		{"1", "accept"},
		{"2 8", "eta 8"},
		{"2 1", "eta 1"},
		{"2 240", "eta 240"},
		{"3", "on_scene"},
		{"4", "done"},
		{"5", "cannot"},
		{"6", "need_help"},
		{"7", "danger"},
		{"8", "relief"},
		{"9", "undo"},
		{"0", "repeat"},
		{"2", "unclear ?minutes"},
		{"2 0", "unclear ?minutes"},
		{"2 241", "unclear ?minutes"},
		{"2 300", "unclear ?minutes"},
		{"28", "unclear ?number"},
		{"11", "unclear ?number"},
		{"1 10", "unclear ?number"},
		{"45", "unclear ?number"},
		{"1234567890", "unclear ?number"},
		{"1 28", "unclear ?number"},
		{"28 min", "eta 28"},
		{"2 8 min", "eta 8"},
		{"2 8 mins", "eta 8"},
		{"2 10 min", "eta 10"},
		{"2 10分钟", "eta 10"},
		{"2 eta 8", "eta 8"},
		{"2 in 8 min", "eta 8"},
		{"1 10 min", "eta 10"},
		{"1 1", "accept"},
		{"7 7", "danger"},
		{"777", "danger"},
		{"6 7", "danger"},
		{"one", "accept"},
		{"seven", "danger"},
		{"一", "accept"},
		{"七", "danger"},
		{"零", "repeat"},
		{"ten", "unclear"},
		{"十", "unclear"},
		{"两", "unclear"},
	})
}

func TestTokenStandsAnywhere(t *testing.T) {
	tell(t, []row{
		{"K7M 1", "accept @K7M"},
		{"1 K7M", "accept @K7M"},
		{"k7m1", "accept @K7M"},
		{"K7m1", "accept @K7M"},
		{"1k7m", "accept @K7M"},
		{"K7M-1", "accept @K7M"},
		{"K7M:1", "accept @K7M"},
		{"K7M：1", "accept @K7M"},
		{"K7M.1", "accept @K7M"},
		{"K7M,1", "accept @K7M"},
		{"K7M=1", "accept @K7M"},
		{"#K7M 1", "accept @K7M"},
		{"[K7M] 1", "accept @K7M"},
		{"K 7 M 1", "accept @K7M"},
		{"K-7-M 5", "cannot @K7M"},
		{"K7 M 1", "accept @K7M"},
		{"1 K 7 M", "accept @K7M"},
		{"K7M 2 8", "eta 8 @K7M"},
		{"2 K7M 8", "eta 8 @K7M"},
		{"2 8 K7M", "eta 8 @K7M"},
		{"K7M28", "unclear @K7M ?number"},
		{"K7M 4 12/15", `done "12/15" @K7M`},
		{"K7M4 1", `done "1" @K7M`},
		{"4 K7M 2", `done "2" @K7M`},
		{"K7M 4 1 fire", `done "1 fire" @K7M`},
		{"4 12 K7M", `done "12" @K7M`},
		{"K7M 接受", "accept @K7M"},
		{"K7M接受", "accept @K7M"},
		{"接受K7M", "accept @K7M"},
		{"k7m on my way", "accept @K7M"},
		{"coming k7m", "accept @K7M"},
		{"K7M", "unclear @K7M"},
		{"K7M ok", "seen @K7M"},
		{"K7M 👍", "seen @K7M"},
		{"K7M K7M 1", "accept @K7M"},
		{"撤回 K7M", "undo @K7M"},
		{"Ｋ７Ｍ １", "accept @K7M"},
		{"K７M①", "accept @K7M"},
		{"K7M 1 R4T 5", "unclear ?several-tokens"},
		{"K7M R4T 1", "unclear ?several-tokens"},
		{"a7k3m 1", "unclear ?several-tokens"},
		{"K7M R4T danger", "danger"},
		{"K7M danger", "danger @K7M"},
		{"K7M 7", "danger @K7M"},
		{"B7M 1", "unclear"},
		{"K2M 1", "unclear"},
		{"1 K8M", "unclear"},
		{"ok K2M coming", "unclear"},
		{"xK7M 1", "unclear"},
		{"K7Mx 1", "unclear"},
		{"omw5m", "eta 5"},
		{"ok1", "accept"},
		{"B3 1", "unclear"},
		{"K7M 4 valve V4A closed", `done "valve V4A closed" @K7M`},
		{"Reply K7M 4 V4A", `done "V4A" @K7M`},
		{"回K7M4 V4A", `done "V4A" @K7M`},
		{"K7M 41 V4A", "unclear ?several-tokens"},
		{"4 valve V4A closed", `done "valve closed" @V4A`},
		{"4 valve V2A closed", `done "valve V2A closed"`},
		{"K7M 4 c valve", `done "c valve" @K7M`},
		{"1 K 7 M1", "unclear"},
		{"k 7 m", "unclear @K7M"},
		{"k, 7 m", "eta 7"},
		{"ok 7 m", "eta 7"},
	})
}

func TestKeyboardsWriteTheSameDigitInManyWays(t *testing.T) {
	tell(t, []row{
		{"１", "accept"},
		{"①", "accept"},
		{"❶", "accept"},
		{"➀", "accept"},
		{"➊", "accept"},
		{"⓵", "accept"},
		{"⓪", "repeat"},
		{"⓿", "repeat"},
		{"❾", "undo"},
		{"⑴", "accept"},
		{"1️⃣", "accept"},
		{"1⃣", "accept"},
		{"2️⃣ 8️⃣", "eta 8"},
		{"2️⃣8️⃣", "unclear ?number"},
		{"②⑧", "unclear ?number"},
		{"２　８", "eta 8"},
		{"２ １０", "eta 10"},
		{"  1  ", "accept"},
		{"1.", "accept"},
		{"1!!!", "accept"},
		{"(1)", "accept"},
		{"1)", "accept"},
		{"*1*", "accept"},
		{"#1", "accept"},
		{"+1", "accept"},
		{`"1"`, "accept"},
		{"“1”", "accept"},
		{"「1」", "accept"},
		{"'1'", "accept"},
		{"1。", "accept"},
		{"1，", "accept"},
		{"\u200b1\u200b", "accept"},
		{"\ufeff1", "accept"},
		{"1\n", "accept"},
		{"\n\n1", "accept"},
		{"1\r\n", "accept"},
		{"2\n8", "eta 8"},
		{"2，8", "eta 8"},
		{"2、8", "eta 8"},
		{"2, 8", "eta 8"},
		{"2. 8", "eta 8"},
		{"2 - 8", "eta 8"},
		{"2,8", "unclear"},
		{"2.8", "unclear"},
		{"2-8", "unclear"},
		{"2/8", "unclear"},
		{"2:30", "unclear"},
		{"2：30", "unclear"},
		{"4.2", "unclear"},
		{"4-5", "unclear"},
		{"½", "unclear"},
		{"Ａｃｃｅｐｔ", "accept"},
		{"ACCEPT", "accept"},
		{"馬上到", "accept"},
		{"10分鐘到", "eta 10"},
		{"打錯了", "wrong_number"},
		{"請求支援", "need_help"},
		{"I can’t", "cannot"},
		{"I can´t", "cannot"},
	})
}

func TestAnyBytesAreReadAsText(t *testing.T) {
	require.Equal(t, "accept", meaning(reply.Parse("\xff1\xfe")))
	require.Equal(t, "\uFFFD1\uFFFD", reply.Parse("\xff1\xfe").Raw)
	long := reply.Parse("1\n" + strings.Repeat("x", 5000))
	require.Len(t, []rune(long.Raw), reply.MaxRunes)
	require.Equal(t, "accept", meaning(long))
	require.Equal(t, "seen", meaning(reply.Parse("o\u0301k"[:1]+"k")))
	require.Equal(t, "unclear", meaning(reply.Parse("o"+strings.Repeat("\u0301", 900)+"k")))
	require.LessOrEqual(t, len([]rune(reply.Normalise(strings.Repeat("\ufdfa", 1600)))), reply.MaxRunes)
}

func TestTextThatWasEmptyIsNotUnderstood(t *testing.T) {
	tell(t, []row{{"(empty)", "unclear"}}) // what a carrier's adapter puts in the place of no words
}

func TestTwoAnswersInOneTextAreAQuestion(t *testing.T) {
	tell(t, []row{
		{"1 or 5?", "unclear ?contradiction"},
		{"1 or 5", "unclear ?contradiction"},
		{"1/5", "unclear"},
		{"1 5", "unclear ?contradiction"},
		{"1, 5", "unclear ?contradiction"},
		{"1还是5", "unclear ?contradiction"},
		{"1 3", "unclear ?contradiction"},
		{"1 2 8", "unclear ?contradiction"},
		{"1 can't", "unclear ?contradiction"},
		{"accept, can't", "unclear ?contradiction"},
		{"5 coming", "unclear ?contradiction"},
		{"1?", "unclear"},
		{"coming?", "unclear"},
		{"if needed I'll go", "unclear"},
		{"maybe", "unclear"},
		{"coming, but late", "unclear"},
		{"coming, not now", "unclear"},
		{"1, not sure where", "unclear"},
		{"on my way home", "unclear"},
		{"on my way to hospital", "unclear"},
		{"arrived at home", "unclear"},
		{"请马上过来", "unclear"},
		{"你去", "unclear"},
		{"他马上到", "unclear"},
		{"没到", "unclear"},
		{"不完成", "unclear ?contradiction"},
		{"1 person trapped", "unclear"},
		{"1, 3 people trapped", "unclear"},
		{"3 people trapped", "unclear"},
		{"3号楼", "unclear"},
		{"3rd floor", "unclear"},
		{"1 no 5", "unclear ?contradiction"},
		{"Li is here, 1, he goes", "unclear"},
		{"Li says, coming, he goes", "unclear"},
		{"smoke, coming", "accept"},
		{"Li can't, 1", "unclear"},
		{"去，带上工具箱", "unclear"},
		{"到，有烟", "unclear"},
		{"The lift at tower two makes a strange noise since the morning", "unclear"},
	})
}
