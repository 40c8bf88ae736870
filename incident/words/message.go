package words

// Messages that only tell: no answer is asked for, or a plain digit.

import "muster/incident/sms"

// placed is a message whose place is shortened at its end until it takes two parts, with a drill's mark and a code too.
func placed(lang, place string, text func(place string) string) string {
	const tag = " [K7M]" // as long as every code
	return text(sms.Shorten(place, partsAim, func(p string) string { return Drill(lang, true, text(p)) + tag }))
}

// NoLongerNeeded tells somebody who was asked that the seat is filled.
func NoLongerNeeded(lang, hazard, place string) string {
	return placed(lang, place, func(place string) string {
		return pick(lang,
			hazard+", "+place+": enough people have answered, you are not needed now. Thank you.",
			hazard+" "+place+"：人员已足，您无需前往，谢谢。")
	})
}

// AreYouThere asks somebody who has not come as promised.
func AreYouThere(lang, hazard string) string {
	return pick(lang,
		hazard+": you are expected on scene now. Reply 3 on scene, 2 and minutes if later, 5 cannot",
		hazard+"：您应已到场。回3已到场，回2加分钟数，回5不能")
}

// StoodDown tells those who were called how it ended.
func StoodDown(lang, hazard, place, outcome string) string {
	return placed(lang, place, func(place string) string { return stoodDown(lang, hazard, place, outcome) })
}

func stoodDown(lang, hazard, place, outcome string) string {
	switch outcome {
	case "false-alarm":
		return pick(lang,
			hazard+", "+place+": false alarm. Everybody return; you are not needed. Thank you.",
			hazard+" "+place+"：误报，请全体返回，谢谢。")
	case "handed-over":
		return pick(lang,
			hazard+", "+place+": handed over to the emergency service. Report to your lead before you leave.",
			hazard+" "+place+"：已移交专业救援队伍，撤离前向组长报告。")
	}
	return pick(lang,
		hazard+", "+place+": stood down. Report to your lead before you leave. Thank you.",
		hazard+" "+place+"：响应终止，撤离前向组长报到，谢谢。")
}

// DrillStopped tells everybody in a drill that it has ended because of a real incident.
func DrillStopped(lang string) string {
	return pick(lang,
		"The drill is STOPPED: there is a REAL emergency on site. Stop practising and wait for your call.",
		"演练终止：现场发生真实情况。停止演练，等候通知。")
}

// DangerStands tells commander and company, at the end, of a danger that nobody has answered yet.
func DangerStands(lang, name, place string) string {
	return placed(lang, place, func(place string) string {
		return DangerCall(lang, name) + pick(lang, " Nobody has answered it yet. Place: "+place, "尚无人处理，地点："+place)
	})
}

// DrillPaused tells everybody that somebody in the drill has reported something real.
func DrillPaused(lang string) string {
	return pick(lang,
		"The drill is PAUSED: somebody has reported real danger. Stop practising and wait.",
		"演练暂停：有人报告真实危险。停止演练，原地等候。")
}

// Assigned tells somebody that the desk has put them into a seat.
func Assigned(lang, hazard, place, seat string) string {
	return placed(lang, place, func(place string) string {
		return pick(lang,
			hazard+", "+place+": you have been assigned to "+seat+". Reply 3 on scene, 5 if you cannot",
			hazard+" "+place+"：已安排您任"+seat+"。到场回3，不能回5")
	})
}

// Released tells somebody that they no longer hold a seat.
func Released(lang, hazard, seat string) string {
	return pick(lang, hazard+": you are released from "+seat+". Thank you.", hazard+"：您已不再担任"+seat+"，谢谢。")
}

// OptedOutNotice tells the commander that a responder cannot be reached by SMS any more.
func OptedOutNotice(lang, hazard, name string) string {
	return pick(lang,
		hazard+": "+name+" has opted out of messages and cannot be reached by SMS. Others are being called.",
		hazard+"："+name+"已退订短信，无法联系，正在呼叫其他人。")
}

// DrillResumed tells everybody in a drill that it goes on.
func DrillResumed(lang string) string {
	return pick(lang, "The drill goes on where it stopped.", "演练从中断处继续。")
}
