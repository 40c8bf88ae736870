package words

// Replies: what goes back at once to somebody who has answered.

import (
	"cmp"
	"slices"
	"strings"

	"muster/incident/reply"
)

// AcceptTaken confirms an acceptance; at is empty where no time is promised.
func AcceptTaken(lang, seats, at string) string {
	if at == "" {
		return pick(lang, "Accepted: "+seats+". Reply 3 on scene, 5 if you cannot", "已接受："+seats+"。到场回3，不能回5")
	}
	return pick(lang,
		"Accepted: "+seats+". Be there by "+at+". Reply 3 on scene, 2 and minutes if later, 5 if you cannot",
		"已接受："+seats+"。请"+at+"前到场。到场回3，晚到回2加分钟，不能回5")
}

// AcceptedAlready answers a second acceptance.
func AcceptedAlready(lang string) string {
	return pick(lang, "Accepted already. Reply 3 on scene, 5 if you cannot", "已接受过。到场回3，不能回5")
}

// InHandTaken confirms that somebody sees to a gap or a late step.
func InHandTaken(lang string) string {
	return pick(lang, "Noted: you see to it. Late tasks follow by message.", "已记录由您处理，超时任务随后发送。")
}

// PromiseTaken confirms a new time of arrival.
func PromiseTaken(lang, at string) string {
	return pick(lang, "Noted: there by "+at+". Reply 3 on scene", "已记录：预计"+at+"前到。到场回3")
}

// OnSceneTaken confirms an arrival.
func OnSceneTaken(lang string) string {
	return pick(lang, "Noted: on scene. Reply 7 for danger, 6 for help", "已记录到场。遇险回7，支援回6")
}

// CannotTaken confirms a refusal.
func CannotTaken(lang string) string {
	return pick(lang, "Noted: you cannot. Somebody else is being called.", "已记录您不能，正在呼叫他人。")
}

// DoneTaken confirms a completed step.
func DoneTaken(lang, title string) string {
	return pick(lang, "Done: "+title+". Thank you.", "已完成："+title+"，谢谢。")
}

// TaskStarted confirms that somebody is at a step.
func TaskStarted(lang, title, token string) string {
	return pick(lang, "Started: "+title+". Reply "+token+" 4 when done", "已开始："+title+"。完成回"+token+" 4")
}

// DangerTaken confirms a report of danger.
func DangerTaken(lang string) string {
	return pick(lang, "DANGER noted, the commander is being alerted. Get to safety first.", "危险已上报指挥，请先撤到安全处。")
}

// DangerPlaced confirms in which incident somebody is in danger.
func DangerPlaced(lang, place string) string {
	return pick(lang, "Noted: you are in danger at "+place+". The commander there is told. Get to safety first.", "已记录：您在"+place+"遇险，现场指挥已获通知，请先撤到安全处。")
}

// DangerHereNote tells whoever commands that somebody in danger is where this incident is.
func DangerHereNote(lang, name, place string) string {
	return pick(lang, name+", who reported danger, is at "+place+".", "报告危险的"+name+"位于"+place+"。")
}

// HelpTaken confirms a call for help.
func HelpTaken(lang string) string {
	return pick(lang, "Help asked for: the commander is being told.", "支援请求已上报指挥。")
}

// ReliefTaken confirms a wish to be relieved.
func ReliefTaken(lang string) string {
	return pick(lang, "Relief asked for: the commander is being told. Stay until somebody takes over.", "换班请求已上报指挥，交接前请勿离岗。")
}

// CannotUndo answers somebody who wants an answer back.
func CannotUndo(lang string) string {
	return pick(lang, "An answer cannot be undone by text: tell the control room.", "短信无法撤销，请联系控制室。")
}

// Sorry answers a wrong number.
func Sorry(lang string) string {
	return pick(lang, "Sorry. This number will not be called again.", "抱歉打扰，不会再发送。")
}

// WelcomeBack answers somebody who wants messages again.
func WelcomeBack(lang string) string {
	return pick(lang, "You receive emergency messages again.", "已恢复接收应急短信。")
}

// NothingOpen answers where nothing waits for the person.
func NothingOpen(lang string) string {
	return pick(lang, "Nothing is open for you now.", "目前没有需要您答复的事项。")
}

// IncidentOver answers a text after the end.
func IncidentOver(lang, hazard string) string {
	return pick(lang, hazard+": this incident has ended. Thank you.", hazard+"：事件已结束，谢谢。")
}

// Stranger answers a number that belongs to nobody at any site.
func Stranger(emergency string) string {
	if emergency == "" {
		return "This number is for emergency staff and starts nothing. In an emergency call the emergency services. 本号码仅供应急人员使用，紧急情况请直接报警。"
	}
	return "This number is for emergency staff and starts nothing. In an emergency call " + emergency + ". 本号码仅供应急人员使用，紧急情况请拨" + emergency + "。"
}

// NoIncident answers a responder who has nothing open anywhere.
func NoIncident(lang, emergency string) string {
	emergency = whom(lang, emergency)
	return pick(lang,
		"Nothing is open for you. To report an emergency call "+emergency+".",
		"目前没有需要您答复的事项。报告险情请拨"+emergency+"。")
}

