package words

// Pages and tasks: the texts that ask somebody for something. They aim at two parts on the network.

import (
	"strconv"
	"strings"
	"time"

	"muster/incident/sms"
)

// The parts that texts aim at; an outside call's task carries a script and may take one more.
const (
	partsAim  = 2
	partsCall = 3
)

// pick is a sentence in one of the two languages.
func pick(lang, en, zh string) string {
	if lang == "zh" {
		return zh
	}
	return en
}

// Drill marks a text as practice, at its start, in the reader's language.
func Drill(lang string, drill bool, text string) string {
	if !drill {
		return text
	}
	return pick(lang, "DRILL DRILL DRILL ", "【演练】") + text
}

// Ordinal says that a text is a repetition; each attempt for a person differs by it.
func Ordinal(lang string, n int) string {
	if n < 2 {
		return ""
	}
	return pick(lang, ordinal(n)+" call. ", "第"+strconv.Itoa(n)+"次。")
}

// Repeated numbers a text that its reader gets for the n-th time, where it is no call that is made again.
func Repeated(text string, n int) string { return text + " (" + strconv.Itoa(n) + ")" }

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// Clock is a local time, with the date where it is not today's.
func Clock(lang string, at, now time.Time) string {
	if at.Year() == now.Year() && at.YearDay() == now.YearDay() {
		return at.Format("15:04")
	}
	return pick(lang, at.Format("2 Jan 15:04"), at.Format("1月2日15:04"))
}

// PageText is what a page says. The lists are titles or names in the reader's language.
type PageText struct {
	Drill             bool
	N                 int    // which attempt it is
	For               string // whom it is for, where several people share the phone
	Hazard, Level, At string
	Location, Summary string
	Token             string
	Seats             []string
	Duty              string // of the first seat
	Gaps              []string
	Late              []string
	Danger, Help      []string
	Silent            []string // who does not answer check-ins
	Reliefs           []string // seats for which no relief has been found
	Command           string   // whose command is to be taken
	Ask               string   // a question to be decided
}

// Page is the text of a page. What is too long for two parts is shortened: the summary first, then the duty, then the place.
func Page(lang string, t PageText) string {
	summary, duty, place := t.Summary, t.Duty, t.Location
	whole := func() string { return Drill(lang, t.Drill, pageText(lang, t, place, summary, duty)) }
	for _, part := range []*string{&summary, &duty, &place} {
		*part = sms.Shorten(*part, partsAim, func(s string) string {
			*part = s
			return whole()
		})
	}
	return whole()
}

func pageText(lang string, t PageText, place, summary, duty string) string {
	var b strings.Builder
	b.WriteString(Ordinal(lang, t.N) + forWhom(lang, t.For))
	happens(&b, lang, t, place, summary)
	asked(&b, lang, t, duty)
	return b.String()
}

// happens says what there is, and who is in trouble.
func happens(b *strings.Builder, lang string, t PageText, place, summary string) {
	for _, name := range t.Danger {
		b.WriteString(DangerCall(lang, name) + pick(lang, " ", ""))
	}
	for _, name := range t.Silent {
		b.WriteString(SilentCall(lang, name) + pick(lang, " ", ""))
	}
	b.WriteString(t.Hazard + " " + t.Level + " " + t.At + " " + place)
	if summary != "" {
		b.WriteString(pick(lang, ": ", "：") + summary)
	}
	b.WriteString(pick(lang, ". ", "。"))
	for _, name := range t.Help {
		b.WriteString(pick(lang, name+" asks for help. ", name+"请求支援。"))
	}
}

// asked says what is asked of a person, and how they answer.
func asked(b *strings.Builder, lang string, t PageText, duty string) {
	b.WriteString(takeCommand(lang, t.Command) + t.Ask)
	b.WriteString(named(lang, "NOBODY YET for: ", "无人到岗：", t.Gaps))
	b.WriteString(named(lang, "NO RELIEF YET for: ", "无人接班：", t.Reliefs))
	b.WriteString(named(lang, "LATE: ", "超时：", t.Late))
	if len(t.Seats) > 0 {
		b.WriteString(pick(lang, "You: ", "请任") + strings.Join(t.Seats, " + "))
		if duty != "" {
			b.WriteString(pick(lang, " - ", "：") + duty)
		}
		b.WriteString(pick(lang, ". ", "。"))
	}
	b.WriteString(choices(lang, t))
}

