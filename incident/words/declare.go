package words

// Declarations by text: the offer, the questions, what the control room is asked, and what became of it.

import (
	"strings"

	"muster/incident/sms"
)

// Proposed is what a text would declare, in its reader's language.
type Proposed struct {
	Hazard, Place string
	Token         string // empty: the digit alone is enough
}

func (p Proposed) code() string {
	if p.Token == "" {
		return ""
	}
	return p.Token + " "
}

// ProposedTitle names a declaration in a list of what is open.
func ProposedTitle(lang string, p Proposed) string {
	return pick(lang, "declare "+loud(p.Hazard)+" at "+p.Place, "宣布"+p.Hazard+"："+p.Place)
}

// loud is how a hazard stands in an English text.
func loud(hazard string) string { return strings.ToUpper(hazard) }

// Offer asks the sender of a declaration whether it is meant.
func Offer(lang string, p Proposed) string {
	return brief(p.Place, func(place string) string {
		p.Place = place
		return pick(lang,
			"Reply "+p.code()+"1 = "+ProposedTitle(lang, p)+". "+p.code()+"5 = no. Nothing is declared yet.",
			"回"+p.code()+"1="+ProposedTitle(lang, p)+"。回"+p.code()+"5=取消。尚未宣布。")
	})
}

// brief is a text whose one part is shortened at its end until it takes two parts.
func brief(part string, text func(part string) string) string {
	return text(sms.Shorten(part, partsAim, text))
}

// Report is what the control room is asked about.
type Report struct {
	Proposed
	N                 int // which message it is for this person
	Name, At, Summary string
}

// ReportCall asks whoever is to decide about a report that its sender has not confirmed.
func ReportCall(lang string, r Report) string {
	return brief(r.Summary, func(summary string) string {
		return pick(lang,
			Ordinal(lang, r.N)+"UNCONFIRMED REPORT by "+r.Name+" at "+r.At+": "+loud(r.Hazard)+", "+r.Place+": "+summary+
				". Reply "+r.code()+"1 = declare it, "+r.code()+"5 = it is nothing",
			Ordinal(lang, r.N)+"未确认的报告："+r.Name+" "+r.At+"，"+r.Hazard+"，"+r.Place+"："+summary+"。回"+r.code()+"1=宣布，"+r.code()+"5=无事")
	})
}

// Declared tells of an incident that was declared from a text. by is who decided, empty for its reader.
func Declared(lang string, p Proposed, by string) string {
	return brief(p.Place, func(place string) string {
		return pick(lang,
			"DECLARED"+with(" by ", by)+": "+loud(p.Hazard)+" at "+place+". People are being called.",
			"已"+with("由", by)+"宣布："+p.Hazard+"，"+place+"。正在呼叫人员。")
	})
}

func with(word, name string) string {
	if name == "" {
		return ""
	}
	return word + name
}

// NotDeclared tells of a text that was taken back, or that somebody said is nothing. by is who did, empty for its reader.
func NotDeclared(lang string, p Proposed, by string) string {
	return brief(p.Place, func(place string) string {
		return pick(lang,
			"NOT declared"+with(", says ", by)+": "+loud(p.Hazard)+" at "+place+".",
			"未宣布"+with("，", by)+"："+p.Hazard+"，"+place+"。")
	})
}

// whom names the number that somebody is to call, and the emergency services where the site has given none.
func whom(lang, emergency string) string {
	if emergency == "" {
		return pick(lang, "the emergency services", "报警电话")
	}
	return emergency
}

// IfReal follows NotDeclared where it goes to whoever reported.
func IfReal(lang, emergency string) string {
	emergency = whom(lang, emergency)
	return pick(lang, " If it is real, write again or call "+emergency+".", "如属实请再发或拨"+emergency+"。")
}

// CannotDeclare tells that a declaration was refused.
func CannotDeclare(lang string, p Proposed, emergency string) string {
	emergency = whom(lang, emergency)
	return brief(p.Place, func(place string) string {
		return pick(lang,
			loud(p.Hazard)+" at "+place+" could NOT be declared, and nobody is being called. Call "+emergency+" now.",
			p.Hazard+"，"+place+"：未能宣布，尚未呼叫任何人。请立即拨"+emergency+"。")
	})
}

