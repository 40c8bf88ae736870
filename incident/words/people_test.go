package words_test

// What is said of people over time, of what they decide, and of what residents are told.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
	"muster/incident/words"
)

func text(en, zh string) words.Text { return words.Text{EN: en, ZH: zh} }

func TestRecordSaysWhatItKnows(t *testing.T) {
	fire := text("Fire", "火灾")
	for name, row := range map[string]struct{ got, want words.Text }{
		"a roster of old names":   {words.RosterRefreshed(nil, nil), text("Roster refreshed", "名册已更新")},
		"somebody new":            {words.RosterRefreshed([]string{"Ann", "Bao"}, nil), text("Roster refreshed; new: Ann, Bao", "名册已更新；新增：Ann、Bao")},
		"many new":                {words.RosterRefreshed([]string{"A", "B", "C", "D", "E"}, nil), text("Roster refreshed; new: A, B, C and 2 more", "名册已更新；新增：A、B、C等5人")},
		"somebody gone":           {words.RosterRefreshed(nil, []string{"Ann"}), text("Roster refreshed; no longer in it: Ann", "名册已更新；移出：Ann")},
		"a shift without holders": {words.ShiftChange(0), text("Shift change: those who come on duty are called", "换班：呼叫上班人员")},
		"a shift with holders":    {words.ShiftChange(2), text("Shift change: 2 to be relieved, each stays until somebody takes over", "换班：2人待接替，交接前不离岗")},
		"more by day":             {words.NeedsNow(fire, true, 4, 2), text("Fire needs 4 by day and has 2: more are called", "火灾日间需4人，现有2人：继续呼叫")},
		"fewer by night":          {words.NeedsNow(fire, false, 2, 4), text("Fire needs 2 by night and has 4: nobody more is called, all stay", "火灾夜间需2人，现有4人：不再呼叫，均留下")},
		"nobody by night":         {words.NeedsNow(fire, false, 0, 1), text("Fire is not needed by night: nobody is called, who holds it stays", "火灾夜间不需要：不再呼叫，已在岗者留下")},
		"a yes":                   {words.Decided("Ann", text("open flood?", "是否启动水浸"), true), text("Ann decides: open flood? Yes", "Ann决定：是否启动水浸：是")},
		"a no":                    {words.Decided("Ann", text("open flood?", "是否启动水浸"), false), text("Ann decides: open flood? No", "Ann决定：是否启动水浸：否")},
		"a key for yes":           {words.KeyPressed("Ann", true), text("Ann pressed the key that accepts", "Ann按键接受")},
		"a key for no":            {words.KeyPressed("Ann", false), text("Ann pressed the key that says no", "Ann按键表示不能")},
		"its sender's word":       {words.ReportConfirmed("Ann", "12:00", true), text("Confirmed by Ann at 12:00", "Ann于12:00确认")},
		"another's word": {
			words.ReportConfirmed("Bao", "12:00", false),
			text("Not confirmed by its sender; declared by Bao at 12:00", "报告人未确认，由Bao于12:00宣布"),
		},
		"nobody to ask": {words.NobodyElse(fire, ""), text("Nobody can be reached who may answer: Fire", "无人可询问：火灾")},
		"nobody else":   {words.NobodyElse(fire, "12:05"), text("Nobody else may answer: Fire. Asked again at 12:05", "无其他人可答复：火灾。12:05再次询问")},
		"a floor":       {words.Place(text("Building 3", "3栋"), "2"), text("Building 3, floor 2", "3栋2层")},
		"no floor":      {words.Place(text("Building 3", "3栋"), ""), text("Building 3", "3栋")},
		"a call":        {words.PageSent("Ann", 1, fire), text("Ann called: Fire", "呼叫Ann：火灾")},
		"a second call": {words.PageSent("Ann", 2, fire), text("Ann called again (2nd call): Fire", "第2次呼叫Ann：火灾")},
		"a promise":     {words.Accepted("Ann", fire, "12:05"), text("Ann accepted: Fire, there by 12:05", "Ann接受：火灾，12:05前到")},
		"no promise":    {words.Accepted("Ann", fire, ""), text("Ann accepted: Fire", "Ann接受：火灾")},
		"a rung":        {words.RungReached(fire, 2, fire, false, true), text("Fire: rung 2 calls Fire", "火灾：第2级，呼叫火灾")},
		"no voice":      {words.RungReached(fire, 2, fire, true, true), text("Fire: rung 2 calls Fire (by SMS: voice is not available)", "火灾：第2级，呼叫火灾（无语音，改发短信）")},
		"an empty rung": {words.RungReached(fire, 2, fire, true, false), text("Fire: rung 2 calls Fire, but there is nobody to call", "火灾：第2级，呼叫火灾，但无人可呼")},
	} {
		require.Equal(t, row.want, row.got, name)
	}
}

