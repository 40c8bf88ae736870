package words

// Notices to residents: what the timeline says of them, and what whoever is to stand behind one is asked.

import (
	"fmt"
	"strings"

	"muster/incident/sms"
)

// NoticeAsk is what an approver is told of a notice.
type NoticeAsk struct {
	Drill                   bool
	N                       int // which attempt it is
	Hazard, Location, Token string
	Name, Text              string
	Weighed                 bool // it is known how many residents it is for
	Residents               int
	LastAt                  string // local time of the last message
}

// NoticeApproval asks somebody to stand behind a notice. What is too long for two parts is shortened: its text, then the place.
func NoticeApproval(lang string, a NoticeAsk) string {
	whole := func() string { return Drill(lang, a.Drill, noticeApproval(lang, a)) }
	for _, part := range []*string{&a.Text, &a.Location} {
		*part = sms.Shorten(*part, partsAim, func(s string) string {
			*part = s
			return whole()
		})
	}
	return whole()
}

func noticeApproval(lang string, a NoticeAsk) string {
	to := ""
	if a.Weighed {
		to = pick(lang, fmt.Sprintf(" to %d residents, last at %s", a.Residents, a.LastAt), fmt.Sprintf("，发往%d户，%s发完", a.Residents, a.LastAt))
	}
	return Ordinal(lang, a.N) + pick(lang,
		a.Hazard+", "+a.Location+": APPROVE notice "+a.Name+to+"? \""+a.Text+"\" Reply "+a.Token+" 1 send it, "+a.Token+" 5 leave it to others",
		a.Hazard+" "+a.Location+"：请审批通知"+a.Name+to+"：“"+a.Text+"”回"+a.Token+" 1同意发送，"+a.Token+" 5由他人决定")
}

// AboutNotice names a notice that waits for approval.
func AboutNotice(name string) Text { return both("approval of notice "+name, "审批通知"+name) }

// NoticeApprovedReply confirms an approval.
func NoticeApprovedReply(lang, name string) string {
	return pick(lang, "Approved: notice "+name+".", "已同意：通知"+name+"。")
}

// NoticeReplySettled answers an approval that comes too late.
func NoticeReplySettled(lang, name string) string {
	return pick(lang, "Notice "+name+" has been decided already.", "通知"+name+"已有决定。")
}

// NoticeProposed records a notice that waits for approval. Last is a local time.
func NoticeProposed(name string, residents, parts, lacks int, last string) Text {
	return both(
		fmt.Sprintf("Notice %s for %d residents (%d message parts, last at %s) waits for %s", name, residents, parts, last, people(lacks)),
		fmt.Sprintf("通知%s拟发%d户（共%d条，%s发完），尚需%d人审批", name, residents, parts, last, lacks))
}

// NoticeProposedUnweighed records one of which it is not known how many it is for.
func NoticeProposedUnweighed(name string, lacks int) Text {
	return both("Notice "+name+" waits for "+people(lacks), fmt.Sprintf("通知%s尚需%d人审批", name, lacks))
}

func people(n int) string {
	if n == 1 {
		return "1 approval"
	}
	return fmt.Sprintf("%d approvals", n)
}

// NoticeApproved records that somebody stands behind a notice.
func NoticeApproved(name, by string, lacks int) Text {
	t := both("Notice "+name+" approved by "+by, by+"同意发送通知"+name)
	if lacks == 0 {
		return t
	}
	return both(t.EN+", "+people(lacks)+" to come", fmt.Sprintf("%s，尚需%d人", t.ZH, lacks))
}

// NoticeRejected records that a notice will not leave.
func NoticeRejected(name, by, reason string) Text {
	return because(both("Notice "+name+" rejected by "+by, by+"否决通知"+name), reason)
}

// NoticeDropped records that a notice was still waiting when the incident ended.
func NoticeDropped(name string) Text {
	return both("Notice "+name+" was never approved and is not sent", "通知"+name+"未获审批，不再发送")
}

// NoticeStarted records that a notice has begun to leave.
func NoticeStarted(name string, residents, parts, optedOut int, last string) Text {
	out, outZH := "", ""
	if optedOut > 0 {
		out, outZH = fmt.Sprintf("; %d opted out", optedOut), fmt.Sprintf("，%d户已退订", optedOut)
	}
	return both(
		fmt.Sprintf("Notice %s leaves for %d residents: %d message parts, the last expected at %s%s", name, residents, parts, last, out),
		fmt.Sprintf("通知%s开始发送：%d户，共%d条，预计%s发完%s", name, residents, parts, last, outZH))
}

// NoticeTally is how a notice ended.
type NoticeTally struct {
	Name                              string
	Sent, Residents, Failed, OptedOut int
	Reasons                           []string // with their counts
	Last                              string   // local time of the last message, empty if none left
}

// NoticeOut records that a notice has been sent.
func NoticeOut(t NoticeTally) Text {
	en, zh := fmt.Sprintf("Notice %s sent to %d of %d residents", t.Name, t.Sent, t.Residents), fmt.Sprintf("通知%s已发%d/%d户", t.Name, t.Sent, t.Residents)
	if t.Last != "" {
		en, zh = en+", the last at "+t.Last, zh+"，末条"+t.Last
	}
	if t.OptedOut > 0 {
		en, zh = en+fmt.Sprintf("; %d opted out meanwhile", t.OptedOut), zh+fmt.Sprintf("，%d户其间退订", t.OptedOut)
	}
	if t.Failed > 0 {
		en, zh = en+fmt.Sprintf("; %d not reached (%s)", t.Failed, strings.Join(t.Reasons, ", ")), zh+fmt.Sprintf("，%d户未送达（%s）", t.Failed, strings.Join(t.Reasons, "、"))
	}
	return both(en, zh)
}

// NoticeGoesOn records that a notice was still leaving when the incident's record was closed.
func NoticeGoesOn(name string, sent, residents int, last string) Text {
	return both(
		fmt.Sprintf("Notice %s still leaves as the record closes: %d of %d residents, the last expected at %s", name, sent, residents, last),
		fmt.Sprintf("记录关闭时通知%s仍在发送：%d/%d户，预计%s发完", name, sent, residents, last))
}

// NoticeUnsent records a notice that could not be handed over.
func NoticeUnsent(name string) Text {
	return both("Notice "+name+" could not be handed over: tell the residents by other means", "通知"+name+"未能发出，请改用其他方式告知居民")
}

// OrderNotice names an order about a notice.
func OrderNotice(name string) Text { return both("send notice "+name, "发送通知"+name) }
