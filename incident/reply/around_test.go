package reply_test

// What stands around an answer: politeness, quotes, phones that write by themselves, strangers.

import (
	"strings"
	"testing"
)

func TestPolitenessAroundAnAnswer(t *testing.T) {
	tell(t, []row{
		{"1 thanks", "accept"},
		{"1, thanks!", "accept"},
		{"1 thank you sir", "accept"},
		{"Hi 1", "accept"},
		{"hello, 1", "accept"},
		{"1 pls", "accept"},
		{"1 谢谢", "accept"},
		{"您好，1", "accept"},
		{"1 好的", "accept"},
		{"收到1", "accept"},
		{"ok 1", "accept"},
		{"1 ok", "accept"},
		{"1ok", "accept"},
		{"1 👍", "accept"},
		{"回1", "accept"},
		{"回复1", "accept"},
		{"press 1", "accept"},
		{"我选1", "accept"},
		{"1\nWang Wei", "accept"},
		{"1, Wang", "accept"},
		{"1 - Wang Wei", "accept"},
		{"Wang Wei: 1", "accept"},
		{"1\nSent from my iPhone", "accept"},
		{"1\n发自我的iPhone", "accept"},
		{"1\n--\nGet Outlook for iOS", "accept"},
		{"2 8 thanks", "eta 8"},
		{"2 8, thanks Wang", "eta 8"},
		{"5, sick", "cannot"},
		{"5 sorry", "cannot"},
		{"4 thanks", "done"},
		{"4 谢谢", "done"},
		{"4, thank you", "done"},
		{"hello", "unclear"},
		{"你好", "unclear"},
		{"thanks", "seen"},
		{"谢谢", "seen"},
		{"1 Wang", "unclear"},
		{"1\nWang\n13800138000", "unclear"},
		{"1. which gate?", "accept"},
		{"1，在哪？", "accept"},
	})
}

func TestQuotedPageAboveTheAnswer(t *testing.T) {
	page := "FIRE L2 Building 3. You: SEC - go and look. Reply K7M 1 accept, K7M 5 cannot"
	chinese := "【清溪】火灾L2 3栋12层。请任SEC。回K7M 1接受 K7M 5不能"
	tell(t, []row{
		{page + "\n1", "accept @K7M"},
		{page + "\nhttps://muster.example/r/inc-0a1b2c.liu-yang.k7m4x2\n1", "accept @K7M"},
		{"5\n\n" + page + "\nhttps://muster.example/r/inc-0a1b2c.liu-yang.k7m4x2", "cannot @K7M"},
		{page + "\n\n5", "cannot @K7M"},
		{chinese + "\n1", "accept @K7M"},
		{chinese + "\n10分钟到", "eta 10 @K7M"},
		{"> " + page + "\n1", "accept @K7M"},
		{"> FIRE L2\n> Reply K7M 1\n5", "cannot @K7M"},
		{"1\n> " + page, "accept @K7M"},
		{"＞" + chinese + "\n3", "on_scene @K7M"},
		{"> FIRE in building 3\n1", "accept"},
		{"FIRE L2 Building 3\nDanger: gas\nReply K7M 1 accept\n1", "accept @K7M"},
		{"1\nFIRE L2 Building 3\n" + page, "accept @K7M"},
		{"danger\n" + page, "danger @K7M"},
		{"here\nsmoke everywhere, no way up\n" + page, "on_scene @K7M"},
		{"we are\non our way\n" + page, "accept @K7M"},
		{"「王: " + chinese + "」\n- - - - - -\n1", "accept @K7M"},
		{`"` + page + `" 5`, "cannot @K7M"},
		{"“" + page + "” R4T 5", "cannot @R4T"},
		{"On Mon, 23 Nov 2026 at 03:00, Muster wrote:\n> " + page + "\n1", "accept @K7M"},
		{"1\n-----Original Message-----\n" + page, "accept"},
		{"1\n----- 原始邮件 -----\n5", "accept"},
		{page + "\nR4T 1", "accept @R4T"},
		{"Reply K7M 1, R4T 1\n1", "accept"},
		{page, "unclear @K7M ?quote-only"},
		{chinese, "unclear @K7M ?quote-only"},
		{page + "\nhello", "unclear @K7M"},
		{"Reply K7M 1", "accept @K7M"},
		{"reply k7m1", "accept @K7M"},
		{"回K7M1", "accept @K7M"},
		{"回复K7M 我去不了", "cannot @K7M"},
		{"Reply K7M 1\n5", "cannot @K7M"},
		{"收回K7M", "unclear @K7M"},
		{"Not accepted yet: reply 1 / 未接受，回1接受", "unclear"},
		{"Reply 1 accept, 5 cannot", "unclear ?contradiction"},
		{"> 1", "unclear ?quote-only"},
	})
}

func TestPhonesAnswerByThemselves(t *testing.T) {
	page := "FIRE L2 Building 3. Reply K7M 1 accept"
	tell(t, []row{
		{"", "not_an_answer"},
		{" \n\t", "not_an_answer"},
		{"\u200b", "not_an_answer"},
		{"Liked “" + page + "”", "not_an_answer"},
		{"Loved “" + page + "”", "not_an_answer"},
		{"Emphasized “danger”", "not_an_answer"},
		{"Emphasised \"1\"", "not_an_answer"},
		{"Laughed at “" + page + "”", "not_an_answer"},
		{"Disliked “" + page + "”", "not_an_answer"},
		{"Questioned “" + page, "not_an_answer"},
		{"Liked an image", "not_an_answer"},
		{"Removed a like from “1”", "not_an_answer"},
		{"Removed a heart from “1”", "not_an_answer"},
		{"Reacted 👍 to “" + page + "”", "not_an_answer"},
		{"Reacted 👍🏽 to \"" + page + "\"", "not_an_answer"},
		{"👍 to “" + page + "”", "not_an_answer"},
		{"\u200a\u200b👍\u200b to “\u200a" + page + "\u200a”", "not_an_answer"},
		{"赞了“" + page + "”", "not_an_answer"},
		{"点赞了“火灾\n回K7M 1接受”", "not_an_answer"},
		{"喜爱“" + page + "”", "not_an_answer"},
		{"强调了“危险”", "not_an_answer"},
		{"大笑“1”", "not_an_answer"},
		{"赞了一张图片", "not_an_answer"},
		{"对“" + page + "”表示疑问", "not_an_answer"},
		{"用👍回应了“" + page + "”", "not_an_answer"},
		{"移除了“" + page + "”的赞", "not_an_answer"},
		{"I’m driving with Focus turned on. I’ll see your message when I get where I’m going.", "not_an_answer"},
		{"Auto-reply: I am away. In danger call 119", "not_an_answer"},
		{"This is an automatic reply", "not_an_answer"},
		{"自动回复：我不在，有危险请打119", "not_an_answer"},
		{"[自动回复]正在开车", "not_an_answer"},
		{"I'm driving", "not_an_answer"},
		{"Thanks for your message. I am out of office until 3 Jan.", "not_an_answer"},
		{"我正在开车，稍后联系您", "not_an_answer"},
		{"正在开会", "not_an_answer"},
		{"liked it", "unclear"},
		{"I liked “this”, 1", "accept"},
		{"loved", "unclear"},
		{"ok to \"go\"", "unclear"},
	})
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
