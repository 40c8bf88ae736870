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
		{"1", "accept"}, {"2 8", "eta 8"}, {"2 1", "eta 1"}, {"2 240", "eta 240"}, {"3", "on_scene"}, {"4", "done"},
		{"5", "cannot"}, {"6", "need_help"}, {"7", "danger"}, {"8", "relief"}, {"9", "undo"}, {"0", "repeat"},
		{"2", "unclear ?minutes"}, {"2 0", "unclear ?minutes"}, {"2 241", "unclear ?minutes"}, {"2 300", "unclear ?minutes"},
		{"28", "unclear ?number"}, {"11", "unclear ?number"}, {"1 10", "unclear ?number"}, {"45", "unclear ?number"}, {"1234567890", "unclear ?number"},
		{"1 28", "unclear ?number"}, {"28 min", "eta 28"}, {"2 8 min", "eta 8"}, {"2 8 mins", "eta 8"}, {"2 10 min", "eta 10"}, {"2 10分钟", "eta 10"},
		{"2 eta 8", "eta 8"}, {"2 in 8 min", "eta 8"}, {"1 10 min", "eta 10"}, {"1 1", "accept"}, {"7 7", "danger"}, {"777", "danger"}, {"6 7", "danger"},
		{"one", "accept"}, {"seven", "danger"}, {"一", "accept"}, {"七", "danger"}, {"零", "repeat"}, {"ten", "unclear"}, {"十", "unclear"}, {"两", "unclear"},
	})
}

func TestTokenStandsAnywhere(t *testing.T) {
	tell(t, []row{
		{"K7M 1", "accept @K7M"}, {"1 K7M", "accept @K7M"}, {"k7m1", "accept @K7M"}, {"K7m1", "accept @K7M"}, {"1k7m", "accept @K7M"},
		{"K7M-1", "accept @K7M"}, {"K7M:1", "accept @K7M"}, {"K7M：1", "accept @K7M"}, {"K7M.1", "accept @K7M"}, {"K7M,1", "accept @K7M"}, {"K7M=1", "accept @K7M"},
		{"#K7M 1", "accept @K7M"}, {"[K7M] 1", "accept @K7M"}, {"K 7 M 1", "accept @K7M"}, {"K-7-M 5", "cannot @K7M"}, {"K7 M 1", "accept @K7M"}, {"1 K 7 M", "accept @K7M"},
		{"K7M 2 8", "eta 8 @K7M"}, {"2 K7M 8", "eta 8 @K7M"}, {"2 8 K7M", "eta 8 @K7M"}, {"K7M28", "unclear @K7M ?number"}, {"K7M 4 12/15", `done "12/15" @K7M`},
		{"K7M4 1", `done "1" @K7M`}, {"4 K7M 2", `done "2" @K7M`}, {"K7M 4 1 fire", `done "1 fire" @K7M`}, {"4 12 K7M", `done "12" @K7M`},
		{"K7M 接受", "accept @K7M"}, {"K7M接受", "accept @K7M"}, {"接受K7M", "accept @K7M"}, {"k7m on my way", "accept @K7M"}, {"coming k7m", "accept @K7M"},
		{"K7M", "unclear @K7M"}, {"K7M ok", "seen @K7M"}, {"K7M 👍", "seen @K7M"}, {"K7M K7M 1", "accept @K7M"}, {"撤回 K7M", "undo @K7M"},
		{"Ｋ７Ｍ １", "accept @K7M"}, {"K７M①", "accept @K7M"},
		{"K7M 1 R4T 5", "unclear ?several-tokens"}, {"K7M R4T 1", "unclear ?several-tokens"}, {"a7k3m 1", "unclear ?several-tokens"},
		{"K7M R4T danger", "danger"}, {"K7M danger", "danger @K7M"}, {"K7M 7", "danger @K7M"},
		{"B7M 1", "unclear"}, {"K2M 1", "unclear"}, {"1 K8M", "unclear"}, {"ok K2M coming", "unclear"}, {"xK7M 1", "unclear"}, {"K7Mx 1", "unclear"}, {"omw5m", "eta 5"}, {"ok1", "accept"}, {"B3 1", "unclear"},
		{"K7M 4 valve V4A closed", `done "valve V4A closed" @K7M`}, {"Reply K7M 4 V4A", `done "V4A" @K7M`}, {"回K7M4 V4A", `done "V4A" @K7M`}, {"K7M 41 V4A", "unclear ?several-tokens"}, {"4 valve V4A closed", `done "valve closed" @V4A`}, {"4 valve V2A closed", `done "valve V2A closed"`},
		{"K7M 4 c valve", `done "c valve" @K7M`}, {"1 K 7 M1", "unclear"}, {"k 7 m", "unclear @K7M"}, {"k, 7 m", "eta 7"}, {"ok 7 m", "eta 7"},
	})
}

