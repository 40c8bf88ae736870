package words

// Questions: the texts that ask for a fact, or whether people may go, and what is said about their answers.

import (
	"strconv"
	"strings"

	"muster/incident/reply"
	"muster/incident/sms"
)

// AskFact asks a person for a fact.
func AskFact(lang, hazard, place string, it reply.Item) string {
	return placed(lang, place, func(place string) string {
		return pick(lang, hazard+", "+place+". "+it.Title+"? ", hazard+" "+place+"："+it.Title+"？") + howToAnswer(lang, it)
	})
}

// howToAnswer says what answers a question. Of a fact that may still come true the second choice says that it will not.
func howToAnswer(lang string, it reply.Item) string {
	e := it.Evidence
	switch {
	case isYesNo(e):
		return pick(lang,
			"Reply "+it.Token+" 1 yes, "+it.Token+" 2 no and it will not be. Not yet: reply when it is so.",
			"是则回"+it.Token+" 1，不会发生回"+it.Token+" 2，尚未则届时再回。")
	case it.Bare():
		return pick(lang, "Reply ", "回") + numbered(lang, it.Token+" ", e.Choices)
	case e.Kind == reply.EvidenceChoice:
		return pick(lang, "Reply "+it.Token+" 4 and a number: ", "回"+it.Token+" 4加序号：") + numbered(lang, "", e.Choices)
	case e.Kind == reply.EvidenceNumber:
		return pick(lang, "Reply "+it.Token+" 4 and the number, e.g. "+it.Token+" 4 0", "回"+it.Token+" 4加数值，如"+it.Token+" 4 0")
	}
	return pick(lang, "Reply "+it.Token+" 4 and what you know", "回"+it.Token+" 4加情况")
}

func isYesNo(e reply.Evidence) bool {
	return len(e.Choices) == 2 && e.Choices[0].Value == "true" && e.Choices[1].Value == "false"
}

// numbered lists choices by their numbers.
func numbered(lang, before string, choices []reply.Choice) string {
	var parts []string
	for n, c := range choices {
		name := c.Value
		if len(c.Names) > 1 {
			name = pick(lang, c.Names[0], c.Names[1])
		}
		parts = append(parts, before+strconv.Itoa(n+1)+" "+name)
	}
	return strings.Join(parts, pick(lang, ", ", "，"))
}

// FactChoices names the answers to a question of yes or no.
func FactChoices() []Text { return []Text{both("yes", "是"), both("no", "不会")} }

// FactValue is a fact's value as people read it.
func FactValue(lang, value string) string {
	switch value {
	case "true":
		return pick(lang, "yes", "是")
	case "false":
		return pick(lang, "no", "否")
	}
	return value
}

// FactTaken confirms a fact that somebody has stated.
func FactTaken(lang, title, value string) string {
	return pick(lang, "Noted: "+title+": "+value+". Reply 9 to take it back", "已记录："+title+"："+value+"。撤销回9")
}

// LaterTaken confirms that something is not so yet.
func LaterTaken(lang string, it reply.Item) string {
	return pick(lang, "Noted: not yet. "+it.Title+"? ", "已记录：尚未。"+it.Title+"？") + howToAnswer(lang, it)
}

// QuestionDropped confirms that somebody cannot answer a question.
func QuestionDropped(lang string) string {
	return pick(lang, "Noted: you cannot say. You keep your post.", "已记录您无法答复，岗位不变。")
}

// QuestionSent records that somebody was asked.
func QuestionSent(name string, what Text) Text {
	return both("Asked "+name+": "+what.EN, "已询问"+name+"："+what.ZH)
}

// NotYet records that somebody has seen a question, and that it is not so yet.
func NotYet(name string, what Text) Text {
	return both(name+": not yet: "+what.EN, name+"：尚未："+what.ZH)
}

// NobodyElse records that nobody can be asked who has not been, and when the question is put again.
func NobodyElse(what Text, again string) Text {
	if again == "" {
		return both("Nobody can be reached who may answer: "+what.EN, "无人可询问："+what.ZH)
	}
	return both("Nobody else may answer: "+what.EN+". Asked again at "+again, "无其他人可答复："+what.ZH+"。"+again+"再次询问")
}