// DangerCall says who is in danger, with their number.
func DangerCall(lang, name string) string {
	return pick(lang, "DANGER reported by "+name+", call now.", "危险！"+name+"报告危险，立即联系。")
}

// listed is how many titles a page lists before it only counts the rest.
const listed = 3

func named(lang, en, zh string, titles []string) string {
	if len(titles) == 0 {
		return ""
	}
	more := ""
	if extra := len(titles) - listed; extra > 0 {
		more = pick(lang, " +"+strconv.Itoa(extra)+" more", "等"+strconv.Itoa(len(titles))+"项")
		titles = titles[:listed]
	}
	return pick(lang, en+strings.Join(titles, ", ")+more+". ", zh+strings.Join(titles, "、")+more+"。")
}

func choices(lang string, t PageText) string {
	if len(t.Seats) > 0 {
		return pick(lang, "Reply "+t.Token+" 1 accept, "+t.Token+" 5 cannot", "回"+t.Token+" 1接受，"+t.Token+" 5不能")
	}
	if t.Ask != "" {
		return YesOrNo(lang, t.Token)
	}
	if t.Command != "" {
		return pick(lang, "Reply "+t.Token+" 1 = I take command, "+t.Token+" 5 cannot", "回"+t.Token+" 1由我指挥，"+t.Token+" 5不能")
	}
	return pick(lang, "Reply "+t.Token+" 1 = I see to it, "+t.Token+" 5 cannot", "回"+t.Token+" 1我来处理，"+t.Token+" 5不能")
}

// TaskText is what a task says.
type TaskText struct {
	Drill          bool
	N              int
	For            string // as of a page
	Token          string
	Title, Task    string // Task may be empty
	By             string // the target's local time, empty if none
	Party, Script  string // of an outside call
	Number         string // empty in a drill, which dials nobody
	Reference      bool   // a reference number is asked for
	Hazard, Places string
}

// Task is the text that gives a step to a person.
func Task(lang string, t TaskText) string {
	aim := partsAim
	if t.Party != "" {
		aim = partsCall
	}
	script := t.Script
	whole := func(s string) string {
		script = s
		return Drill(lang, t.Drill, taskText(lang, t, script))
	}
	if t.Reference && sms.Measure(whole(script)).Parts > aim { // it is asked for only where there is room
		t.Reference = false
	}
	return whole(sms.Shorten(script, aim, whole))
}

func taskText(lang string, t TaskText, script string) string {
	var b strings.Builder
	b.WriteString(Ordinal(lang, t.N) + forWhom(lang, t.For))
	b.WriteString(pick(lang, "Task "+t.Token+": ", "任务"+t.Token+"：") + t.Title)
	if t.By != "" {
		b.WriteString(pick(lang, " by "+t.By, "，"+t.By+"前"))
	}
	b.WriteString(pick(lang, ". ", "。"))
	if t.Party != "" {
		b.WriteString(callText(lang, t, script))
	}
	b.WriteString(t.Task)
	if !strings.Contains(t.Task, t.Token) {
		b.WriteString(strings.TrimPrefix(pick(lang, " Reply "+t.Token+" 4 when done", " 完成回"+t.Token+" 4"), emptyAs(t.Task, " ")))
	}
	if t.Reference {
		b.WriteString(pick(lang, ", with the reference number", "，附受理编号"))
	}
	return b.String()
}

// emptyAs is a text for where another one is empty, else nothing.
func emptyAs(other, text string) string {
	if other == "" {
		return text
	}
	return ""
}

// callText tells whom to call and what to say; in a drill, to call nobody.
func callText(lang string, t TaskText, script string) string {
	said := ""
	if script != "" {
		said = pick(lang, ": \""+script+"\"", "：“"+script+"”")
	}
	if t.Number == "" {
		return pick(lang, "SIMULATE the call to "+t.Party+", DO NOT DIAL"+said+". ", "模拟拨打"+t.Party+"，请勿真正拨号"+said+"。")
	}
	return pick(lang, "Call "+t.Party+" "+t.Number+said+". ", "拨打"+t.Party+" "+t.Number+said+"。")
}

// SomeMusterPoint stands where no building is known.
func SomeMusterPoint() Text { return both("your muster point", "指定集合点") }

// SomeGate stands where no building is known.
func SomeGate() Text { return both("the main gate", "主出入口") }