func TestNoticesCountTheirApprovals(t *testing.T) {
	require.Equal(t, text("Notice n1 waits for 1 approval", "通知n1尚需1人审批"), words.NoticeProposedUnweighed("n1", 1))
	require.Equal(t, text("Notice n1 waits for 2 approvals", "通知n1尚需2人审批"), words.NoticeProposedUnweighed("n1", 2))
	require.Equal(t, text("Notice n1 approved by Ann, 1 approval to come", "Ann同意发送通知n1，尚需1人"), words.NoticeApproved("n1", "Ann", 1))
	require.Equal(t, text("Notice n1 approved by Ann", "Ann同意发送通知n1"), words.NoticeApproved("n1", "Ann", 0))
	require.Equal(t, text("Notice n1 leaves for 9 residents: 18 message parts, the last expected at 12:05", "通知n1开始发送：9户，共18条，预计12:05发完"),
		words.NoticeStarted("n1", 9, 18, 0, "12:05"))
	require.Equal(t, text("Notice n1 leaves for 9 residents: 18 message parts, the last expected at 12:05; 1 opted out", "通知n1开始发送：9户，共18条，预计12:05发完，1户已退订"),
		words.NoticeStarted("n1", 9, 18, 1, "12:05"))
	require.Equal(t, text("Notice n1 sent to 0 of 9 residents", "通知n1已发0/9户"), words.NoticeOut(words.NoticeTally{Name: "n1", Residents: 9}))
	require.Equal(t, text("Notice n1 sent to 6 of 9 residents, the last at 12:05; 1 opted out meanwhile; 2 not reached (2 no phone)", "通知n1已发6/9户，末条12:05，1户其间退订，2户未送达（2 no phone）"),
		words.NoticeOut(words.NoticeTally{Name: "n1", Sent: 6, Residents: 9, Failed: 2, OptedOut: 1, Reasons: []string{"2 no phone"}, Last: "12:05"}))
}

func TestCheckInThatWasNotAnsweredIsUrged(t *testing.T) {
	require.Equal(t, "Fire: are you well? Reply 3 within 2 min if you are, 7 if in danger, 8 for relief.", words.AreYouWell("en", "Fire", false))
	require.Equal(t, "NO ANSWER YET. Fire: are you well? Reply 3 within 2 min if you are, 7 if in danger, 8 for relief.", words.AreYouWell("en", "Fire", true))
	require.Equal(t, "尚未收到应答！火灾：是否平安？请2分钟内回3报平安，遇险回7，换班回8。", words.AreYouWell("zh", "火灾", true))
}

func TestHolderIsToldWhyThereIsARelief(t *testing.T) {
	require.Contains(t, words.StayUntilRelieved("en", "Fire", text("Security", "安全"), "leave"), "Fire: your leave begins. Relief")
	require.Contains(t, words.StayUntilRelieved("en", "Fire", text("Security", "安全"), "shift"), "Fire: your shift is over. Relief")
	require.Contains(t, words.StayUntilRelieved("zh", "火灾", text("Security", "安全"), "leave"), "您已开始休假")
}

