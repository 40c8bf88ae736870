package words

// The timeline's sentences about steps, and the reasons that it gives.

// StepOpened records that a step's clock runs.
func StepOpened(id string, title Text) Text {
	return both(id+" "+title.EN+": open", id+" "+title.ZH+"：开始计时")
}

// StepStarted records that somebody has begun.
func StepStarted(id string, title Text, name string) Text {
	return both(id+" "+title.EN+": started by "+name, id+" "+title.ZH+"："+name+"已开始")
}

// StepDone records a completed step with its value.
func StepDone(id string, title Text, name, value string, note Text) Text {
	who := by(name)
	en, zh := id+" "+title.EN+": done by "+who.EN, id+" "+title.ZH+"：完成，"+who.ZH
	if value != "" && value != "done" {
		en, zh = en+" = "+value, zh+" = "+value
	}
	return both(because(both(en, zh), note.EN).EN, because(both(en, zh), note.ZH).ZH)
}

// Radio notes who recorded what somebody said by radio.
func Radio(by string) Text { return both("by radio, noted by "+by, "电台报告，"+by+"记录") }

// AsWritten is somebody's own text, which stands as it is.
func AsWritten(text string) Text { return both(text, text) }

// StepSkipped records that a step was left out.
func StepSkipped(id string, title, reason Text) Text {
	return both(id+" "+title.EN+": skipped, "+reason.EN, id+" "+title.ZH+"：跳过，"+reason.ZH)
}

// StepLate records that a step has run over its target.
func StepLate(id string, title Text) Text {
	return both(id+" "+title.EN+": late", id+" "+title.ZH+"：超时")
}

// StepExtended records a new target.
func StepExtended(id string, title Text, en, zh, reason string) Text {
	return because(both(id+" "+title.EN+": until "+en, id+" "+title.ZH+"：延至"+zh), reason)
}

// StepReassigned records that a step was given to somebody else.
func StepReassigned(id string, title Text, name, reason string) Text {
	return because(both(id+" "+title.EN+": given to "+name, id+" "+title.ZH+"：改由"+name+"负责"), reason)
}

// StepAdded records a step that the plan did not have.
func StepAdded(id string, title, seat Text, name, reason string) Text {
	return because(both(id+" "+title.EN+": added by "+name+" for "+seat.EN, id+" "+title.ZH+"："+name+"增加，交"+seat.ZH), reason)
}

// PhotoAdded records that there is a photo of a step.
func PhotoAdded(id string, title Text, name string) Text {
	return both("Photo for "+id+" "+title.EN+" added by "+name, id+" "+title.ZH+"："+name+"添加照片")
}

// StepTaken records that somebody has taken a late step on.
func StepTaken(id string, title Text, name string) Text {
	return both(id+" "+title.EN+": taken on by "+name, id+" "+title.ZH+"："+name+"接手")
}

// ReasonCondition is why a condition skipped a step.
func ReasonCondition() Text { return both("its condition does not hold", "条件不成立") }

// ReasonStoodDown is why the stand-down skipped a step.
func ReasonStoodDown() Text { return both("stood down", "响应已终止") }

// ReasonOutcome is why the outcome skipped a recovery step.
func ReasonOutcome() Text { return both("does not belong to this outcome", "不适用于该结果") }

// ReasonStopped is why the end skipped a step.
func ReasonStopped() Text { return both("the incident was ended", "事件已结束") }

// ReasonDrill is why a drill skipped a step.
func ReasonDrill() Text { return both("not practised in drills", "演练不执行") }

// ReasonPlan is why the plan changed the level.
func ReasonPlan() Text { return both("rule of the plan", "预案规则") }

// ReasonGiven is a person's own reason.
func ReasonGiven(reason string) Text { return both(reason, reason) }

// ReasonPerson is a person's decision with their reason.
func ReasonPerson(name, reason string) Text {
	return because(both("by "+name, name+"决定"), reason)
}

// LateReason is why a late step raised the level.
func LateReason(title Text) Text { return both(title.EN+" is late", title.ZH+"超时") }

// ReasonNotNeeded is why a step that only another's lateness opens was never opened.
func ReasonNotNeeded() Text { return both("was not needed", "无需执行") }