func TestKeyboardsWriteTheSameDigitInManyWays(t *testing.T) {
	tell(t, []row{
		{"１", "accept"}, {"①", "accept"}, {"❶", "accept"}, {"➀", "accept"}, {"➊", "accept"}, {"⓵", "accept"}, {"⓪", "repeat"}, {"⓿", "repeat"}, {"❾", "undo"}, {"⑴", "accept"},
		{"1️⃣", "accept"}, {"1⃣", "accept"}, {"2️⃣ 8️⃣", "eta 8"}, {"2️⃣8️⃣", "unclear ?number"}, {"②⑧", "unclear ?number"}, {"２　８", "eta 8"}, {"２ １０", "eta 10"},
		{"  1  ", "accept"}, {"1.", "accept"}, {"1!!!", "accept"}, {"(1)", "accept"}, {"1)", "accept"}, {"*1*", "accept"}, {"#1", "accept"}, {"+1", "accept"},
		{`"1"`, "accept"}, {"“1”", "accept"}, {"「1」", "accept"}, {"'1'", "accept"}, {"1。", "accept"}, {"1，", "accept"}, {"\u200b1\u200b", "accept"}, {"\ufeff1", "accept"},
		{"1\n", "accept"}, {"\n\n1", "accept"}, {"1\r\n", "accept"}, {"2\n8", "eta 8"}, {"2，8", "eta 8"}, {"2、8", "eta 8"}, {"2, 8", "eta 8"}, {"2. 8", "eta 8"}, {"2 - 8", "eta 8"},
		{"2,8", "unclear"}, {"2.8", "unclear"}, {"2-8", "unclear"}, {"2/8", "unclear"}, {"2:30", "unclear"}, {"2：30", "unclear"}, {"4.2", "unclear"}, {"4-5", "unclear"}, {"½", "unclear"},
		{"Ａｃｃｅｐｔ", "accept"}, {"ACCEPT", "accept"}, {"馬上到", "accept"}, {"10分鐘到", "eta 10"}, {"打錯了", "wrong_number"}, {"請求支援", "need_help"}, {"I can’t", "cannot"}, {"I can´t", "cannot"},
	})
}

