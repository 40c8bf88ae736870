package words

// Undo: what is said when an answer is taken back, and why it cannot be.

// undone names an answer that is taken back, and what it was about where it answered something.
func undone(action string, what Text) Text {
	names := map[string]Text{
		"accept": both("accepted", "接受"), "eta": both("coming", "前往"), "on_scene": both("on scene", "到场"), "done": both("done", "完成"), "cannot": both("cannot", "不能"),
		"state": both("stated", "报告"), "later": both("not yet", "尚未"),
		"need_help": both("call for help", "请求支援"), "relief": both("call for relief", "请求接替"), "wrong_number": both("wrong number", "号码有误"),
	}
	n := names[action]
	if what == (Text{}) {
		return n
	}
	return both(n.EN+", "+what.EN, n.ZH+"，"+what.ZH)
}

// Post names the seats that a person holds.
func Post() Text { return both("your post", "您的岗位") }

// Undone records that somebody has taken an answer back.
func Undone(name, action string, what Text) Text {
	u := undone(action, what)
	return both(name+" takes back: "+u.EN, name+"撤销："+u.ZH)
}

// UndoneTaken confirms that an answer is taken back.
func UndoneTaken(lang, action string, what Text) string {
	said := pick(lang, "Taken back: ", "已撤销：") + undone(action, what).In(lang)
	if what == (Text{}) {
		return said + pick(lang, ". All is as before.", "。已恢复原状。")
	}
	return said + pick(lang, ". All is as before: answer again.", "。已恢复原状，请重新答复。")
}

// HelpWithdrawn tells whoever was called that somebody needs no help any more.
func HelpWithdrawn(lang, hazard, name string) string {
	return pick(lang, hazard+": "+name+" takes back the call for help.", hazard+"："+name+"撤销支援请求。")
}

// NotUndone says why an answer stands.
func NotUndone(lang string, why Text) string {
	return pick(lang, "Not taken back: ", "未撤销：") + why.In(lang) + pick(lang, ". Tell the control room.", "。请联系控制室。")
}

// NothingToUndo is why nothing is taken back where nothing was said lately.
func NothingToUndo() Text {
	return both("you have answered nothing in the last 5 minutes", "您近5分钟内没有答复")
}

// OnlyTheLast is why an older answer stands.
func OnlyTheLast() Text {
	return both("that is not your last answer, and only the last one can be", "只能撤销最近一次答复")
}

// NeverUndone is why a report of danger and the like stand.
func NeverUndone() Text {
	return both("your last message has been acted on by people", "您的最近一次报告已有人处理")
}

// StoodDownSince is why an answer stands after the end of the response.
func StoodDownSince() Text { return both("the response has been ended since", "响应已终止") }

// TakenSince is why an answer stands that others have been called for.
func TakenSince() Text { return both("somebody else has taken it since", "已由他人接替") }

// OtherSince is why a refusal stands of somebody who holds, or is asked for, what cannot be held together with it.
func OtherSince() Text {
	return both("you hold or are asked for another seat since", "您已担任或正被安排其他岗位")
}

// ChangedSince is why an answer stands on which something hangs that people are at.
func ChangedSince(title Text) Text {
	return both("people are at \""+title.EN+"\" since", "“"+title.ZH+"”已在执行")
}

// NoticeSince is why an answer stands that residents were told of.
func NoticeSince() Text { return both("the notice to residents has gone out", "居民通知已发出") }

// LevelSince is why an answer stands before another response level.
func LevelSince() Text { return both("the response level has changed since", "响应等级已变化") }

// CommandHasPassed is why an answer stands that made somebody else commander.
func CommandHasPassed() Text { return both("the command has passed since", "指挥权已移交") }

// TaskWithdrawn tells somebody that a step is no longer theirs.
func TaskWithdrawn(lang, title string) string {
	return pick(lang, "Taken back: \""+title+"\" is not for you now. Stop if you have begun.", "已撤销：“"+title+"”暂不执行，如已开始请停止。")
}

// StepWithdrawn records that a step waits again.
func StepWithdrawn(id string, title Text) Text {
	return both(id+" "+title.EN+": waits again, an answer was taken back", id+" "+title.ZH+"：恢复等待，答复已撤销")
}

// FactWithdrawn records that a fact is no longer stated as it was.
func FactWithdrawn(title Text) Text {
	return both(title.EN+": taken back", title.ZH+"：已撤销")
}
