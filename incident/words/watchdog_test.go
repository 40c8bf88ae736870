package words_test

// What the watchdog says, to phones and to screens.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/sms"
	"muster/incident/words"
)

func stuck() words.Trouble {
	return words.Trouble{Kind: "stuck", Title: words.Text{EN: "Fire", ZH: "火灾"}, Site: words.Text{EN: "Garden", ZH: "花园"}, Since: "12:00", Code: "W1"}
}

func TestAlarmSaysWhatIsWrongWhereAndWhatToDo(t *testing.T) {
	trouble := stuck()
	require.Equal(t, "Muster ALARM: Fire, Garden: STUCK since 12:00, calls nobody. Call by hand.\n花园火灾：12:00起停滞，不再呼叫，请人工呼叫 [W1]", words.Alarm(trouble))
	trouble.Again, trouble.More = 1, 2
	require.Equal(t, "Muster ALARM (2): Fire +2, Garden: STUCK since 12:00, calls nobody. Call by hand.\n花园火灾等3起：12:00起停滞，不再呼叫，请人工呼叫 [W1]", words.Alarm(trouble))
	trouble = stuck()
	trouble.Drill = true
	require.Equal(t, "Muster ALARM: DRILL Fire, Garden: STUCK since 12:00, calls nobody.\n演练：花园火灾：12:00起停滞，不再呼叫 [W1]", words.Alarm(trouble), "nobody is called by hand for a drill")
	require.Equal(t, "Muster ALL CLEAR: Fire, Garden: goes on by itself, or has ended.\n花园火灾：已恢复或已结束 [W1]", words.AllClear(stuck()))
}

func TestAlarmNamesNoMoreThanIsConcerned(t *testing.T) {
	trouble := words.Trouble{Kind: "engine", Since: "12:00", Code: "W1"}
	require.Equal(t, words.Text{EN: "engine away since 12:00. It calls NOBODY: work by hand.", ZH: "引擎12:00起无响应，无法呼叫，请人工处置"}, words.TroubleLine(trouble))
	trouble.Site = words.Text{EN: "Garden", ZH: "花园"}
	require.Equal(t, "Garden: engine away since 12:00. It calls NOBODY: work by hand.", words.TroubleLine(trouble).EN)
	require.Equal(t, "花园：引擎12:00起无响应，无法呼叫，请人工处置", words.TroubleLine(trouble).ZH)
	trouble = stuck()
	trouble.Site = words.Text{}
	require.Equal(t, words.Text{EN: "Fire: STUCK since 12:00, calls nobody. Call by hand.", ZH: "火灾：12:00起停滞，不再呼叫，请人工呼叫"}, words.TroubleLine(trouble))
}

func TestWhatIsStuckBesideIncidentsIsDoneByHand(t *testing.T) {
	for what, want := range map[string][2]string{
		"report":  {"SMS report, Garden: STUCK since 12:00. Declare by hand.", "花园短信报警：12:00起停滞，请人工申报"},
		"notice":  {"Notice, Garden: STUCK since 12:00. Tell people by hand.", "花园住户通知：12:00起停滞，请人工通知"},
		"text":    {"SMS from staff, Garden: STUCK since 12:00, reached nobody. Ask people by hand.", "花园员工短信：12:00起停滞，无人收到，请人工询问"},
		"starter": {"Calendar, Garden: STUCK since 12:00. Begin the drill by hand.", "花园演练日历：12:00起停滞，请人工开始演练"},
	} {
		trouble := stuck()
		trouble.What, trouble.Title = what, words.Beside(what)
		require.Equal(t, words.Text{EN: want[0], ZH: want[1]}, words.TroubleLine(trouble), what)
	}
}

func TestAlarmAboutASiteWithALongNameTakesTwoParts(t *testing.T) {
	trouble := stuck()
	trouble.Site.EN = strings.Repeat("Garden ", 60)
	text := words.Alarm(trouble)
	require.LessOrEqual(t, sms.Measure(text).Parts, 2)
	require.Contains(t, text, "Fire, Garden")
	trouble.Site.ZH = strings.Repeat("花园", 60)
	text = words.Alarm(trouble)
	require.LessOrEqual(t, sms.Measure(text).Parts, 2)
	require.Contains(t, text, "ALARM: Fire: STUCK", "no site at all where its name leaves no room")
	require.Contains(t, text, "\n火灾：")
}