func TestPolitenessAroundAnAnswer(t *testing.T) {
	tell(t, []row{
		{"1 thanks", "accept"}, {"1, thanks!", "accept"}, {"1 thank you sir", "accept"}, {"Hi 1", "accept"}, {"hello, 1", "accept"}, {"1 pls", "accept"}, {"1 谢谢", "accept"}, {"您好，1", "accept"},
		{"1 好的", "accept"}, {"收到1", "accept"}, {"ok 1", "accept"}, {"1 ok", "accept"}, {"1ok", "accept"}, {"1 👍", "accept"}, {"回1", "accept"}, {"回复1", "accept"}, {"press 1", "accept"}, {"我选1", "accept"},
		{"1\nWang Wei", "accept"}, {"1, Wang", "accept"}, {"1 - Wang Wei", "accept"}, {"Wang Wei: 1", "accept"}, {"1\nSent from my iPhone", "accept"}, {"1\n发自我的iPhone", "accept"}, {"1\n--\nGet Outlook for iOS", "accept"},
		{"2 8 thanks", "eta 8"}, {"2 8, thanks Wang", "eta 8"}, {"5, sick", "cannot"}, {"5 sorry", "cannot"}, {"4 thanks", "done"}, {"4 谢谢", "done"}, {"4, thank you", "done"},
		{"hello", "unclear"}, {"你好", "unclear"}, {"thanks", "seen"}, {"谢谢", "seen"}, {"1 Wang", "unclear"}, {"1\nWang\n13800138000", "unclear"}, {"1. which gate?", "accept"}, {"1，在哪？", "accept"},
	})
}

func TestQuotedPageAboveTheAnswer(t *testing.T) {
	page := "FIRE L2 Building 3. You: SEC - go and look. Reply K7M 1 accept, K7M 5 cannot"
	chinese := "【清溪】火灾L2 3栋12层。请任SEC。回K7M 1接受 K7M 5不能"
	tell(t, []row{
		{page + "\n1", "accept @K7M"}, {page + "\n\n5", "cannot @K7M"}, {chinese + "\n1", "accept @K7M"}, {chinese + "\n10分钟到", "eta 10 @K7M"},
		{"> " + page + "\n1", "accept @K7M"}, {"> FIRE L2\n> Reply K7M 1\n5", "cannot @K7M"}, {"1\n> " + page, "accept @K7M"}, {"＞" + chinese + "\n3", "on_scene @K7M"}, {"> FIRE in building 3\n1", "accept"},
		{"FIRE L2 Building 3\nDanger: gas\nReply K7M 1 accept\n1", "accept @K7M"}, {"1\nFIRE L2 Building 3\n" + page, "accept @K7M"}, {"danger\n" + page, "danger @K7M"},
		{"here\nsmoke everywhere, no way up\n" + page, "on_scene @K7M"}, {"we are\non our way\n" + page, "accept @K7M"},
		{"「王: " + chinese + "」\n- - - - - -\n1", "accept @K7M"}, {`"` + page + `" 5`, "cannot @K7M"}, {"“" + page + "” R4T 5", "cannot @R4T"},
		{"On Mon, 23 Nov 2026 at 03:00, Muster wrote:\n> " + page + "\n1", "accept @K7M"}, {"1\n-----Original Message-----\n" + page, "accept"}, {"1\n----- 原始邮件 -----\n5", "accept"},
		{page + "\nR4T 1", "accept @R4T"}, {"Reply K7M 1, R4T 1\n1", "accept"}, {page, "unclear @K7M ?quote-only"}, {chinese, "unclear @K7M ?quote-only"}, {page + "\nhello", "unclear @K7M"},
		{"Reply K7M 1", "accept @K7M"}, {"reply k7m1", "accept @K7M"}, {"回K7M1", "accept @K7M"}, {"回复K7M 我去不了", "cannot @K7M"}, {"Reply K7M 1\n5", "cannot @K7M"}, {"收回K7M", "unclear @K7M"},
		{"Not accepted yet: reply 1 / 未接受，回1接受", "unclear"}, {"Reply 1 accept, 5 cannot", "unclear ?contradiction"}, {"> 1", "unclear ?quote-only"},
	})
}

