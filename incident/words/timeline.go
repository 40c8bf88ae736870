package words

// The timeline's sentences. Each is one line in both languages; names and ids stand as they are.

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"muster/roster"
)

// Text is one sentence in both languages.
type Text = roster.Text

func both(en, zh string) Text { return Text{EN: en, ZH: zh} }

// each joins titles in each language.
func each(titles []Text) Text {
	var en, zh []string
	for _, t := range titles {
		en, zh = append(en, t.EN), append(zh, t.ZH)
	}
	return both(strings.Join(en, ", "), strings.Join(zh, "、"))
}

// because appends a reason where there is one.
func because(t Text, reason string) Text {
	if reason == "" {
		return t
	}
	return both(t.EN+": "+reason, t.ZH+"："+reason)
}

// nobody is who acts where no name was given.
func by(name string) Text {
	switch name {
	case "", "plan":
		return both("the plan", "预案")
	case "assumed":
		return both("nobody in time: assumed", "超时未答，按预案认定")
	}
	return both(name, name)
}

// Simulated says that no phone rings.
func Simulated() Text {
	return both("Simulated carrier: no phone rings. Answers come from the simulator's handsets.", "模拟通信：不会真正拨打任何电话，应答来自模拟手机。")
}

// Opened records the declaration.
func Opened(title Text, place, summary, level string) Text {
	return because(both(title.EN+" "+level+" declared, "+place, title.ZH+level+"，"+place), summary)
}

// SeatFilled records that a seat has all its people.
func SeatFilled(title Text, have, need int) Text {
	n := strconv.Itoa(have) + "/" + strconv.Itoa(need)
	return both(title.EN+" filled ("+n+")", title.ZH+"到岗（"+n+"）")
}

// SeatOpened records that a seat is asked for from now on.
func SeatOpened(title Text, need int) Text {
	return both(fmt.Sprintf("%s asked for (%d)", title.EN, need), fmt.Sprintf("启用%s（%d人）", title.ZH, need))
}

// NeedsNow records that by day, or by night, a seat needs another number of people than before, and how many it has.
func NeedsNow(title Text, day bool, need, have int) Text {
	hour := both("by night", "夜间")
	if day {
		hour = both("by day", "日间")
	}
	if need == 0 {
		return both(title.EN+" is not needed "+hour.EN+": nobody is called, who holds it stays", title.ZH+hour.ZH+"不需要：不再呼叫，已在岗者留下")
	}
	t := both(fmt.Sprintf("%s needs %d %s and has %d: ", title.EN, need, hour.EN, have), fmt.Sprintf("%s%s需%d人，现有%d人：", title.ZH, hour.ZH, need, have))
	if have < need {
		return both(t.EN+"more are called", t.ZH+"继续呼叫")
	}
	return both(t.EN+"nobody more is called, all stay", t.ZH+"不再呼叫，均留下")
}

// SeatReopened records that a seat is short again.
func SeatReopened(title Text, name string) Text {
	return both(title.EN+" is short again without "+name, title.ZH+"缺人："+name)
}

// SeatAssigned records that the desk put somebody into a seat.
func SeatAssigned(title Text, name, reason string) Text {
	return because(both(name+" assigned to "+title.EN, "安排"+name+"任"+title.ZH), reason)
}

// SeatLeft records that somebody has left a seat.
func SeatLeft(title Text, name string) Text {
	return both(name+" leaves "+title.EN, name+"离开"+title.ZH)
}

// PromiseMissed records that somebody did not come as promised.
func PromiseMissed(name string, title Text) Text {
	return both(name+" has not come as promised ("+title.EN+"): asked once", name+"未按时到场（"+title.ZH+"），已询问")
}

// RungReached records that a ladder has gone on.
func RungReached(about Text, n int, who Text, voice, reached bool) Text {
	t := both(fmt.Sprintf("%s: rung %d calls %s", about.EN, n, who.EN), fmt.Sprintf("%s：第%d级，呼叫%s", about.ZH, n, who.ZH))
	if !reached {
		return both(t.EN+", but there is nobody to call", t.ZH+"，但无人可呼")
	}
	if voice {
		return both(t.EN+" (by SMS: voice is not available)", t.ZH+"（无语音，改发短信）")
	}
	return t
}

// Selectors names whom a rung calls.
func Selectors(ids []string) Text {
	names := map[string]Text{
		"holders": both("those on duty for it", "当班人员"), "substitutes": both("substitutes", "替补"), "group": both("the whole group", "全组"),
		"lead": both("the group's lead", "组长"), "commander": both("the commander", "指挥"), "company": both("the company", "公司值班"),
	}
	var titles []Text
	for _, id := range ids {
		titles = append(titles, names[id])
	}
	return each(titles)
}

// StandDown records the stand-down.
func StandDown(by, outcome, reason string) Text {
	o := Outcome(outcome)
	return because(both("Stood down by "+by+": "+o.EN, by+"宣布响应终止："+o.ZH), reason)
}

