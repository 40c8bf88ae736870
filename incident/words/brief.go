package words

// The brief: what whoever takes over has to know, on the timeline, over the API, and by SMS.

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"muster/incident/sms"
)

// BriefTitle heads a brief.
func BriefTitle(title Text, level string, drill bool, since string) Text {
	t := both("Brief: "+title.EN+" "+level+", "+since+" after the declaration", "情况简报："+title.ZH+level+"，启动后"+since)
	if drill {
		return both(Drill("en", true, t.EN), Drill("zh", true, t.ZH))
	}
	return t
}

// briefParts names the parts of a brief, in order.
var briefParts = []Text{
	both("Place", "地点"), both("Trapped", "被困"), both("Counts", "清点"), both("Utilities", "水电气梯"),
	both("Who is where", "人员"), both("In command", "指挥"), both("Open steps", "未完步骤"), both("Outside calls", "外部报警"),
}

// BriefLine is the k-th part of a brief with its name.
func BriefLine(k int, part Text) Text {
	name := briefParts[k]
	return both(name.EN+": "+part.EN, name.ZH+"："+part.ZH)
}

// BriefPlace says where it is, and what.
func BriefPlace(place, summary string) Text { return because(both(place, place), summary) }

// NotKnown stands where nobody has said anything yet.
func NotKnown() Text { return both("not known", "不明") }

// BriefNobody stands where nobody commands.
func BriefNobody() Text { return both("nobody has accepted yet", "尚无人接受") }

// BriefList joins what a part holds; nothing is said to be nothing.
func BriefList(parts []Text) Text {
	if len(parts) == 0 {
		return both("none recorded", "无记录")
	}
	return Join(parts)
}

// BriefValue names a value, and who is at it where that matters.
func BriefValue(title Text, value, who string) Text {
	v := yesNo(value)
	t := both(title.EN+" "+v.EN, title.ZH+" "+v.ZH)
	if who != "" {
		return both(t.EN+" ("+who+")", t.ZH+"（"+who+"）")
	}
	return t
}

func yesNo(value string) Text {
	switch value {
	case "true":
		return both("yes", "是")
	case "false":
		return both("no", "否")
	}
	return both(value, value)
}

// BriefStep says how a step stands.
func BriefStep(id string, title Text, state, value, who string, late bool) Text {
	states := map[string]Text{
		"open": both("open", "未开始"), "started": both("begun", "进行中"), "blocked": both("nobody to do it", "无人执行"), "done": both("done", "完成"),
	}
	s := states[state]
	if value != "" && value != "done" {
		s = both(s.EN+" = "+value, s.ZH+" = "+value)
	}
	if late {
		s = both(s.EN+", LATE", s.ZH+"，超时")
	}
	if who != "" {
		s = both(s.EN+", "+who, s.ZH+"，"+who)
	}
	return both(id+" "+title.EN+" ("+s.EN+")", id+" "+title.ZH+"（"+s.ZH+"）")
}

// BriefSeat names who is in a seat.
func BriefSeat(title Text, who []Text) Text {
	t := each(who)
	return both(title.EN+" "+t.EN, title.ZH+t.ZH)
}

// BriefHolder names somebody in a seat, and how far they have come.
func BriefHolder(name, state string) Text {
	states := map[string]Text{"accepted": both("coming", "在途"), "on_scene": both("on scene", "在场"), "late": both("has not come", "未到")}
	s := states[state]
	return both(name+" ("+s.EN+")", name+"（"+s.ZH+"）")
}

// BriefLacking says how many a seat lacks.
func BriefLacking(n int) Text { return both(fmt.Sprintf("%d lacking", n), fmt.Sprintf("缺%d人", n)) }

// BriefCall says that an outside party was reached, by whom, and under which number.
func BriefCall(party Text, since, name, reference string) Text {
	who := by(name)
	t := both(party.EN+" reached "+since+" by "+who.EN, party.ZH+"已接通"+since+"，"+who.ZH)
	if reference == "" {
		return both(t.EN+", no reference number", t.ZH+"，无受理编号")
	}
	return both(t.EN+", reference "+reference, t.ZH+"，受理编号"+reference)
}

// BriefCallOpen says that an outside party is still to be reached.
func BriefCallOpen(party Text) Text {
	return both(party.EN+" NOT REACHED YET", party.ZH+"尚未接通")
}

// Titles that speak of what runs through a building. A plan's own words decide: no other mark of it is kept.
var (
	utilityWords = regexp.MustCompile(`(?i)\b(gas|power|electric\w*|water|pumps?|lifts?|valves?|tank|generator|ups|supply)\b`)
	utilityChars = regexp.MustCompile(`燃气|停电|断电|送电|电源|供电|供水|停水|水泵|水池|阀|电梯|发电`)
)

// Utility says whether a title speaks of gas, power, water or lifts.
func Utility(title Text) bool {
	return utilityWords.MatchString(title.EN) || utilityChars.MatchString(title.ZH)
}

// Titles that count people.
var (
	peopleWords = regexp.MustCompile(`(?i)\b(people|persons?|missing|injured|hurt|residents?|passengers?|staff|households?)\b`)
	peopleChars = regexp.MustCompile(`人|伤|缺员|住户`)
)

// OfPeople says whether a title counts people.
func OfPeople(title Text) bool {
	return peopleWords.MatchString(title.EN) || peopleChars.MatchString(title.ZH)
}

// LateTitle marks the title of a late step.
func LateTitle(lang, title string) string { return pick(lang, title+" LATE", title+"（超时）") }

// CommandText is what a new commander is told at once; the whole brief stands on the timeline.
type CommandText struct {
	Title, Place, Trapped, Counts string
	Steps                         []string // that are open, the late ones first
}

// CommandBrief is the message to a new commander. What is too long for two parts is shortened: the counts first, then the place.
func CommandBrief(lang string, t CommandText) string {
	counts, place := t.Counts, t.Place
	whole := func() string { return Drill(lang, true, commandBrief(lang, t, place, counts)) + " [K7M]" }
	for _, part := range []*string{&counts, &place} {
		*part = sms.Shorten(*part, partsAim, func(s string) string {
			*part = s
			return whole()
		})
	}
	return commandBrief(lang, t, place, counts)
}

func commandBrief(lang string, t CommandText, place, counts string) string {
	shown := t.Steps[:min(len(t.Steps), listed)]
	open := pick(lang, strings.Join(shown, ", "), strings.Join(shown, "、"))
	if len(t.Steps) > listed {
		open += pick(lang, " +"+strconv.Itoa(len(t.Steps)-listed)+" more", "等"+strconv.Itoa(len(t.Steps))+"项")
	}
	if open == "" {
		open = pick(lang, "none", "无")
	}
	return pick(lang,
		"YOU COMMAND. "+place+". Trapped: "+t.Trapped+". Counts: "+counts+". Open: "+open+".",
		"您任指挥。"+place+"。被困"+t.Trapped+"。清点："+counts+"。未完："+open+"。")
}

// HandedOverOnScene tells those on scene who commands after a hand-over.
func HandedOverOnScene(lang, hazard, place, liaison string) string {
	return placed(lang, place, func(place string) string {
		return pick(lang,
			hazard+", "+place+": handed over. The emergency service commands now, our liaison is "+liaison+". Stay until it releases you.",
			hazard+" "+place+"：已移交，现由专业救援队伍指挥，联络人"+liaison+"，听其指令撤离。")
	})
}
