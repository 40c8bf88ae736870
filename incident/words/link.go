package words

// Links and decisions: what is said where one incident proposes, opens or knows another one.

// YesOrNo ends a question that is to be decided.
func YesOrNo(lang, token string) string {
	return pick(lang, "Reply "+token+" 1 yes, "+token+" 5 no", "回"+token+" 1是，"+token+" 5否")
}

// AskSame asks whether another incident is the same; at is when it was declared.
func AskSame(lang string, other Scene, at string) string {
	return pick(lang, "Same as "+other.in(lang)+ifNamed(at, ", declared ", "")+"? Yes merges them. ", "是否与"+ifNamed(at, "", "报告的")+other.in(lang)+"为同一事件？答是则合并。")
}

// AskOpen asks whether another plan is to be opened here, and says why.
func AskOpen(lang, plan, why string) string {
	return pick(lang, "Open "+plan+" here ("+why+")? ", "是否启动"+plan+"预案（"+why+"）？")
}

// AboutSame names the decision whether another incident is the same.
func AboutSame(title Text, place string) Text {
	return both("the same as "+title.EN+", "+place+"?", "是否与"+title.ZH+"（"+place+"）为同一事件")
}

// AboutOpen names the decision whether a plan is to be opened.
func AboutOpen(title Text) Text { return both("open "+title.EN+"?", "是否启动"+title.ZH) }

// Decided records a decision.
func Decided(name string, about Text, yes bool) Text {
	if yes {
		return both(name+" decides: "+about.EN+" Yes", name+"决定："+about.ZH+"：是")
	}
	return both(name+" decides: "+about.EN+" No", name+"决定："+about.ZH+"：否")
}

// DecisionTaken confirms a decision.
func DecisionTaken(lang string, yes bool) string {
	if yes {
		return pick(lang, "Noted: yes. It is being done.", "已记录：是，正在执行。")
	}
	return pick(lang, "Noted: no. Nothing is changed.", "已记录：否，不作更改。")
}

// MayBeSame records an incident that may be the same.
func MayBeSame(title Text, place, at, id string) Text {
	return both("May be the same as "+title.EN+", "+place+", declared "+at+" ("+id+")", "可能与"+at+"报告的"+title.ZH+"（"+place+"，"+id+"）重复")
}

// ToldSame tells a declarer of it.
func ToldSame(lang, hazard string, other Scene, at string) string {
	return placed(lang, other.At, func(place string) string {
		other.At = place
		return pick(lang,
			hazard+" as you reported it may be the same as "+other.in(lang)+", declared "+at+". Both are being answered; the commander decides whether they are one.",
			"您报告的"+hazard+"可能与"+at+"报告的"+other.in(lang)+"为同一事件。两者均在处置，由指挥决定是否合并。")
	})
}

// NotMergedOrder records a merge that was decided and could not be done.
func NotMergedOrder(from, into, why string) Text {
	return both(from+" could not be merged into "+into+". "+why, from+"未能并入"+into)
}

// NotMergedOrderNote tells whoever decided so.
func NotMergedOrderNote(lang, hazard string) string {
	return pick(lang, hazard+": the two incidents could not be merged; both go on. See their timelines.", hazard+"：两事件未能合并，均继续进行，详见时间线。")
}

// LinkProposed records that the commander is to be asked whether a plan is opened.
func LinkProposed(plan, why Text) Text {
	return both(why.EN+": "+plan.EN+" is proposed", why.ZH+"：建议启动"+plan.ZH)
}

// LinkThere records that a plan is not opened because it goes with the incident already.
func LinkThere(plan, why Text, id string) Text {
	return both(why.EN+": "+plan.EN+" goes with this already ("+id+")", why.ZH+"："+plan.ZH+"已在进行（"+id+"）")
}

// LinkOpened records that another plan has been opened.
func LinkOpened(plan Text, place, id string) Text {
	return both(plan.EN+" opened, "+place+" ("+id+")", "已启动"+plan.ZH+"，"+place+"（"+id+"）")
}

// NotOpened records that a plan could not be opened.
func NotOpened(plan Text, why string) Text {
	return both(plan.EN+" could not be opened. "+why, "未能启动"+plan.ZH)
}

// NotOpenedNote tells the commander so.
func NotOpenedNote(lang, hazard, plan string) string {
	return pick(lang, hazard+": "+plan+" could not be opened by the system. Declare it by hand.", hazard+"：系统未能启动"+plan+"，请人工启动。")
}

// OpenedBy records the incident that opened this one.
func OpenedBy(title Text, id string) Text {
	return both("Opened from "+title.EN+" ("+id+")", "由"+title.ZH+"启动（"+id+"）")
}

// OrderOpen names the order that opens another plan.
func OrderOpen(plan string) Text { return both("the opening of "+plan, "启动"+plan) }

// LinkEnded records how an incident ended that this one had opened.
func LinkEnded(title Text, id, outcome string) Text {
	o := Outcome(outcome)
	return both(title.EN+" ("+id+") has ended: "+o.EN, title.ZH+"（"+id+"）已结束："+o.ZH)
}

// LinkSummary is what an incident is about that another one has opened.
func LinkSummary(why, hazard, summary string) string {
	said := hazard + ifNamed(summary, ": ", "")
	if why == "" {
		return said
	}
	return why + " (" + said + ")"
}
