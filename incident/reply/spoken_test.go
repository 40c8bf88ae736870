package reply_test

// Answers in people's own words, English and Chinese.

import (
	"strings"
	"testing"
)

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
		{"10 min", "eta 10"},
		{"10min", "eta 10"},
		{"10 minutes", "eta 10"},
		{"10m", "eta 10"},
		{"in 10 min", "eta 10"},
		{"ETA 10", "eta 10"},
		{"eta: 15 min", "eta 15"},
		{"ETA is 20", "eta 20"},
		{"be there in 10", "eta 10"},
		{"I'll be there in 10", "eta 10"},
		{"there in about 10 min", "eta 10"},
		{"omw 10 min", "eta 10"},
		{"on my way, 10 min", "eta 10"},
		{"coming in 5 minutes", "eta 5"},
		{"10 min away", "eta 10"},
		{"10 minutes to get there", "eta 10"},
		{"10-15 min", "eta 15"},
		{"10~15分钟", "eta 15"},
		{"15-10 min", "unclear"},
		{"half an hour", "eta 30"},
		{"an hour", "eta 60"},
		{"1 hour", "eta 60"},
		{"2 hours", "eta 120"},
		{"4 hours", "eta 240"},
		{"ten minutes", "eta 10"},
		{"another 5 min", "eta 5"},
		{"twenty min", "eta 20"},
		{"5 hours", "unclear ?minutes"},
		{"0 min", "unclear ?minutes"},
		{"1 on my way, 10 min", "eta 10"},
		{"on my way to building 3 10 min", "eta 10"},
		{"10 min, 20 min", "unclear ?minutes"},
		{"10 min. 10 minutes", "eta 10"},
		{"10分钟", "eta 10"},
		{"10分钟到", "eta 10"},
		{"10分钟后到", "eta 10"},
		{"我10分钟到", "eta 10"},
		{"大概10分钟", "eta 10"},
		{"还有5分钟到", "eta 5"},
		{"预计15分钟到达", "eta 15"},
		{"需要10分钟", "eta 10"},
		{"5分钟后到达现场", "eta 5"},
		{"5分钟内赶到", "eta 5"},
		{"十分钟到", "eta 10"},
		{"十五分钟", "eta 15"},
		{"二十分钟到", "eta 20"},
		{"二十五分钟左右", "eta 25"},
		{"一百二十分钟", "eta 120"},
		{"两分钟", "eta 2"},
		{"半小时", "eta 30"},
		{"半个小时后到", "eta 30"},
		{"一个小时", "eta 60"},
		{"一刻钟", "eta 15"},
		{"马上到，5分钟", "eta 5"},
		{"在路上10分钟", "eta 10"},
		{"三五分钟", "unclear"},
		{"in 10", "unclear ?number"},
		{"10 min ago", "unclear"},
		{"10 minutes late", "unclear"},
		{"been here 10 min", "unclear"},
		{"done in 10 min", "unclear ?contradiction"},
		{"give me 10 min", "unclear"},
		{"18:30", "unclear"},
		{"here at 10", "unclear ?number"},
		{"maybe 10 min", "unclear"},
		{"can't, 10 min", "unclear ?contradiction"},
		{"I'm driving, there in 10", "eta 10"},
		{"正在开车，10分钟到", "eta 10"},
		{"30秒", "unclear ?number"},
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
		{"done", "done"},
		{"all done", "done"},
		{"connected", "done"},
		{"已接通", "done"},
		{"not connected yet", "unclear"},
		{"没接通", "unclear"},
		{"4 all well.", `done "all well"`},
		{"it's done", "done"},
		{"finished", "done"},
		{"ok done", "done"},
		{"完成", "done"},
		{"已完成", "done"},
		{"完成了", "done"},
		{"好了", "done"},
		{"搞定", "done"},
		{"处理完毕", "done"},
		{"4 done", "done"},
		{"4完成", "done"},
		{"4 完成 谢谢", "done"},
		{"done 4", "done"},
		{"4 0.3", `done "0.3"`},
		{"4 0,3", `done "0,3"`},
		{"4 12/15", `done "12/15"`},
		{"4 12 / 15", `done "12 / 15"`},
		{"4 ２", `done "2"`},
		{"4 -5", `done "-5"`},
		{"4 65%", `done "65%"`},
		{"4: 12/15", `done "12/15"`},
		{"4, 12/15 thanks", `done "12/15"`},
		{"4 2", `done "2"`},
		{"4 5", `done "5"`},
		{"4 4", `done "4"`},
		{"4 1有火", `done "1有火"`},
		{"4 closed the East valve", `done "closed the East valve"`},
		{"4 阀门已关", `done "阀门已关"`},
		{"4：余氯0.3", `done "余氯0.3"`},
		{"4 not yet", `done "not yet"`},
		{"4 no danger", `done "no danger"`},
		{"4\nfloor 12 clear\nfloor 13 clear", `done "floor 12 clear floor 13 clear"`},
		{"ok 4 12/15", `done "12/15"`},
		{"done 12/15", `done "12/15"`},
		{"done: 12/15", `done "12/15"`},
		{"done 12 of 15", `done "12 of 15"`},
		{"done 2", `done "2"`},
		{"完成 0.3", `done "0.3"`},
		{"done 3.5 bar", `done "3.5 bar"`},
		{"done, pump 2 restarted", `done "pump 2 restarted"`},
		{"完成，余氯0.3", `done "余氯0.3"`},
		{"done, no danger", "done"},
		{"done. 5", "unclear ?contradiction"},
		{"not done", "unclear"},
		{"almost done", "unclear"},
		{"done?", "unclear"},
		{"还没完成", "unclear"},
		{"快完成了", "unclear"},
		{"done with floor 12", "unclear ?number"},
		{"done 3 floors", "unclear"},
		{"done, 3 floors left", "unclear"},
		{"4?", "unclear"},
		{"4 12/15?", "unclear"},
		{"4 or 5", "unclear ?contradiction"},
		{"4 or 5?", "unclear ?contradiction"},
		{"4 people hurt", "unclear"},
		{"4楼有烟", "unclear"},
		{"4th floor", "unclear"},
		{"4x", "unclear"},
		{"0.3", "unclear"},
		{"12/15", "unclear"},
		{"5 4 12/15", "unclear"},
		{"arrived, done", "unclear ?contradiction"},
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
		{"can't find the valve", "unclear"},
		{"cannot reach the pump room", "unclear"},
		{"no, on my way", "unclear ?contradiction"},
		{"no smoke here", "unclear"},
		{"no, false alarm", "unclear"},
		{"can't, unless you send a car", "unclear"},
		{"can't come?", "unclear"},
		{"5 people", "unclear"},
		{"5 sick", "unclear"},
		{"5楼", "unclear"},
		{"不能确认", "unclear"},
		{"no problem", "seen"},
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

