package words

// What the watchdog says to operator and company when Muster itself does not do what it should: one text in both languages.

import (
	"fmt"

	"muster/incident/sms"
)

// Trouble is what is wrong, as the watchdog says it.
type Trouble struct {
	Kind  string // of the watchdog's kinds
	Drill bool   // what is concerned is practised
	What  string // what is concerned, if it is no incident: of what runs beside them
	Title Text   // of the incident or the schedule, the first one of several; empty for Muster's own parts
	More  int    // how many others are concerned
	Site  Text   // empty for all
	Since string // local time: since when, or when it was due
	Again int    // how often it has been said before
	Code  string // by which the text is found again in the carrier's list
}

// Alarm says that something is wrong, and what to do about it.
func Alarm(t Trouble) string {
	head := "Muster ALARM"
	if t.Again > 0 {
		head += fmt.Sprintf(" (%d)", t.Again+1)
	}
	return trouble(head, t, wrong(t))
}

// AllClear says that it is right again.
func AllClear(t Trouble) string { return trouble("Muster ALL CLEAR", t, rightAgain(t)) }

// TroubleLine is the same for a screen: one line in each language.
func TroubleLine(t Trouble) Text {
	en, zh, said := concerned(t, t.Site.EN), concerned(t, t.Site.ZH), wrong(t)
	return both(en.EN+said.EN, zh.ZH+said.ZH)
}

// trouble puts a text together; the site's name is shortened until it takes two parts, or left out.
func trouble(head string, t Trouble, said Text) string {
	mark := both("", "")
	if t.Drill {
		mark = both("DRILL ", "演练：")
	}
	whole := func(siteEN, siteZH string) string {
		en, zh := concerned(t, siteEN), concerned(t, siteZH)
		return head + ": " + mark.EN + en.EN + said.EN + "\n" + mark.ZH + zh.ZH + said.ZH + " [" + t.Code + "]"
	}
	if site := sms.Shorten(t.Site.EN, partsAim, func(site string) string { return whole(site, t.Site.ZH) }); site != "" {
		return whole(site, t.Site.ZH)
	}
	return whole("", "")
}

// concerned names what is concerned, with what parts it from what is said of it.
func concerned(t Trouble, site string) Text {
	title := t.Title
	if t.More > 0 {
		title = both(fmt.Sprintf("%s +%d", title.EN, t.More), fmt.Sprintf("%s等%d起", title.ZH, t.More+1))
	}
	switch {
	case title.EN == "" && site == "":
		return both("", "")
	case site == "":
		return both(title.EN+": ", title.ZH+"：")
	case title.EN == "":
		return both(site+": ", site+"：")
	}
	return both(title.EN+", "+site+": ", site+title.ZH+"：")
}

// wrong is what is wrong, kind by kind.
func wrong(t Trouble) Text {
	hand := both(" Call by hand.", "，请人工呼叫")
	if t.Drill {
		hand = both("", "")
	}
	switch t.Kind {
	case "stuck":
		if t.What != "" {
			return besideStuck(t)
		}
		return both("STUCK since "+t.Since+", calls nobody."+hand.EN, t.Since+"起停滞，不再呼叫"+hand.ZH)
	case "overdue":
		return both("call due at "+t.Since+" is LATE."+hand.EN, t.Since+"应发的呼叫未发"+hand.ZH)
	case "engine":
		return both("engine away since "+t.Since+". It calls NOBODY: work by hand.", "引擎"+t.Since+"起无响应，无法呼叫，请人工处置")
	case "database":
		return both("database away since "+t.Since+". Calling goes on; lists are old.", "数据库"+t.Since+"起无响应，呼叫照常，列表停更")
	case "shadow":
		return both("record behind since "+t.Since+". Calling goes on.", "记录"+t.Since+"起滞后，呼叫照常")
	case "schedule":
		return both("due at "+t.Since+", did NOT begin.", "应于"+t.Since+"开始，未启动")
	case "carrier":
		return refused(t)
	}
	return both("something is wrong since "+t.Since+".", t.Since+"起异常")
}

// refused is what is wrong where the carrier refuses what Muster sends, class by class.
func refused(t Trouble) Text {
	switch t.What {
	case "account":
		return both("carrier refuses our account or number since "+t.Since+". Mend it there.", "运营商"+t.Since+"起拒绝本账户或号码，请处理")
	case "route":
		return both("carrier has no way from our number to some phones since "+t.Since+". Mend it there.", "运营商"+t.Since+"起无法将本号码短信送达部分手机，请处理")
	case "queue-full":
		return both("carrier's queue for our number is full since "+t.Since+". Texts come late.", "运营商队列"+t.Since+"起已满，短信延迟")
	}
	return both("network filters our texts since "+t.Since+": ask the carrier.", t.Since+"起有短信被网络拦截，请联系运营商")
}

// notRefused is what holds once the carrier has not refused anything of a class for a while.
func notRefused(t Trouble) Text {
	switch t.What {
	case "account":
		return both("the carrier has not refused our account or number again.", "运营商未再拒绝本账户或号码")
	case "route":
		return both("the carrier has not again lacked a way to a phone.", "运营商未再有无法送达的手机")
	case "queue-full":
		return both("the carrier's queue has not been full again.", "运营商队列未再满")
	}
	return both("no more texts were filtered.", "未再有短信被拦截")
}

// besideStuck is what is wrong where something is stuck that runs beside incidents.
func besideStuck(t Trouble) Text {
	switch t.What {
	case "report":
		return both("STUCK since "+t.Since+". Declare by hand.", t.Since+"起停滞，请人工申报")
	case "text":
		return both("STUCK since "+t.Since+", reached nobody. Ask people by hand.", t.Since+"起停滞，无人收到，请人工询问")
	case "starter":
		return both("STUCK since "+t.Since+". Begin the drill by hand.", t.Since+"起停滞，请人工开始演练")
	}
	return both("STUCK since "+t.Since+". Tell people by hand.", t.Since+"起停滞，请人工通知")
}

// Beside names what runs beside incidents.
func Beside(what string) Text {
	switch what {
	case "report":
		return both("SMS report", "短信报警")
	case "text":
		return both("SMS from staff", "员工短信")
	case "starter":
		return both("Calendar", "演练日历")
	}
	return both("Notice", "住户通知")
}

// DrillOf names a drill of a plan.
func DrillOf(plan Text) Text { return both("DRILL of "+plan.EN, plan.ZH+"演练") }

// rightAgain is what holds once nothing is wrong any more.
func rightAgain(t Trouble) Text {
	switch t.Kind {
	case "stuck", "overdue":
		return both("goes on by itself, or has ended.", "已恢复或已结束")
	case "engine":
		return both("the engine answers again.", "引擎已恢复")
	case "database":
		return both("the database answers again.", "数据库已恢复")
	case "shadow":
		return both("the record has caught up.", "记录已跟上")
	case "schedule":
		return both("has begun since, or is not waited for any more.", "已启动，或不再等待")
	case "carrier":
		return notRefused(t)
	}
	return both("right again.", "已恢复")
}
