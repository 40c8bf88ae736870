package words

// People over time: relief, changes of shift, check-ins, and people who are needed in two places.

import (
	"fmt"
	"strconv"
	"strings"
)

// ReliefWanted records that somebody is to be relieved, and why.
func ReliefWanted(name string, titles Text, why string) Text {
	t := both(name+" is to be relieved ("+titles.EN+"): ", name+"需换班（"+titles.ZH+"）：")
	switch why {
	case "shift":
		return both(t.EN+"the shift is over", t.ZH+"当班已结束")
	case "leave":
		return both(t.EN+"on leave from now on", t.ZH+"开始休假")
	case "opt-out":
		return both(t.EN+"no messages reach them any more", t.ZH+"已退订短信，无法联系")
	}
	return both(t.EN+"has asked for it", t.ZH+"本人请求")
}

// ReliefCalled answers somebody who asks for relief.
func ReliefCalled(lang string) string {
	return pick(lang, "Relief is being called. Stay until somebody takes over: you are told who.", "正在为您呼叫接班人，交接前请勿离岗，有人接班即通知您。")
}

// StayUntilRelieved tells a holder that somebody is called in their place.
func StayUntilRelieved(lang, hazard string, titles Text, why string) string {
	since := pick(lang, "your shift is over", "您已下班")
	if why == "leave" {
		since = pick(lang, "your leave begins", "您已开始休假")
	}
	return pick(lang,
		hazard+": "+since+". Relief is being called ("+titles.EN+"). Stay until you are told who takes over.",
		hazard+"："+since+"，正在呼叫接班人（"+titles.ZH+"），接到交接通知前请勿离岗。")
}

// RelievedBy records that somebody has relieved a holder.
func RelievedBy(title Text, name, other string) Text {
	return both(other+" relieves "+name+" ("+title.EN+")", other+"接替"+name+"（"+title.ZH+"）")
}

// YouAreRelieved tells a holder who has taken over.
func YouAreRelieved(lang, hazard, name string, titles Text) string {
	return pick(lang,
		hazard+": "+name+" relieves you ("+titles.EN+"). Hand over what you know, then you may go. Thank you.",
		hazard+"："+name+"接替您（"+titles.ZH+"）。交接情况后可离岗，辛苦了。")
}

// YouRelieve tells whoever takes over from whom.
func YouRelieve(lang, hazard, name string, titles Text) string {
	return pick(lang,
		hazard+": you relieve "+name+" ("+titles.EN+"). Open tasks are yours now; ask "+name+" what you need to know.",
		hazard+"：您接替"+name+"（"+titles.ZH+"），未完成任务转交给您，请向其了解情况。")
}

// CommandRelieved records a command that passes to a relief.
func CommandRelieved(name, former string) Text {
	return both(name+" is in command: relieves "+former, name+"担任指挥：接替"+former)
}

// ShiftChange records a change of shift, and how many of those who hold seats go off duty.
func ShiftChange(over int) Text {
	if over == 0 {
		return both("Shift change: those who come on duty are called", "换班：呼叫上班人员")
	}
	return both(fmt.Sprintf("Shift change: %d to be relieved, each stays until somebody takes over", over), fmt.Sprintf("换班：%d人待接替，交接前不离岗", over))
}

// AboutReliefs names the seats for which no relief has been found.
func AboutReliefs(titles []Text) Text {
	t := each(titles)
	return both("no relief yet for "+t.EN, "无人接班："+t.ZH)
}

// CheckInAsked records that somebody on scene was asked whether they are well.
func CheckInAsked(name string) Text {
	return both(name+" asked to check in", "询问"+name+"是否平安")
}

// CheckInMissed records a check-in that was not answered.
func CheckInMissed(name string, n int) Text {
	return both(name+" has not answered a check-in ("+strconv.Itoa(n)+")", name+"未应答平安询问（第"+strconv.Itoa(n)+"次）")
}

// AreYouWell asks somebody on scene for a sign of life.
func AreYouWell(lang, hazard string, again bool) string {
	urge := ""
	if again {
		urge = pick(lang, "NO ANSWER YET. ", "尚未收到应答！")
	}
	return pick(lang,
		urge+hazard+": are you well? Reply 3 within 2 min if you are, 7 if in danger, 8 for relief.",
		urge+hazard+"：是否平安？请2分钟内回3报平安，遇险回7，换班回8。")
}

// SilentDanger records that somebody who does not answer counts as in danger.
func SilentDanger(name, since string) Text {
	return both(name+" has missed two check-ins, last heard at "+since+": taken as danger, commander alerted", name+"两次未报平安，最后联系"+since+"：按遇险处理，已通知指挥")
}

// HeardAgain records a sign of life of somebody who counted as in danger.
func HeardAgain(name string) Text {
	return both(name+" is heard of again after two missed check-ins", name+"两次未报平安后恢复联系")
}

// AboutSilent names who does not answer check-ins.
func AboutSilent(name string) Text {
	return both(name+" does not answer check-ins", name+"未报平安")
}

// SilentCall says who does not answer check-ins, with their number.
func SilentCall(lang, name string) string {
	return pick(lang, "DANGER? "+name+" has not answered two check-ins: call, or send somebody to look.", "可能遇险！"+name+"两次未报平安，立即联系或派人查看。")
}

// RosterRefreshed records a new roster: who has come, and who is no longer in it. Names are listed up to a few.
func RosterRefreshed(joined, left []string) Text {
	t := both("Roster refreshed", "名册已更新")
	if len(joined) > 0 {
		t = both(t.EN+"; new: "+few("en", joined), t.ZH+"；新增："+few("zh", joined))
	}
	if len(left) > 0 {
		t = both(t.EN+"; no longer in it: "+few("en", left), t.ZH+"；移出："+few("zh", left))
	}
	return t
}

// few lists some names, and how many more there are.
func few(lang string, names []string) string {
	more := ""
	if extra := len(names) - listed; extra > 0 {
		more = pick(lang, fmt.Sprintf(" and %d more", extra), fmt.Sprintf("等%d人", len(names)))
		names = names[:listed]
	}
	return strings.Join(names, pick(lang, ", ", "、")) + more
}

// TakenFrom records that somebody who also worked in another incident works here from now on.
func TakenFrom(name string, title Text, id string) Text {
	return both(name+" works here from now on, taken from "+title.EN+" ("+id+")", name+"自"+title.ZH+"（"+id+"）调来本事件")
}

// TakenBy records that somebody works in another incident from now on.
func TakenBy(name string, title Text, id string) Text {
	return both(name+" works in "+title.EN+" ("+id+") from now on: somebody else is called here", name+"调往"+title.ZH+"（"+id+"），本事件另行呼叫")
}

// TakenFromNote tells a commander whom they have from another incident.
func TakenFromNote(lang, hazard, name, title string) string {
	return pick(lang, hazard+": "+name+" is yours now, taken from: "+title+".", hazard+"："+name+"已从“"+title+"”调来。")
}

// TakenByNote tells a commander whom another incident has taken.
func TakenByNote(lang, hazard, name, title string) string {
	return pick(lang, hazard+": "+name+" has gone to: "+title+". Somebody else is being called.", hazard+"："+name+"已调往“"+title+"”，正在呼叫他人。")
}

// YouWorkElsewhere tells a person that another incident counts on them, and this one no longer.
func YouWorkElsewhere(lang, hazard, title string) string {
	return pick(lang,
		hazard+": you are released, since you work in: "+title+". Somebody else is being called here.",
		hazard+"：您已投入“"+title+"”，此处不再由您负责，正在呼叫他人。")
}
