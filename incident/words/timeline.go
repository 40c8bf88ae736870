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

// PageSent records an attempt that the carrier took.
func PageSent(name string, n int, about Text) Text {
	if n > 1 {
		return both(fmt.Sprintf("%s called again (%s call): %s", name, ordinal(n), about.EN), fmt.Sprintf("第%d次呼叫%s：%s", n, name, about.ZH))
	}
	return both(name+" called: "+about.EN, "呼叫"+name+"："+about.ZH)
}

// Asked names what pages are about.
func AboutSeats(titles []Text) Text { return each(titles) }

// AboutGaps names the seats that nobody took.
func AboutGaps(titles []Text) Text {
	t := each(titles)
	return both("nobody yet for "+t.EN, "无人到岗："+t.ZH)
}

// AboutLate names the steps that are late.
func AboutLate(titles []Text) Text {
	t := each(titles)
	return both("late: "+t.EN, "超时："+t.ZH)
}

// AboutDanger names who reports danger.
func AboutDanger(name string) Text { return both("danger reported by "+name, name+"报告危险") }

// AboutHelp names who asks for help.
func AboutHelp(name string) Text { return both(name+" asks for help", name+"请求支援") }

// Join puts what a page is about into one phrase.
func Join(parts []Text) Text {
	var en, zh []string
	for _, p := range parts {
		en, zh = append(en, p.EN), append(zh, p.ZH)
	}
	return both(strings.Join(en, "; "), strings.Join(zh, "；"))
}

// TaskSent records that a step was handed to a person.
func TaskSent(name string, title Text) Text {
	return both(title.EN+": task sent to "+name, title.ZH+"：任务已发给"+name)
}

// NoteSent records a message that asks for no answer.
func NoteSent(name string) Text { return both("Message sent to "+name, "已通知"+name) }

// SendUnknown records that nobody knows whether a message went out.
func SendUnknown(name string) Text {
	return both("Message to "+name+": the carrier's answer was lost; asking before repeating", "发给"+name+"的短信未获确认，先查询再重发")
}

// SendLater records that the carrier asked to wait.
func SendLater(name, why string) Text {
	return both("Message to "+name+" delayed by the carrier ("+why+")", "发给"+name+"的短信被运营商延迟（"+why+"）")
}

// SentTwice records a duplicate.
func SentTwice(name string) Text {
	return both("The carrier took the same message to "+name+" twice: a duplicate", "同一短信向"+name+"发送了两次：重复")
}

// Unreachable records a message that did not get through.
func Unreachable(name, why string) Text {
	reasons := map[string]Text{
		"recipient":    both("the number cannot receive messages", "号码无法接收短信"),
		"opted-out":    both("has opted out of messages", "已退订短信"),
		"unreachable":  both("the phone is off or out of reach", "手机关机或不在服务区"),
		"filtered":     both("the network refused the text", "短信被网络拦截"),
		"wrong-number": both("wrong number", "号码有误"),
		"refused":      both("not a number of this drill", "不在本次演练名单"),
	}
	r, ok := reasons[why]
	if !ok {
		r = both("not delivered", "未送达")
	}
	return both(name+" not reached: "+r.EN, "未能联系"+name+"："+r.ZH)
}

// PageStoodDown records that a page needs no answer any more.
func PageStoodDown(name string) Text {
	return both(name+" no longer needed", name+"无需应答")
}

// Accepted records an acceptance, with the promised time if any.
func Accepted(name string, about Text, at string) Text {
	if at == "" {
		return both(name+" accepted: "+about.EN, name+"接受："+about.ZH)
	}
	return both(name+" accepted: "+about.EN+", there by "+at, name+"接受："+about.ZH+"，"+at+"前到")
}

// Promised records a new promise.
func Promised(name, at string) Text {
	return both(name+" will be there by "+at, name+"将于"+at+"前到")
}

// OnScene records an arrival.
func OnScene(name string) Text { return both(name+" is on scene", name+"已到场") }

// Declined records a refusal.
func Declined(name string, about Text) Text {
	return both(name+" cannot: "+about.EN, name+"不能："+about.ZH)
}

// Seen records an answer that is not an acceptance.
func Seen(name string) Text {
	return both(name+" has seen the page, not accepted", name+"已读，未接受")
}

// InHand records that somebody sees to a gap or a late step.
func InHand(name string, about Text) Text {
	return both(name+" sees to it: "+about.EN, name+"负责处理："+about.ZH)
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
func RungReached(about Text, n int, who Text, voice bool) Text {
	t := both(fmt.Sprintf("%s: rung %d calls %s", about.EN, n, who.EN), fmt.Sprintf("%s：第%d级，呼叫%s", about.ZH, n, who.ZH))
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