func TestPeopleAcceptInTheirOwnWords(t *testing.T) {
	for _, text := range strings.Split("accept|Accepted|I accept|yes I accept|yes coming|coming|I'm coming|on my way|On my way!|I'm on my way now|omw|OTW|en route|on it|I'll go|I will go|will do|"+
		"ok coming|ok, on my way|roger, on my way|be right there|I'll be there soon|count me in|responding|heading over|1 accept|1 on my way|1接受|1 接受|YES 1|1 yes|"+
		"I'm on my way, which floor?|on my way to building 3|omw to gate 2|coming, building 3|on my way, 3 floors to go down|没问题，我去|"+
		"接受|我接受|我去|我来|能去|可以去|马上到|马上来|我马上过去|立刻到|这就去|在路上|在路上了|出发了|已出发|正在赶来|快到了|一会儿到|收到，马上到|好的，我去|收到 我马上到|来了|是的，我去|马上到3栋|正赶往3号楼|正在开车过来", "|") {
		tell(t, []row{{text, "accept"}})
	}
}

func TestPromisesOfMinutes(t *testing.T) {
	tell(t, []row{
		{"10 min", "eta 10"}, {"10min", "eta 10"}, {"10 minutes", "eta 10"}, {"10m", "eta 10"}, {"in 10 min", "eta 10"}, {"ETA 10", "eta 10"}, {"eta: 15 min", "eta 15"}, {"ETA is 20", "eta 20"}, {"be there in 10", "eta 10"},
		{"I'll be there in 10", "eta 10"}, {"there in about 10 min", "eta 10"}, {"omw 10 min", "eta 10"}, {"on my way, 10 min", "eta 10"}, {"coming in 5 minutes", "eta 5"}, {"10 min away", "eta 10"}, {"10 minutes to get there", "eta 10"},
		{"10-15 min", "eta 15"}, {"10~15分钟", "eta 15"}, {"15-10 min", "unclear"}, {"half an hour", "eta 30"}, {"an hour", "eta 60"}, {"1 hour", "eta 60"}, {"2 hours", "eta 120"}, {"4 hours", "eta 240"}, {"ten minutes", "eta 10"}, {"another 5 min", "eta 5"},
		{"twenty min", "eta 20"}, {"5 hours", "unclear ?minutes"}, {"0 min", "unclear ?minutes"}, {"1 on my way, 10 min", "eta 10"}, {"on my way to building 3 10 min", "eta 10"}, {"10 min, 20 min", "unclear ?minutes"}, {"10 min. 10 minutes", "eta 10"},
		{"10分钟", "eta 10"}, {"10分钟到", "eta 10"}, {"10分钟后到", "eta 10"}, {"我10分钟到", "eta 10"}, {"大概10分钟", "eta 10"}, {"还有5分钟到", "eta 5"}, {"预计15分钟到达", "eta 15"}, {"需要10分钟", "eta 10"}, {"5分钟后到达现场", "eta 5"}, {"5分钟内赶到", "eta 5"},
		{"十分钟到", "eta 10"}, {"十五分钟", "eta 15"}, {"二十分钟到", "eta 20"}, {"二十五分钟左右", "eta 25"}, {"一百二十分钟", "eta 120"}, {"两分钟", "eta 2"}, {"半小时", "eta 30"}, {"半个小时后到", "eta 30"}, {"一个小时", "eta 60"}, {"一刻钟", "eta 15"}, {"马上到，5分钟", "eta 5"}, {"在路上10分钟", "eta 10"},
		{"三五分钟", "unclear"}, {"in 10", "unclear ?number"}, {"10 min ago", "unclear"}, {"10 minutes late", "unclear"}, {"been here 10 min", "unclear"}, {"done in 10 min", "unclear ?contradiction"}, {"give me 10 min", "unclear"}, {"18:30", "unclear"},
		{"here at 10", "unclear ?number"}, {"maybe 10 min", "unclear"}, {"can't, 10 min", "unclear ?contradiction"}, {"I'm driving, there in 10", "eta 10"}, {"正在开车，10分钟到", "eta 10"}, {"30秒", "unclear ?number"},
	})
}