// Outcome names an outcome.
func Outcome(id string) Text {
	switch id {
	case "handled":
		return both("handled", "已处置")
	case "false-alarm":
		return both("false alarm", "误报")
	case "duplicate":
		return both("duplicate", "重复")
	case "handed-over":
		return both("handed over", "已移交")
	case "drill-ended":
		return both("drill ended", "演练结束")
	}
	return both(id, id)
}

// Ended records the end.
func Ended(outcome string) Text {
	o := Outcome(outcome)
	return both("Incident ended: "+o.EN, "事件结束："+o.ZH)
}

// Cancelled records that the incident was ended at once.
func Cancelled(by, outcome, reason string) Text {
	o := Outcome(outcome)
	return because(both("Ended at once by "+by+" ("+o.EN+")", by+"立即结束（"+o.ZH+"）"), reason)
}

// Overtaken records that a real incident stopped a drill.
func Overtaken() Text {
	return both("Drill stopped: there is a real incident at the site", "演练终止：本址发生真实事件")
}

// Paused records that a drill holds still because somebody reported something real.
func Paused(name string) Text {
	return both("Drill paused: "+name+" reports something real", "演练暂停："+name+"报告真实情况")
}

// Danger records that somebody is in danger.
func Danger(name string) Text {
	return both(name+" reports danger: commander alerted", name+"报告危险，已通知指挥")
}

// DangerHere records that somebody in danger has said that they are here.
func DangerHere(name string) Text {
	return both(name+" says that the danger is here", name+"确认在此处遇险")
}

// DangerLeft records that nobody had answered a danger when the end came.
func DangerLeft(name string) Text {
	return both("Nobody had answered "+name+"'s danger: commander and company told", name+"的危险无人处理：已告知指挥和公司")
}

// Help records that somebody asks for help.
func Help(name string) Text {
	return both(name+" asks for help: commander told", name+"请求支援，已通知指挥")
}

// Relief records that somebody asks to be relieved.
func Relief(name string) Text {
	return both(name+" asks for relief: commander told", name+"请求换班，已通知指挥")
}

// Reply records a text that changed nothing.
func Reply(name, text string) Text {
	return both(name+" wrote: "+text, name+"回复："+text)
}

// LevelChanged records another response level.
func LevelChanged(from, to string, reason Text) Text {
	t := both("Response level "+from+" to "+to, "响应等级"+from+"变为"+to)
	if reason.EN == "" {
		return t
	}
	return both(t.EN+": "+reason.EN, t.ZH+"："+reason.ZH)
}

// CommandTaken records who commands.
func CommandTaken(name string) Text { return both(name+" is in command", name+"担任指挥") }

// FactStated records what was learnt.
func FactStated(title Text, value, name string) Text {
	who := by(name)
	return both(title.EN+": "+value+" (by "+who.EN+")", title.ZH+"："+value+"（"+who.ZH+"）")
}

// NoticeContained records a notice that a drill kept from residents.
func NoticeContained(id string, n int) Text {
	return both(fmt.Sprintf("Notice %s: would have told %d residents", id, n), fmt.Sprintf("通知%s：将告知%d户（演练未发）", id, n))
}

// NoticeRecorded records a notice that was written down and not sent.
func NoticeRecorded(id string, n int) Text {
	return both(fmt.Sprintf("Notice %s recorded for %d residents; Muster does not text residents yet: post it by your own channels", id, n),
		fmt.Sprintf("通知%s已记录（%d户）；系统暂不群发居民短信，请自行张贴发布", id, n))
}

// NoticeSent records a notice that residents were sent.
func NoticeSent(id string, n int) Text {
	return both(fmt.Sprintf("Notice %s sent to %d residents", id, n), fmt.Sprintf("通知%s已发%d户", id, n))
}

// CallContained records an outside call that a drill did not make.
func CallContained(party Text, number string, after time.Duration) Text {
	at := fmt.Sprintf("+%d:%02d", int(after.Minutes()), int(after.Seconds())%60)
	return both("Would have called "+party.EN+" "+number+" at "+at, "演练：本应于"+at+"拨打"+party.ZH+number)
}

// CallHanded records that the script for an outside call was handed out.
func CallHanded(party Text) Text {
	return both("Script and number for "+party.EN+" handed out; waiting for \"connected\"", "已下发"+party.ZH+"的号码与报警词，等待接通")
}

// Escalated records an order to go on to the next rung.
func Escalated(seat, reason string) Text {
	if seat == "" {
		return because(both("Next rung ordered for every open seat", "命令各岗位立即升级呼叫"), reason)
	}
	return because(both("Next rung ordered for "+seat, "命令"+seat+"立即升级呼叫"), reason)
}

// Resumed records that a paused drill goes on.
func Resumed(by, reason string) Text {
	return because(both("Drill resumed by "+by, by+"恢复演练"), reason)
}

// MayBe records an incident that may be the same.
func MayBe(id string) Text {
	return both("May be the same as incident "+id, "可能与事件"+id+"重复")
}

// JobLost records that a notice or the record of a call could not be made.
func JobLost(title Text) Text {
	return both(title.EN+": could not be done by the system, do it by hand", title.ZH+"：系统未能执行，请人工处理")
}
