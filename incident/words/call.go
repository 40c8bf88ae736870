package words

// Calls: what is said on the phone. A call names the keys by which it is answered; what it says is bounded, since the network
// takes no longer text.

import (
	"strings"
)

// CallKeys are the digits by which one call is answered.
type CallKeys struct{ Accept, Cannot, Repeat string }

// Bounds of what is said: the whole in characters as the network's markup counts them, and each free text in characters. [design]
const (
	mostSaid     = 1500
	mostFreeText = 200
	escaped      = 6 // characters that a marked-up one takes, such as &quot;
)

// Call is what a call says of a page. What is too long is cut: the summary first, then the duty, then the place.
func Call(lang string, t PageText, keys CallKeys) string {
	summary, duty, place := cut(t.Summary, mostFreeText), cut(t.Duty, mostFreeText), cut(t.Location, mostFreeText)
	whole := func() string { return callSaid(lang, t, place, summary, duty, keys) }
	for _, part := range []*string{&summary, &duty, &place} {
		for runes := []rune(*part); size(whole()) > mostSaid && len(runes) > 0; runes = []rune(*part) {
			*part = string(runes[:len(runes)-1])
		}
	}
	return whole()
}

func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// size is how many characters a text takes in markup, at most.
func size(text string) int {
	n := 0
	for _, r := range text {
		if strings.ContainsRune(`&<>"'`, r) || r < ' ' {
			n += escaped
		} else {
			n++
		}
	}
	return n
}

func callSaid(lang string, t PageText, place, summary, duty string, keys CallKeys) string {
	var b strings.Builder
	if t.Drill {
		b.WriteString(pick(lang, "This is a drill. This is a drill. ", "这是演练，这是演练。"))
	}
	if t.For != "" {
		b.WriteString(pick(lang, "This call is for "+t.For+". ", "请"+t.For+"接听。"))
	}
	for _, name := range t.Danger {
		b.WriteString(DangerCall(lang, name) + pick(lang, " ", ""))
	}
	for _, name := range t.Silent {
		b.WriteString(SilentCall(lang, name) + pick(lang, " ", ""))
	}
	b.WriteString(t.Hazard + pick(lang, ", level ", "，级别") + t.Level + pick(lang, ", at ", "，地点：") + place)
	if summary != "" {
		b.WriteString(pick(lang, ": ", "，") + summary)
	}
	b.WriteString(pick(lang, ". ", "。"))
	for _, name := range t.Help {
		b.WriteString(pick(lang, name+" asks for help. ", name+"请求支援。"))
	}
	b.WriteString(named(lang, "Nobody yet for: ", "无人到岗：", t.Gaps))
	b.WriteString(named(lang, "No relief yet for: ", "无人接班：", t.Reliefs))
	b.WriteString(named(lang, "Late: ", "超时：", t.Late))
	if len(t.Seats) > 0 {
		b.WriteString(pick(lang, "You are needed as ", "请您担任") + strings.Join(t.Seats, pick(lang, " and ", "和")))
		if duty != "" {
			b.WriteString(pick(lang, ": ", "：") + duty)
		}
		b.WriteString(pick(lang, ". ", "。"))
	}
	b.WriteString(offer(lang, len(t.Seats) > 0, keys))
	return b.String()
}

// offer names the keys.
func offer(lang string, seats bool, keys CallKeys) string {
	yes := pick(lang, "To say that you see to it, press ", "由您处理请按")
	if seats {
		yes = pick(lang, "To accept, press ", "接受请按")
	}
	return yes + keys.Accept + pick(lang, ". If you cannot, press ", "，不能请按") + keys.Cannot +
		pick(lang, ". To hear this again, press ", "，重听请按") + keys.Repeat + pick(lang, ".", "。")
}

// WrongKey says that a key means nothing in this call, and names those that do.
func WrongKey(lang, key string, seats bool, keys CallKeys) string {
	return pick(lang, "Key "+key+" is not one of these. ", "按键"+key+"无效。") + offer(lang, seats, keys)
}

// CallBye ends a call in which no key was pressed that counts.
func CallBye(lang string) string {
	return pick(lang, "Nothing was accepted. Others are being called. You can still answer by text message. Goodbye.", "未收到接受，正在呼叫其他人，您仍可回复短信。再见。")
}

// CallTaken is what a call says once a key has been taken, with what a text would have been answered.
func CallTaken(lang, said string) string {
	return strings.TrimRight(said, ".。 ") + pick(lang, ". Goodbye.", "。再见。")
}

// CallOver is what a call says that is about nothing any more.
func CallOver(lang string) string { return NothingOpen(lang) + pick(lang, " Goodbye.", "再见。") }

// CallNotTaken is what a call says whose key could not be taken in; its language is not known.
func CallNotTaken() Text {
	return both("Your answer could not be taken in. Press the key again, or answer by text message.", "未能记录您的答复，请再按一次，或回复短信。")
}

// PageRung records a call that the carrier took.
func PageRung(name string, about Text) Text {
	return both(name+" called by voice: "+about.EN, "语音呼叫"+name+"："+about.ZH)
}

// KeyPressed records that somebody has answered in a call.
func KeyPressed(name string, accepts bool) Text {
	if accepts {
		return both(name+" pressed the key that accepts", name+"按键接受")
	}
	return both(name+" pressed the key that says no", name+"按键表示不能")
}

// CallUnanswered records a call that was taken, and in which no key said yes or no.
func CallUnanswered(name string) Text {
	return both(name+"'s phone was answered, but no key was pressed: that is no acceptance", name+"的电话接通但未按键，不算接受")
}