func TestArrivals(t *testing.T) {
	for _, text := range strings.Split("here|I'm here|on scene|on site|arrived|I've arrived|just arrived|at the scene|in position|3 here|3到位|3 到了|on post|arrived at gate 2|here at 12F|on scene, heavy smoke|arrived. where is the valve?|1 here|"+
		"coming, arrived|I accept, I'm here|到|到了|我到了|到位|已到位|到达|已到达现场|到场|在现场|我在现场|已就位|到岗|已到达3号楼|到了3楼|已到3号楼，有烟|收到，已到位", "|") {
		tell(t, []row{{text, "on_scene"}})
	}
}

func TestSomethingIsDone(t *testing.T) {
	tell(t, []row{
		{"done", "done"}, {"all done", "done"}, {"it's done", "done"}, {"finished", "done"}, {"ok done", "done"}, {"完成", "done"}, {"已完成", "done"}, {"完成了", "done"}, {"好了", "done"}, {"搞定", "done"}, {"处理完毕", "done"}, {"4 done", "done"}, {"4完成", "done"}, {"4 完成 谢谢", "done"},
		{"done 4", "done"}, {"4 0.3", `done "0.3"`}, {"4 0,3", `done "0,3"`}, {"4 12/15", `done "12/15"`}, {"4 12 / 15", `done "12 / 15"`}, {"4 ２", `done "2"`}, {"4 -5", `done "-5"`}, {"4 65%", `done "65%"`}, {"4: 12/15", `done "12/15"`}, {"4, 12/15 thanks", `done "12/15"`},
		{"4 2", `done "2"`}, {"4 5", `done "5"`}, {"4 4", `done "4"`}, {"4 1有火", `done "1有火"`}, {"4 closed the East valve", `done "closed the East valve"`}, {"4 阀门已关", `done "阀门已关"`}, {"4：余氯0.3", `done "余氯0.3"`}, {"4 not yet", `done "not yet"`}, {"4 no danger", `done "no danger"`},
		{"4\nfloor 12 clear\nfloor 13 clear", `done "floor 12 clear floor 13 clear"`}, {"ok 4 12/15", `done "12/15"`}, {"done 12/15", `done "12/15"`}, {"done: 12/15", `done "12/15"`}, {"done 12 of 15", `done "12 of 15"`}, {"done 2", `done "2"`}, {"完成 0.3", `done "0.3"`}, {"done 3.5 bar", `done "3.5 bar"`},
		{"done, pump 2 restarted", `done "pump 2 restarted"`}, {"完成，余氯0.3", `done "余氯0.3"`}, {"done, no danger", "done"},
		{"done. 5", "unclear ?contradiction"}, {"not done", "unclear"}, {"almost done", "unclear"}, {"done?", "unclear"}, {"还没完成", "unclear"}, {"快完成了", "unclear"}, {"done with floor 12", "unclear ?number"}, {"done 3 floors", "unclear"}, {"done, 3 floors left", "unclear"}, {"4?", "unclear"}, {"4 12/15?", "unclear"},
		{"4 or 5", "unclear ?contradiction"}, {"4 or 5?", "unclear ?contradiction"}, {"4 people hurt", "unclear"}, {"4楼有烟", "unclear"}, {"4th floor", "unclear"}, {"4x", "unclear"}, {"0.3", "unclear"}, {"12/15", "unclear"}, {"5 4 12/15", "unclear"}, {"arrived, done", "unclear ?contradiction"},
	})
}

func TestPeopleWhoCannotCome(t *testing.T) {
	for _, text := range strings.Split("can't|cant|cannot|I can't|no|No.|nope|no, I can't|can't come|can't make it|I'm not coming|unable to come|not available|decline|5 can't|5 no|5不能|sorry, can't|no sorry|no thanks|ok but no can't? no|"+
		"can't, I'm in hospital|can't come, not in town|I'm out of the office, can't come|my kid is sick, can't make it|去不了|我去不了|来不了|不行|不去|我不去|不能|不能去|没空|走不开|来不及|赶不到|过不去|不|收到，去不了|我在开会，去不了|去不了，不在小区|我不在小区，来不了|抱歉，去不了", "|") {
		want := "cannot"
		if strings.Contains(text, "?") {
			want = "unclear"
		}
		tell(t, []row{{text, want}})
	}
	tell(t, []row{
		{"can't find the valve", "unclear"}, {"cannot reach the pump room", "unclear"}, {"no, on my way", "unclear ?contradiction"}, {"no smoke here", "unclear"}, {"no, false alarm", "unclear"}, {"can't, unless you send a car", "unclear"},
		{"can't come?", "unclear"}, {"5 people", "unclear"}, {"5 sick", "unclear"}, {"5楼", "unclear"}, {"不能确认", "unclear"}, {"no problem", "seen"},
	})
}

