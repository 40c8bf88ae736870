package cli_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/cli/client"
)

// four handsets: one that has answered, one that has not, one without a message, one whose name is Chinese.
func four(m *muster) {
	m.phones = []client.Phone{
		{Number: "+12025550101", Responder: "wang-lei", Name: "Wang Lei"},
		{Number: "+12025550102", Responder: "chen-jie", Name: "陈洁"},
		{Number: "+12025550103", Responder: "zhou-min", Name: "Zhou Min"},
		{Number: "+12025550104", Name: "Unit 1201"},
	}
	ago := func(d time.Duration) time.Time { return time.Now().Add(-d) }
	m.messages["+12025550101"] = []client.Message{
		{ID: "1", Direction: client.Out, Channel: "sms", Body: "FIRE at Building 3. You are Duty manager. Reply K7M 1 to come.", At: ago(3*time.Minute + 10*time.Second)},
		{ID: "2", Direction: client.In, Channel: "sms", Body: "1", At: ago(3*time.Minute + 5*time.Second)},
	}
	m.messages["+12025550102"] = []client.Message{
		{ID: "3", Direction: client.Out, Channel: "sms", Body: "火灾！3号楼12层，走廊有烟。您任消防控制室，请立即到岗。回N4P 1接受，回N4P 5不能来。", At: ago(65 * time.Second)},
		{ID: "4", Direction: client.Out, Channel: "sms", Body: "第2次呼叫：火灾！\x1b[2J3号楼12层，走廊有烟。您任消防控制室，请立即到岗。回N4P 1接受", At: ago(61 * time.Second)},
	}
}

func TestPhonesListsHandsetsThatHaveMessages(t *testing.T) {
	m, _ := newMuster(t)
	four(m)
	require.Equal(t, `NUMBER        NAME          AGE  LAST MESSAGE
+12025550102  陈洁      *2  1m   第2次呼叫：火灾！[2J3号楼12层，走廊有烟。您任消防控制室，请立即到岗。…
+12025550101  Wang Lei      3m   > 1
`, requireDone(t, "phones"))
	require.Contains(t, requireDone(t, "phones", "--all"), "+12025550104  Unit 1201")
	require.Contains(t, requireDone(t, "phones", "--json"), `"body": "1"`)
	m.messages = nil
	require.Equal(t, "None of the 4 handsets has a message. --all lists them.\n", requireDone(t, "phones"))
}

func TestAConversationIsPrinted(t *testing.T) {
	m, _ := newMuster(t)
	four(m)
	for _, ref := range []string{"+12025550101", "0101", "101", "wang-lei", "Wang Lei"} {
		require.Regexp(t, `^\+12025550101 Wang Lei
\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  Muster  FIRE at Building 3\. .*
\d{4}-\d\d-\d\d \d\d:\d\d:\d\d       >  1
$`, requireDone(t, "phones", ref), ref)
	}
	require.Equal(t, "+12025550103 Zhou Min has no message.\n", requireDone(t, "phones", "0103"))
}

func TestReplyingPrintsWhatComesBack(t *testing.T) {
	m, _ := newMuster(t)
	four(m)
	require.Equal(t, "+12025550102 陈洁\n     >  1\nMuster  Thank you. Be there by 03:05.\n", requireDone(t, "phones", "reply", "0102", "1"))
	require.Equal(t, "/phones/+12025550102/replies", m.lastCall().Path)
	require.Equal(t, map[string]any{"text": "1"}, m.lastCall().Body)
}

func TestReplyingSaysWhenNothingComesBack(t *testing.T) {
	m, _ := newMuster(t)
	four(m)
	require.Equal(t, "+12025550102 陈洁\n     >  2 5\nNo answer came back.\n", requireDone(t, "phones", "reply", "chen-jie", "2", "5"))
}

func TestAnyNumberMayWrite(t *testing.T) {
	m, _ := newMuster(t)
	requireDone(t, "phones", "reply", "+12025550199", "1")
	require.Equal(t, "/phones/+12025550199/replies", m.lastCall().Path)
}

func TestAHandsetMustBeOne(t *testing.T) {
	m, _ := newMuster(t)
	four(m)
	require.Equal(t, outcome{2, "", "There is no handset \"0177\": see `muster phones --all`.\n"}, run("phones", "0177"))
	require.Equal(t, outcome{2, "", "There is no handset \"01\": see `muster phones --all`.\n"}, run("phones", "01"), "two digits name nobody")
	m.phones = append(m.phones, client.Phone{Number: "+12025550101", Name: "Wang Lei"})
	requireDone(t, "phones", "reply", "0101", "1") // one number, of one person at two sites
	m.phones = append(m.phones, client.Phone{Number: "+13035550101", Name: "Wang Lei"})
	require.Equal(t, outcome{2, "", "\"0101\" may be several handsets; write the whole number: +12025550101 Wang Lei, +13035550101 Wang Lei.\n"}, run("phones", "reply", "0101", "1"))
}

func TestKeysArePressedInACall(t *testing.T) {
	m, _ := newMuster(t)
	four(m)
	require.Equal(t, "+12025550103 Zhou Min\n     > (voice)  7\nMuster (voice)  Accepted. Goodbye.\n", requireDone(t, "phones", "press", "0103", "7"))
	require.Equal(t, "/phones/+12025550103/keys", m.lastCall().Path)
	require.Equal(t, map[string]any{"digits": "7"}, m.lastCall().Body)
}

func TestAHandsetIsGivenAHabit(t *testing.T) {
	m, _ := newMuster(t)
	four(m)
	require.Equal(t, "+12025550103 Zhou Min: accept from now on.\n", requireDone(t, "phones", "habit", "0103", "accept", "--after", "90s"))
	require.Equal(t, map[string]any{"habit": "accept", "after_seconds": 90.0}, m.lastCall().Body)
}

func TestARealCarrierHasNoPhones(t *testing.T) {
	m, _ := newMuster(t)
	m.refuse = func(*http.Request) *client.RefusalError {
		return &client.RefusalError{Status: 404, Detail: "A real carrier is in force: there are no simulated phones to look at."}
	}
	require.Equal(t, outcome{1, "", "A real carrier is in force: there are no simulated phones to look at.\n"}, run("phones"))
}