// Question phrases what goes back where an answer could not be applied, or only in part.
func Question(lang string, q reply.Question) string {
	switch q.Code {
	case reply.AskWhose:
		return whose(lang, q)
	case reply.AskWhichToken:
		return pick(lang, "Which one? Start with its code: ", "指哪一项？请以代码开头：") + options(lang, q.Items)
	case reply.AskWhichPlace:
		return whichPlace(lang, places(q.Items))
	case reply.AskUnknownToken:
		return pick(lang, "That code is not one of yours. Open: ", "代码不符。您的事项：") + options(lang, q.Items)
	case reply.AskValue:
		return valueQuestion(lang, q)
	case reply.AskMinutes:
		return pick(lang, "In how many minutes? Reply 2 and the minutes, e.g. 2 10", "几分钟到？回2加分钟数，如 2 10")
	case reply.TellNothingOpen:
		return NothingOpen(lang)
	case reply.TellClosed:
		return pick(lang, "That is closed already: nothing to do. Thank you.", "该事项已结束，无需处理，谢谢。")
	case reply.TellNotAccepted:
		return pick(lang, "Not accepted yet: reply "+code(q.Items)+"1", "未接受，回"+code(q.Items)+"1接受")
	case reply.AskUnclear, reply.AskNotThis, reply.AskNone:
	}
	return pick(lang,
		"Not understood, nothing was changed. Reply 1 accept, 3 on scene, 4 done, 5 cannot, 7 danger. Open: ",
		"未能理解，未作更改。回1接受，3到场，4完成，5不能，7危险。您的事项：") + options(lang, q.Items)
}

func valueQuestion(lang string, q reply.Question) string {
	it := q.Items[0]
	if it.Kind == reply.Ask {
		return it.Title + pick(lang, "? Nothing was noted. ", "？未作记录。") + howToAnswer(lang, it)
	}
	e := it.Evidence
	said := pick(lang, it.Title+": reply "+it.Token+" 4 and ", it.Title+"：回"+it.Token+" 4加")
	switch e.Kind {
	case reply.EvidenceChoice:
		var numbered []string
		for n, c := range e.Choices {
			name := c.Value
			if len(c.Names) > 1 {
				name = pick(lang, c.Names[0], c.Names[1])
			}
			numbered = append(numbered, string(rune('1'+n))+" "+name)
		}
		return said + pick(lang, "a number: ", "序号：") + strings.Join(numbered, ", ")
	case reply.EvidenceNumber:
		return said + pick(lang, "the number ", "数值") + e.Unit
	case reply.EvidenceCount:
		return said + pick(lang, "the count, e.g. 12/15", "人数，如 12/15")
	case reply.EvidenceText, reply.EvidenceNone:
	}
	return said + pick(lang, "what you found", "情况说明")
}

// Where names an incident to somebody who has things open in several.
func Where(lang, hazard, location string) string {
	const most = 30 // a reply of two parts has room for three
	if short := cut(location, most); short != location {
		location = short + "..."
	}
	return pick(lang, hazard+", "+location, hazard+"，"+location)
}

// places are things by the incidents that they belong to, where these are known.
func places(items []reply.Item) []reply.Item {
	named := slices.Clone(items)
	for k, it := range named {
		named[k].Title = cmp.Or(it.Where, it.Title)
	}
	return named
}

// whichPlace asks for the code of an incident. Where it is the same in all of them only people can tell which is meant.
func whichPlace(lang string, items []reply.Item) string {
	told := slices.ContainsFunc(items, func(it reply.Item) bool { return it.Token == "" || it.Token != items[0].Token })
	if told || len(items) < 2 {
		return pick(lang, "Which incident? Start with its code: ", "指哪一事件？请以代码开头：") + options(lang, items)
	}
	code, uncoded := items[0].Token, slices.Clone(items)
	for k := range uncoded {
		uncoded[k].Token = ""
	}
	return pick(lang, code+" is your code in each of these. Call the control room, who enter which you mean: ",
		"代码"+code+"在以下事件中相同。请致电消防控制室代录：") + options(lang, uncoded)
}

// options lists codes with what they stand for. What is called the same in several incidents is told apart by its incident.
func options(lang string, items []reply.Item) string {
	if len(items) == 0 {
		return pick(lang, "nothing", "无")
	}
	var parts []string
	for k, it := range items {
		if k == listed {
			parts = append(parts, "...")
			break
		}
		title := it.Title
		if slices.ContainsFunc(items, func(o reply.Item) bool { return o.Title == it.Title && o.Where != it.Where }) {
			title += more(it.Where)
		}
		parts = append(parts, strings.TrimSpace(it.Token+" "+strings.TrimSpace(it.Name+" "+title)))
	}
	return strings.Join(parts, "; ")
}

func code(items []reply.Item) string {
	if len(items) == 1 && items[0].Token != "" {
		return items[0].Token + " "
	}
	return ""
}