func TestCallsForHelp(t *testing.T) {
	for _, text := range strings.Split("help|HELP|Help!|need help|we need help|need backup|send more people|need a hand|6 need help|6, send a ladder|支援|请求支援|需要支援|需要帮助|人手不够|快派人来|请求支援，12楼|need help at gate 3|here, need help|到了，需要支援|coming but|help me", "|") {
		want := "need_help"
		if text == "coming but" {
			want = "unclear"
		}
		tell(t, []row{{text, want}})
	}
	tell(t, []row{
		{"don't need help", "unclear"}, {"no help needed", "unclear"}, {"不需要支援", "unclear"}, {"支援到了", "unclear"}, {"need help?", "unclear"}, {"done, need help", "unclear ?contradiction"}, {"6 floors", "unclear"}, {"3 6", "unclear ?contradiction"},
	})
}

func TestDangerIsHeardInAnyText(t *testing.T) {
	for _, text := range strings.Split("danger|DANGER!!|Danger on floor 12, the roof is coming down|I am in danger|it is dangerous here|sos|SOS|mayday mayday|危险|这里很危险|救命|救命！3楼|救救我|我被困在电梯里|有危险，别上来|危險|1 danger|5 danger|done but danger|danger?|is there danger|"+
		"No! Danger!|危险没有解除|危险解除了吗|有没有危险|是不是危险|不是没有危险|danger over there|no danger here but danger on 12|没有危险？危险！|7 smoke on 12|7, fire behind us|7!|I'm trapped|🆘|I'm driving, danger|not without danger|danger is over?", "|") {
		tell(t, []row{{text, "danger"}})
	}
	tell(t, []row{
		{"no danger", "unclear"}, {"not in danger", "unclear"}, {"I'm not in any danger", "unclear"}, {"there is no danger", "unclear"}, {"no longer in danger", "unclear"}, {"nobody is in danger", "unclear"}, {"out of danger", "unclear"}, {"danger is over", "unclear"}, {"danger over. ", "unclear"},
		{"没有危险", "unclear"}, {"没危险", "unclear"}, {"无危险", "unclear"}, {"没有任何危险", "unclear"}, {"没有生命危险", "unclear"}, {"不危险", "unclear"}, {"脱离危险", "unclear"}, {"危险已解除", "unclear"}, {"危险解除了", "unclear"},
		{"1 no danger", "accept"}, {"1，没有危险", "accept"}, {"done, no danger", "done"}, {"here, not in danger", "on_scene"}, {"endangered", "unclear"},
		{"7 floors", "unclear"}, {"7 people", "unclear"}, {"7楼有烟", "unclear"}, {"7 or 1?", "unclear ?contradiction"}, {"1 7", "unclear ?contradiction"}, {"7 1", "unclear ?contradiction"}, {"7?", "unclear"}, {"7 min", "eta 7"}, {"7分钟到", "eta 7"},
	})
}

