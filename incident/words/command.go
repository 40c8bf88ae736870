package words

// Command: what is said where it passes from one person to another.

// AboutCommand names a command that is to pass on.
func AboutCommand(name string) Text {
	return both("command, "+name+" does not answer", "指挥（"+name+"未应答）")
}

// takeCommand asks somebody to take the command from a person who does not answer.
func takeCommand(lang, name string) string {
	if name == "" {
		return ""
	}
	return pick(lang, "COMMANDER "+name+" DOES NOT ANSWER: take command. ", "指挥"+name+"未应答，请接替指挥。")
}

// CommandPassed records a succession.
func CommandPassed(name, former, since string) Text {
	return both(name+" is in command: "+former+" has not answered since "+since, name+"接替指挥："+former+"自"+since+"起未应答")
}

// CommandSought records that a silent commander is to be succeeded, and by whom is not known yet.
func CommandSought(name, since string) Text {
	return both(name+" has not answered since "+since+": a successor is being called, and "+name+" commands until somebody accepts",
		name+"自"+since+"起未应答：正在呼叫接替者，接受前仍由"+name+"指挥")
}

// CommandVacant records that nobody commands, and that somebody is being called for it.
func CommandVacant(name string) Text {
	return both(name+" no longer commands and nobody has succeeded yet: a successor is being called", name+"不再指挥，暂无人接替：正在呼叫接替者")
}

// CommandKept records that a commander has been heard of before anybody succeeded.
func CommandKept(name string) Text {
	return both(name+" is heard of again and keeps the command", name+"已有应答，继续指挥")
}

// YouCommand tells somebody who has accepted the command that they have it.
func YouCommand(lang string) string {
	return pick(lang, "You are in command now; a brief follows.", "您现在负责指挥，情况简报随后发送。")
}

// CommandGone tells a former commander who commands now.
func CommandGone(lang, hazard, name string) string {
	return pick(lang,
		hazard+": "+name+" is in command now. Report to "+name+" what you know.",
		hazard+"：现由"+name+"指挥，请向其通报您掌握的情况。")
}

// HandedOver asks somebody who commanded before whether an answer is meant as an order.
func HandedOver(lang, at, name string) string {
	return pick(lang,
		"You handed over at "+at+"; "+name+" is in command. Nothing was changed. Send the same again if you mean it.",
		"您已于"+at+"交出指挥，现由"+name+"指挥，未作更改。如确认请再发一次。")
}

// Overruled records an order of somebody who commanded before, confirmed.
func Overruled(name, at string, what Text) Text {
	return both(name+", who handed over at "+at+", ordered all the same: "+what.EN, name+"（"+at+"已交出指挥）再次确认命令："+what.ZH)
}

// OverruledNote tells both commanders of such an order.
func OverruledNote(lang, hazard, name, current string, what Text) string {
	if current == "" {
		current = pick(lang, "nobody", "无")
	}
	return pick(lang,
		hazard+": "+name+" ordered "+what.EN+", confirmed. In command: "+current+".",
		hazard+"："+name+"确认命令："+what.ZH+"。现任指挥："+current+"。")
}

// OrderLevel names an order of another level.
func OrderLevel(level string) Text { return both("level "+level, "响应等级"+level) }

// OrderEnd names an order that ends the response.
func OrderEnd(outcome string) Text {
	o := Outcome(outcome)
	return both("the end ("+o.EN+")", "终止响应（"+o.ZH+"）")
}

// OrderSeat names an order that puts somebody into a seat.
func OrderSeat(name, seat string) Text { return both(name+" into "+seat, "安排"+name+"任"+seat) }

// OrderRelease names an order that takes somebody out of a seat.
func OrderRelease(name, seat string) Text { return both(name+" out of "+seat, name+"离开"+seat) }

// OrderResume names the order that a drill goes on.
func OrderResume() Text { return both("the drill goes on", "恢复演练") }

// OrderStep names an order about a step.
func OrderStep(verb, step string) Text { return both(verb+" "+step, "步骤"+step+"（"+verb+"）") }
