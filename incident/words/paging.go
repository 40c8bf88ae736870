package words

// The timeline's sentences about messages: what was sent, what became of it, and what people made of it.

import (
	"fmt"
	"strings"

	"muster/incident/reply"
)

// PageSent records an attempt that the carrier took.
func PageSent(name string, n int, about Text) Text {
	if n > 1 {
		return both(fmt.Sprintf("%s called again (%s call): %s", name, ordinal(n), about.EN), fmt.Sprintf("第%d次呼叫%s：%s", n, name, about.ZH))
	}
	return both(name+" called: "+about.EN, "呼叫"+name+"："+about.ZH)
}

// AboutSeats names the seats that pages ask for.
func AboutSeats(titles []Text) Text { return each(titles) }

// AboutGaps names the seats that nobody took.
func AboutGaps(titles []Text) Text {
	t := each(titles)
	return both("nobody yet for "+t.EN, "无人到岗："+t.ZH)
}

// AboutLate names the steps that are late.
func AboutLate(titles []Text) Text {
	t := each(titles)
	return both("late: "+t.EN, "超时："+t.ZH)
}

// AboutDanger names who reports danger.
func AboutDanger(name string) Text { return both("danger reported by "+name, name+"报告危险") }

// AboutHelp names who asks for help.
func AboutHelp(name string) Text { return both(name+" asks for help", name+"请求支援") }

// Join puts what a page is about into one phrase.
func Join(parts []Text) Text {
	var en, zh []string
	for _, p := range parts {
		en, zh = append(en, p.EN), append(zh, p.ZH)
	}
	return both(strings.Join(en, "; "), strings.Join(zh, "；"))
}

// TaskSent records that a step was handed to a person.
func TaskSent(name string, title Text) Text {
	return both(title.EN+": task sent to "+name, title.ZH+"：任务已发给"+name)
}

// NoteSent records a message that asks for no answer.
func NoteSent(name string) Text { return both("Message sent to "+name, "已通知"+name) }

// SendUnknown records that nobody knows whether a message went out.
func SendUnknown(name string) Text {
	return both("Message to "+name+": the carrier's answer was lost; asking before repeating", "发给"+name+"的短信未获确认，先查询再重发")
}

// SendLater records that the carrier asked to wait.
func SendLater(name, why string) Text {
	return both("Message to "+name+" delayed by the carrier ("+why+")", "发给"+name+"的短信被运营商延迟（"+why+"）")
}

// SentTwice records a duplicate.
func SentTwice(name string) Text {
	return both("The carrier took the same message to "+name+" twice: a duplicate", "同一短信向"+name+"发送了两次：重复")
}

// Unreachable records a message that did not get through.
func Unreachable(name, why string) Text {
	reasons := map[string]Text{
		"recipient":    both("the number cannot receive messages", "号码无法接收短信"),
		"opted-out":    both("has opted out of messages", "已退订短信"),
		"unreachable":  both("the phone is off or out of reach", "手机关机或不在服务区"),
		"filtered":     both("the network refused the text", "短信被网络拦截"),
		"queue-full":   both("the carrier takes no more from our number for now", "运营商暂不再接收本号码的短信"),
		"account":      both("the carrier does not serve our account or number: operator, act", "运营商不为本账户或号码服务，请管理员处理"),
		"unsaid":       both("not delivered, the network does not say why", "未送达，网络未说明原因"),
		"wrong-number": both("wrong number", "号码有误"),
		"busy":         both("the phone is engaged", "电话占线"),
		"no-voice":     both("the carrier cannot call this number", "运营商无法呼叫此号码"),
		"no-answer":    both("nobody took the call", "无人接听"),
		"refused":      both("not a number of this drill", "不在本次演练名单"),
	}
	r, ok := reasons[why]
	if !ok {
		r = both("not delivered", "未送达")
	}
	return both(name+" not reached: "+r.EN, "未能联系"+name+"："+r.ZH)
}

// PageStoodDown records that a page needs no answer any more.
func PageStoodDown(name string) Text {
	return both(name+" no longer needed", name+"无需应答")
}

// Accepted records an acceptance, with the promised time if any.
func Accepted(name string, about Text, at string) Text {
	if at == "" {
		return both(name+" accepted: "+about.EN, name+"接受："+about.ZH)
	}
	return both(name+" accepted: "+about.EN+", there by "+at, name+"接受："+about.ZH+"，"+at+"前到")
}

// Promised records a new promise.
func Promised(name, at string) Text {
	return both(name+" will be there by "+at, name+"将于"+at+"前到")
}

// OnScene records an arrival.
func OnScene(name string) Text { return both(name+" is on scene", name+"已到场") }

// Declined records a refusal.
func Declined(name string, about Text) Text {
	return both(name+" cannot: "+about.EN, name+"不能："+about.ZH)
}

// Seen records an answer that is not an acceptance.
func Seen(name string) Text {
	return both(name+" has seen the page, not accepted", name+"已读，未接受")
}

// InHand records that somebody sees to a gap or a late step.
func InHand(name string, about Text) Text {
	return both(name+" sees to it: "+about.EN, name+"负责处理："+about.ZH)
}

// HandedBack records that what somebody saw to climbs on without them.
func HandedBack(name string, about Text) Text {
	return both(name+" no longer sees to it: "+about.EN, name+"不再负责："+about.ZH)
}

// Reported records an answer that came by radio, and who noted it.
func Reported(name string, said reply.Reply, by string) Text {
	t, how := reported(name, said), Radio(by)
	return both(because(t, how.EN).EN, because(t, how.ZH).ZH)
}

// Linked records an answer that somebody gave on the page that the link in their text leads to.
func Linked(name string, said reply.Reply) Text {
	t := reported(name, said)
	return both(because(t, "by the link").EN, because(t, "通过链接").ZH)
}

func reported(name string, said reply.Reply) Text {
	switch said.Verb {
	case reply.Accept:
		return both(name+" accepts", name+"接受")
	case reply.ETA:
		return both(fmt.Sprintf("%s comes in %d min", name, said.Minutes), fmt.Sprintf("%s%d分钟后到", name, said.Minutes))
	case reply.OnScene:
		return OnScene(name)
	case reply.Done:
		return both(name+" is done", name+"已完成")
	case reply.Cannot:
		return both(name+" cannot", name+"不能")
	case reply.NeedHelp:
		return both(name+" asks for help", name+"请求支援")
	case reply.Relief:
		return both(name+" asks for relief", name+"请求换班")
	case reply.Danger:
		return both(name+" is in danger", name+"遇险")
	default:
		return Reply(name, string(said.Verb))
	}
}