func TestSeenIsNoAcceptance(t *testing.T) {
	for _, text := range strings.Split("ok|OK|Ok.|okay|k|👍|👍🏽|👍👍|👌|✅|✔️|🙏|roger|Roger that|noted|copy|got it|received|understood|sure|收到|收到！|收到谢谢|好的|好|嗯|明白|知道了|了解|OK 收到|ok thanks|收到，辛苦了|ok, where is it?|yes ok|收到，我在外地", "|") {
		tell(t, []row{{text, "seen"}})
	}
	tell(t, []row{{"ok?", "unclear"}, {"没收到", "unclear"}, {"收到吗", "unclear"}, {"not ok", "unclear"}, {"yes", "unclear ?yes"}, {"YES", "unclear ?yes"}, {"y", "unclear ?yes"}, {"是的", "unclear ?yes"}, {"yes, thanks, yes", "seen"}})
}

func TestReliefUndoAndRepeat(t *testing.T) {
	tell(t, []row{
		{"relief", "relief"},
		{"need relief", "relief"},
		{"换班", "relief"},
		{"请求换班", "relief"},
		{"8 relief", "relief"},
		{"8 people", "unclear"},
		{"8楼", "unclear"},
		{"8 min", "eta 8"},
		{"undo", "undo"},
		{"撤销", "undo"},
		{"9 undo", "undo"},
		{"repeat", "repeat"},
		{"again please", "repeat"},
		{"say again?", "repeat"},
		{"再发一次", "repeat"},
		{"0 repeat", "repeat"},
		{"what?", "unclear"},
		{"什么任务", "unclear"},
		{"?", "unclear"},
		{"...", "unclear"},
	})
}