func TestSomebodySaysThatItIsReal(t *testing.T) {
	for _, text := range strings.Split("real emergency|REAL EMERGENCY|this is a real emergency|real emergency, not a drill|not a drill|this is not a drill|真实情况|真实情况、真实情况|不是演练|不是演习，真着火了", "|") {
		tell(t, []row{{text, "real_emergency"}})
	}
	tell(t, []row{
		{"not a real emergency", "unclear"}, {"不是真实情况", "unclear"}, {"is this a real emergency", "unclear"}, {"real emergency?", "unclear"}, {"这是真实情况吗", "unclear"}, {"is it a drill?", "unclear"}, {"real emergency, danger", "danger"}, {"K7M real emergency", "real_emergency @K7M"},
	})
}

func TestSeenIsNoAcceptance(t *testing.T) {
	for _, text := range strings.Split("ok|OK|Ok.|okay|k|👍|👍🏽|👍👍|👌|✅|✔️|🙏|roger|Roger that|noted|copy|got it|received|understood|sure|收到|收到！|收到谢谢|好的|好|嗯|明白|知道了|了解|OK 收到|ok thanks|收到，辛苦了|ok, where is it?|yes ok|收到，我在外地", "|") {
		tell(t, []row{{text, "seen"}})
	}
	tell(t, []row{{"ok?", "unclear"}, {"没收到", "unclear"}, {"收到吗", "unclear"}, {"not ok", "unclear"}, {"yes", "unclear ?yes"}, {"YES", "unclear ?yes"}, {"y", "unclear ?yes"}, {"是的", "unclear ?yes"}, {"yes, thanks, yes", "seen"}})
}

func TestStrangersAndOptOuts(t *testing.T) {
	for _, text := range strings.Split("wrong number|Wrong number!|wrong person|No, wrong number|Sorry you have the wrong number|I think you have the wrong number|this is the wrong number|ok, wrong number|打错了|你打错了|打错电话了，我不是王师傅|不，打错了|发错人了|号码错了|wrong number, stop texting", "|") {
		tell(t, []row{{text, "wrong_number"}})
	}
	for _, text := range strings.Split("STOP|stop|Stop.|stop!|STOPALL|UNSUBSCRIBE|Cancel|END|End.|quit|REVOKE|OPTOUT|opt out|stop texting me|退订|请退订|TD|T|\"STOP\"", "|") {
		tell(t, []row{{text, "opt_out"}})
	}
	for _, text := range strings.Split("START|start|UNSTOP|opt in|恢复订阅", "|") {
		tell(t, []row{{text, "opt_in"}})
	}
	tell(t, []row{
		{"wrong number?", "unclear"}, {"wrong number of pumps", "unclear"}, {"打错了没", "unclear"}, {"who is this?", "unclear"}, {"stop the pump", "unclear"}, {"stop?", "unclear"}, {"K7M stop", "unclear @K7M"}, {"stop 1", "unclear"}, {"取消", "unclear"}, {"INFO", "unclear"}, {"发错了", "unclear"}, {"started", "on_scene"},
	})
}

func TestReliefUndoAndRepeat(t *testing.T) {
	tell(t, []row{
		{"relief", "relief"}, {"need relief", "relief"}, {"换班", "relief"}, {"请求换班", "relief"}, {"8 relief", "relief"}, {"8 people", "unclear"}, {"8楼", "unclear"}, {"8 min", "eta 8"}, {"undo", "undo"}, {"撤销", "undo"}, {"9 undo", "undo"},
		{"repeat", "repeat"}, {"again please", "repeat"}, {"say again?", "repeat"}, {"再发一次", "repeat"}, {"0 repeat", "repeat"}, {"what?", "unclear"}, {"什么任务", "unclear"}, {"?", "unclear"}, {"...", "unclear"},
	})
}