// AskRelease asks the commander whether people may go whom the level no longer calls for.
func AskRelease(lang, hazard, level, token string, names []string) string {
	return pick(lang,
		hazard+": level now "+level+". Not called for any more, but on scene: reply "+token+" 1 to release "+joined(lang, names)+"; "+token+" 2 they stay",
		hazard+"：现为"+level+"级。回"+token+" 1撤下在场的"+joined(lang, names)+"；回"+token+" 2留下")
}

// joined lists names, as many as a text has room for.
func joined(lang string, names []string) string {
	const most = 6
	if len(names) <= most {
		return strings.Join(names, pick(lang, ", ", "、"))
	}
	more := strconv.Itoa(len(names) - most)
	return strings.Join(names[:most], pick(lang, ", ", "、")) + pick(lang, " and "+more+" more", "等另"+more+"人")
}

// ReleaseChoices names the answers to whether people may go.
func ReleaseChoices() []Text { return []Text{both("release", "撤下"), both("they stay", "留下")} }

// ReleaseOf names the question whether people may go.
func ReleaseOf(names []string) Text {
	return both("release "+joined("en", names), "撤下"+joined("zh", names))
}

// ReleaseTaken confirms who was released.
func ReleaseTaken(lang string, names []string) string {
	if len(names) == 0 {
		return pick(lang, "Nobody is left to release.", "已无可撤下人员。")
	}
	return pick(lang, "Released: "+joined(lang, names)+".", "已撤下："+joined(lang, names)+"。")
}

// KeepTaken confirms that nobody is released.
func KeepTaken(lang string) string { return pick(lang, "Noted: they stay.", "已记录：留下。") }

// ReleaseRefused records that people stay whom the level no longer calls for.
func ReleaseRefused(name string, names []string) Text {
	return both(name+" keeps "+joined("en", names), name+"决定留下"+joined("zh", names))
}

// SeatReleased records that somebody was released from a seat that the level does not call for.
func SeatReleased(title Text, name, level string) Text {
	return both(title.EN+": "+name+" released, not called for at "+level, title.ZH+"："+name+"撤下，"+level+"级不需要")
}

// LevelReleased tells somebody that the level no longer calls for their seat.
func LevelReleased(lang, hazard, level, seat string) string {
	return pick(lang, hazard+": level now "+level+", "+seat+" is not needed any more: you are released. Thank you.", hazard+"：现为"+level+"级，不再需要"+seat+"，您可撤回，谢谢。")
}

// factWord asks for the list of the facts that somebody may state.
func factWord(lang string) string { return pick(lang, "FACT", "情况") }

// WhatIsSo names the question by which somebody chooses a fact.
func WhatIsSo() Text { return both("what is so", "哪项属实") }

// ListFacts asks somebody who wants to state a fact which it is; more says that there are others.
func ListFacts(lang, hazard string, it reply.Item, more bool) string {
	said := pick(lang, hazard+". What is so? ", hazard+"：哪项属实？") + howToAnswer(lang, it)
	if more {
		said += pick(lang, "... More: ", "……更多回") + factWord(lang)
	}
	return said
}

// Fits says whether a reply takes two parts at most, with a drill's mark, and with a name where people share the phone.
func Fits(lang, name, said string) bool {
	return sms.Measure(Drill(lang, true, forWhom(lang, name)+said)).Parts <= partsAim
}

// NothingToState answers somebody who wants to state a fact where there is none that they may.
func NothingToState(lang, commander string) string {
	if commander == "" {
		return pick(lang, "There is nothing that you may state by text now. Tell the control room.", "目前没有可由您短信报告的情况，请联系控制室。")
	}
	return pick(lang, "There is nothing that you may state by text now. Call the commander, "+commander+".", "目前没有可由您短信报告的情况，请致电总指挥"+commander+"。")
}

// FactKnown answers a statement of what is known.
func FactKnown(lang, title string) string {
	return pick(lang, "Known already: "+title+". Nothing was changed.", "已知："+title+"，未作更改。")
}

// NothingStated confirms that somebody states nothing of a list.
func NothingStated(lang string) string { return pick(lang, "Nothing was noted.", "未作记录。") }
