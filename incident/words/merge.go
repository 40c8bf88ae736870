package words

// Merging: what is said where one incident becomes a part of another.

import "fmt"

// Scene is an incident as people know it: what it is, and where, in the reader's language.
type Scene struct{ Hazard, At string }

func (p Scene) in(lang string) string { return pick(lang, p.Hazard+", "+p.At, p.Hazard+" "+p.At) }

// Merging records that a merge was ordered.
func Merging(title Text, place, id, by string) Text {
	return both(by+" merges this into "+title.EN+", "+place+" ("+id+"): people and facts are handed over", by+"将本事件并入"+title.ZH+"，"+place+"（"+id+"），正在移交人员和情况")
}

// Merged records that the incident has become a part of another one.
func Merged(title Text, place, id string) Text {
	return both("Part of "+title.EN+", "+place+" ("+id+") from now on", "已并入"+title.ZH+"，"+place+"（"+id+"）")
}

// NotMerged records that a merge was given up.
func NotMerged(title Text, id, why string) Text {
	return both("Not merged into "+title.EN+" ("+id+"): this incident goes on. "+why, "未能并入"+title.ZH+"（"+id+"），本事件继续")
}

// NotMergedNote tells the commander so.
func NotMergedNote(lang, hazard, place, other string) string {
	return placed(lang, place, func(place string) string {
		return pick(lang,
			hazard+", "+place+": could not be merged into "+other+". This incident goes on: command it as before.",
			hazard+" "+place+"：未能并入"+other+"。本事件继续，请照常指挥。")
	})
}

// ReasonMerged is why steps are left out that were open at a merge.
func ReasonMerged() Text { return both("merged into another incident", "已并入其他事件") }

// OrderMerge names the order that merges.
func OrderMerge(into string) Text { return both("the merge into "+into, "并入"+into) }

// Carried records that somebody came into a seat with another incident.
func Carried(name string, seat, from Text) Text {
	return both(name+" holds "+seat.EN+" already, by "+from.EN, name+"已在"+from.ZH+"担任"+seat.ZH)
}

// Absorbed records what has come of another incident.
func Absorbed(title Text, place, id string, people, facts int) Text {
	return both(
		fmt.Sprintf("%s, %s (%s) is part of this now: %d holders, %d facts", title.EN, place, id, people, facts),
		fmt.Sprintf("%s，%s（%s）已并入本事件：到岗%d人，情况%d条", title.ZH, place, id, people, facts))
}

// HolderThere records a person who has accepted a seat that this incident lacks.
func HolderThere(name string, seat Text) Text {
	return both(name+" accepted "+seat.EN+" there, which has no place here: give them something to do", name+"在原事件担任"+seat.ZH+"，本事件无此岗位，请另行安排")
}

// FactThere records a fact that this incident's plan does not know.
func FactThere(title Text, value string) Text {
	return both("Known there: "+title.EN+": "+value, "原事件情况："+title.ZH+"："+value)
}

// DoneThere records which steps the other incident has done.
func DoneThere(titles []Text) Text {
	t := each(titles)
	return both("Done there: "+t.EN, "原事件已完成："+t.ZH)
}

// AbsorbedNote tells the commander of what has come.
func AbsorbedNote(lang string, here, other Scene, at string, people int, lacking []Text) string {
	said := pick(lang,
		fmt.Sprintf("Merged into %s: %s (declared %s), %d people in seats. Nobody is called twice.", here.in(lang), other.in(lang), at, people),
		fmt.Sprintf("%s：已并入%s（%s启动），到岗%d人，不再重复呼叫。", here.in(lang), other.in(lang), at, people))
	if len(lacking) > 0 {
		said += pick(lang, fmt.Sprintf(" %d without a place here: see the timeline.", len(lacking)), fmt.Sprintf("%d项在此无对应岗位，见时间线。", len(lacking)))
	}
	return said
}

// SameIncident tells a holder that the incident has become a part of another one, where they have the same seat.
func SameIncident(lang string, here, there Scene, commander string) string {
	return placed(lang, there.At, func(place string) string {
		there.At = place
		return pick(lang,
			here.Hazard+": same incident as "+there.in(lang)+". You stay in your seat there; nothing more to do."+ifNamed(commander, " In command: ", "."),
			here.Hazard+"：与"+there.in(lang)+"为同一事件，您的岗位不变，无需再答。"+ifNamed(commander, "指挥：", "。"))
	})
}

// ReportThere tells somebody who has accepted, and whose seat the other incident lacks, to whom to report.
func ReportThere(lang string, here, there Scene, commander string) string {
	if commander == "" {
		commander = pick(lang, "the control room", "控制室")
	}
	return placed(lang, there.At, func(place string) string {
		there.At = place
		return pick(lang,
			here.Hazard+": now part of "+there.in(lang)+". Go on, and report to "+commander+" what you are doing.",
			here.Hazard+"：已并入"+there.in(lang)+"，请继续并向"+commander+"报告您的工作。")
	})
}

func ifNamed(name, before, after string) string {
	if name == "" {
		return ""
	}
	return before + name + after
}

// PartOfAnother answers a text to an incident that has become a part of another one.
func PartOfAnother(lang, hazard string) string {
	return pick(lang,
		hazard+": this is part of another incident now. Answer the last message that you got from there.",
		hazard+"：本事件已并入其他事件，请回复该事件发给您的短信。")
}