func TestTwoAnswersInOneTextAreAQuestion(t *testing.T) {
	tell(t, []row{
		{"1 or 5?", "unclear ?contradiction"}, {"1 or 5", "unclear ?contradiction"}, {"1/5", "unclear"}, {"1 5", "unclear ?contradiction"}, {"1, 5", "unclear ?contradiction"}, {"1还是5", "unclear ?contradiction"}, {"1 3", "unclear ?contradiction"}, {"1 2 8", "unclear ?contradiction"}, {"1 can't", "unclear ?contradiction"},
		{"accept, can't", "unclear ?contradiction"}, {"5 coming", "unclear ?contradiction"}, {"1?", "unclear"}, {"coming?", "unclear"}, {"if needed I'll go", "unclear"}, {"maybe", "unclear"}, {"coming, but late", "unclear"}, {"coming, not now", "unclear"}, {"1, not sure where", "unclear"},
		{"on my way home", "unclear"}, {"on my way to hospital", "unclear"}, {"arrived at home", "unclear"}, {"请马上过来", "unclear"}, {"你去", "unclear"}, {"他马上到", "unclear"}, {"没到", "unclear"}, {"不完成", "unclear ?contradiction"},
		{"1 person trapped", "unclear"}, {"1, 3 people trapped", "unclear"}, {"3 people trapped", "unclear"}, {"3号楼", "unclear"}, {"3rd floor", "unclear"}, {"1 no 5", "unclear ?contradiction"},
		{"Li is here, 1, he goes", "unclear"}, {"Li says, coming, he goes", "unclear"}, {"smoke, coming", "accept"}, {"Li can't, 1", "unclear"}, {"去，带上工具箱", "unclear"}, {"到，有烟", "unclear"},
		{"The lift at tower two makes a strange noise since the morning", "unclear"},
	})
}

func TestPhonesAnswerByThemselves(t *testing.T) {
	page := "FIRE L2 Building 3. Reply K7M 1 accept"
	tell(t, []row{
		{"", "not_an_answer"}, {" \n\t", "not_an_answer"}, {"\u200b", "not_an_answer"}, {"Liked “" + page + "”", "not_an_answer"}, {"Loved “" + page + "”", "not_an_answer"}, {"Emphasized “danger”", "not_an_answer"}, {"Emphasised \"1\"", "not_an_answer"}, {"Laughed at “" + page + "”", "not_an_answer"},
		{"Disliked “" + page + "”", "not_an_answer"}, {"Questioned “" + page, "not_an_answer"}, {"Liked an image", "not_an_answer"}, {"Removed a like from “1”", "not_an_answer"}, {"Removed a heart from “1”", "not_an_answer"}, {"Reacted 👍 to “" + page + "”", "not_an_answer"}, {"Reacted 👍🏽 to \"" + page + "\"", "not_an_answer"},
		{"👍 to “" + page + "”", "not_an_answer"}, {"\u200a\u200b👍\u200b to “\u200a" + page + "\u200a”", "not_an_answer"}, {"赞了“" + page + "”", "not_an_answer"}, {"点赞了“火灾\n回K7M 1接受”", "not_an_answer"}, {"喜爱“" + page + "”", "not_an_answer"}, {"强调了“危险”", "not_an_answer"}, {"大笑“1”", "not_an_answer"},
		{"赞了一张图片", "not_an_answer"}, {"对“" + page + "”表示疑问", "not_an_answer"}, {"用👍回应了“" + page + "”", "not_an_answer"}, {"移除了“" + page + "”的赞", "not_an_answer"},
		{"I’m driving with Focus turned on. I’ll see your message when I get where I’m going.", "not_an_answer"}, {"Auto-reply: I am away. In danger call 119", "not_an_answer"}, {"This is an automatic reply", "not_an_answer"}, {"自动回复：我不在，有危险请打119", "not_an_answer"}, {"[自动回复]正在开车", "not_an_answer"},
		{"I'm driving", "not_an_answer"}, {"Thanks for your message. I am out of office until 3 Jan.", "not_an_answer"}, {"我正在开车，稍后联系您", "not_an_answer"}, {"正在开会", "not_an_answer"},
		{"liked it", "unclear"}, {"I liked “this”, 1", "accept"}, {"loved", "unclear"}, {"ok to \"go\"", "unclear"},
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