func TestMergedPeopleAreToldWhoCommands(t *testing.T) {
	here, there := words.Scene{Hazard: "Fire", At: "Building 3"}, words.Scene{Hazard: "Smoke", At: "Hall"}
	for commander, want := range map[string]string{"": "report to the control room what", "Ann 1": "report to Ann 1 what"} {
		require.Contains(t, words.ReportThere("en", here, there, commander), want)
	}
	require.Contains(t, words.ReportThere("zh", here, there, ""), "请继续并向控制室报告")
	require.Contains(t, words.SameIncident("en", here, there, "Ann 1"), "nothing more to do. In command: Ann 1.")
	require.NotContains(t, words.SameIncident("en", here, there, ""), "command")
}

func TestChoicesAreReadInTheirReadersLanguage(t *testing.T) {
	colours := reply.Item{Kind: reply.Ask, Token: "K7M", Title: "Alarm", Evidence: reply.Evidence{Kind: reply.EvidenceChoice, Choices: []reply.Choice{
		{Value: "red", Names: []string{"Red", "红"}}, {Value: "x1"},
	}}}
	require.Equal(t, "Fire, Hall. Alarm? Reply K7M 1 Red, K7M 2 x1", words.AskFact("en", "Fire", "Hall", colours))
	require.Equal(t, "火灾 厅：Alarm？回K7M 1 红，K7M 2 x1", words.AskFact("zh", "火灾", "厅", colours))
	colours.Evidence.Choices = append(colours.Evidence.Choices, reply.Choice{Value: "x2"}, reply.Choice{Value: "x3"}, reply.Choice{Value: "x4"})
	require.Contains(t, words.AskFact("en", "Fire", "Hall", colours), "Reply K7M 4 and a number: 1 Red, 2 x1, 3 x2")
	for want, evidence := range map[string]reply.Evidence{
		"Reply K7M 4 and the number, e.g. K7M 4 0":        {Kind: reply.EvidenceNumber},
		"Reply K7M 4 and what you know":                   {Kind: "text"},
		"Reply K7M 1 yes, K7M 2 no and it will not be. ":  {Kind: reply.EvidenceChoice, Choices: []reply.Choice{{Value: "true"}, {Value: "false"}}},
		"Reply K7M 1 true, K7M 2 other":                   {Kind: reply.EvidenceChoice, Choices: []reply.Choice{{Value: "true"}, {Value: "other"}}},
		"Reply K7M 1 other, K7M 2 false":                  {Kind: reply.EvidenceChoice, Choices: []reply.Choice{{Value: "other"}, {Value: "false"}}},
		"Reply K7M 1 true, K7M 2 false, K7M 3 impossible": {Kind: reply.EvidenceChoice, Choices: []reply.Choice{{Value: "true"}, {Value: "false"}, {Value: "impossible"}}},
	} {
		require.Contains(t, words.AskFact("en", "Fire", "Hall", reply.Item{Kind: reply.Ask, Token: "K7M", Title: "Gas?", Evidence: evidence}), want)
	}
}

func TestReleasesNameAsManyAsThereIsRoomFor(t *testing.T) {
	require.Equal(t, "Nobody is left to release.", words.ReleaseTaken("en", nil))
	require.Equal(t, "Released: A, B.", words.ReleaseTaken("en", []string{"A", "B"}))
	many := []string{"A", "B", "C", "D", "E", "F", "G", "H"}
	require.Equal(t, "Released: A, B, C, D, E, F.", words.ReleaseTaken("en", many[:6]))
	require.Equal(t, "Released: A, B, C, D, E, F and 2 more.", words.ReleaseTaken("en", many))
	require.Equal(t, "已撤下：A、B、C、D、E、F等另2人。", words.ReleaseTaken("zh", many))
}

func TestDecisionsAreConfirmed(t *testing.T) {
	require.Equal(t, "Noted: yes. It is being done.", words.DecisionTaken("en", true))
	require.Equal(t, "Noted: no. Nothing is changed.", words.DecisionTaken("en", false))
	require.Equal(t, "已记录：否，不作更改。", words.DecisionTaken("zh", false))
	require.Equal(t, "3 trapped (Fire: smoke)", words.LinkSummary("3 trapped", "Fire", "smoke"))
	require.Equal(t, "Fire", words.LinkSummary("", "Fire", ""))
}