// AskPlace asks where it is; example is a place of the site as people write one.
func AskPlace(lang, hazard, example string) string {
	return pick(lang,
		loud(hazard)+": where? Nothing is declared yet. Write "+loud(hazard)+" and the building and floor, e.g. "+loud(hazard)+" "+example,
		hazard+"：在哪里？尚未宣布。请写"+hazard+"加楼栋楼层，如 "+hazard+" "+example)
}

// AskSite asks at which site it is.
func AskSite(lang, hazard string, sites []string, place string) string {
	named := strings.Join(sites, pick(lang, ", ", "、"))
	return brief(named, func(named string) string {
		return pick(lang,
			loud(hazard)+": at which site ("+named+")? Nothing is declared yet. Write it again with the site, e.g. "+loud(hazard)+" "+sites[0]+" "+place,
			hazard+"：哪个园区（"+named+"）？尚未宣布。请加园区名重发，如 "+hazard+" "+sites[0]+place)
	})
}

// AtSite is a place with its site.
func AtSite(site, place Text) Text { return both(site.EN+", "+place.EN, site.ZH+place.ZH) }

// AskOnePlace asks which of several places it is.
func AskOnePlace(lang, hazard string, places []string) string {
	named := strings.Join(places, ", ")
	return brief(named, func(named string) string {
		return pick(lang,
			loud(hazard)+": which place ("+named+")? Nothing is declared yet. Write one building, and the floor as floor 2",
			hazard+"：哪一处（"+named+"）？尚未宣布。请只写一栋楼，如 "+hazard+" 3栋2层")
	})
}

// NoSuchPlace says what the site does not have.
func NoSuchPlace(lang, hazard, odd, building string) string {
	if building != "" {
		return pick(lang,
			loud(hazard)+": "+building+" has no floor "+odd+". Nothing is declared yet. Write it again with the floor, or the building alone.",
			hazard+"："+building+"没有"+odd+"层。尚未宣布。请重写楼层，或只写楼栋")
	}
	return pick(lang,
		loud(hazard)+": there is no building "+odd+" here. Nothing is declared yet. Write "+loud(hazard)+" and a building of the site.",
		hazard+"：本园区没有"+odd+"栋。尚未宣布。请写"+hazard+"加本园区楼栋")
}

// AskOneHazard asks which of two emergencies it is.
func AskOneHazard(lang, hazard, other string) string {
	return pick(lang,
		loud(hazard)+" or "+loud(other)+"? Nothing is declared yet. Write one of them and the place; the other in a second text.",
		hazard+"还是"+other+"？尚未宣布。请先写一项加地点，另一项再发一条")
}

// DrillByText tells how drills are started.
func DrillByText(lang string) string {
	return pick(lang,
		"A text starts no drill, and nothing was declared. Drills are started at the terminal or by the calendar. If it is REAL, write it without the word drill.",
		"短信不能启动演练，未宣布任何事件。演练由终端或演练日历启动。如属真实情况，请去掉演练二字重发。")
}

// Reporting records who reported an incident by text.
func Reporting(name, at, said string) Text {
	return both("Reported by SMS by "+name+" at "+at+": "+said, name+"于"+at+"短信报告："+said)
}

// ReportConfirmed records who confirmed a report. own: its sender.
func ReportConfirmed(name, at string, own bool) Text {
	if own {
		return both("Confirmed by "+name+" at "+at, name+"于"+at+"确认")
	}
	return both("Not confirmed by its sender; declared by "+name+" at "+at, "报告人未确认，由"+name+"于"+at+"宣布")
}

// mostSites is how many sites a stranger is told of.
const mostSites = 3

// StrangerOf answers a number that belongs to nobody where the sites have numbers of their own: their names with their numbers.
func StrangerOf(en, zh []string) string {
	if len(en) == 0 || len(en) > mostSites {
		return Stranger("")
	}
	return "This number is for emergency staff and starts nothing. In an emergency call: " + strings.Join(en, "; ") +
		". 本号码仅供应急人员使用，紧急情况请拨：" + strings.Join(zh, "；") + "。"
}

// NotTakenYet tells somebody whose text could not be brought to its incident for a minute.
func NotTakenYet(lang, emergency string) string {
	emergency = whom(lang, emergency)
	return pick(lang,
		"Your text has come in, but it is not known yet what it is about. It is tried further. Send it again with its code; if it is urgent call "+emergency+".",
		"您的短信已收到，但尚未能处理，正在继续尝试。请带代码重发；紧急请拨"+emergency+"。")
}
