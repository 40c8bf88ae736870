package board

// The pages: who has been called, how often, what became of the last message, and what they said.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"muster/cli/text"
	"muster/incident"
)

func (p *painter) pages(width int) section {
	pages := slices.Clone(p.View.Pages)
	slices.SortStableFunc(pages, func(a, b incident.PageView) int {
		return cmp.Or(rank(a.State)-rank(b.State), lastAt(b).Compare(lastAt(a)))
	})
	rows := make([][]text.Line, 0, len(pages))
	count := map[int]int{}
	for _, g := range pages {
		count[rank(g.State)]++
		rows = append(rows, p.page(g, width))
	}
	head := text.Join(text.S(text.Strong, p.in("PAGES", "呼叫")), text.L("  "), text.List(", ",
		counted(text.Plain, count[rankWaits], p.in("%d waiting", "待答%d")), counted(text.Good, count[rankYes], p.in("%d yes", "接受%d")),
		counted(text.Bad, count[rankNo], p.in("%d no", "不能%d")), counted(text.Faint, count[rankOver], p.in("%d over", "已解除%d"))))
	columns := []text.Column{{Max: 18}, {}, {Max: 20}, {}, {Right: true}, {Grow: true}}
	return p.section(head, text.Table(columns, rows, width), 2)
}

func counted(style text.Style, n int, format string) text.Line {
	if n == 0 {
		return nil
	}
	return text.S(style, fmt.Sprintf(format, n))
}

// The order of pages: those that wait, those that are of no use, those that have accepted, those no longer needed.
const (
	rankWaits = iota
	rankNo
	rankYes
	rankOver
)

func rank(state incident.PageState) int {
	switch state {
	case incident.PageQueued, incident.PagePaging, incident.PageSeen:
		return rankWaits
	case incident.PageDeclined, incident.PageUnreachable, incident.PageExhausted:
		return rankNo
	case incident.PageAccepted, incident.PageOnScene:
		return rankYes
	case incident.PageStoodDown:
		return rankOver
	default:
		return rankOver
	}
}

func waits(g incident.PageView) bool { return rank(g.State) == rankWaits }

func lastAt(g incident.PageView) time.Time {
	if len(g.Attempts) == 0 {
		return time.Time{}
	}
	return time.Time(g.Attempts[len(g.Attempts)-1].At)
}

func (p *painter) page(g incident.PageView, width int) []text.Line {
	cells := []text.Line{text.L(" " + g.Name), p.pageState(g.State), nil, nil, nil, p.outcome(g)}
	if width >= roomy {
		cells[2] = text.S(text.Faint, strings.Join(g.Seats, " "))
		cells[3] = text.S(text.Faint, value(g.Token))
	}
	calls := p.in("%d calls", "%d次")
	if g.Made == 1 {
		calls = p.in("%d call", "%d次")
	}
	cells[4] = text.L(fmt.Sprintf(calls, g.Made))
	return cells
}

func (p *painter) pageState(state incident.PageState) text.Line {
	switch state {
	case incident.PageQueued:
		return text.S(text.Warn, p.in("queued", "排队"))
	case incident.PagePaging:
		return text.S(text.Warn, p.in("calling", "呼叫中"))
	case incident.PageSeen:
		return text.S(text.Warn, p.in("seen", "已读"))
	case incident.PageAccepted:
		return text.S(text.Good, p.in("accepted", "接受"))
	case incident.PageOnScene:
		return text.S(text.Good, p.in("on scene", "已到场"))
	case incident.PageDeclined:
		return text.S(text.Bad, p.in("declined", "不能来"))
	case incident.PageUnreachable:
		return text.S(text.Bad, p.in("not reached", "联系不上"))
	case incident.PageExhausted:
		return text.S(text.Bad, p.in("no answer", "无人应答"))
	case incident.PageStoodDown:
		return text.S(text.Faint, p.in("not needed", "无需应答"))
	default:
		return text.L(string(state))
	}
}

// outcome is when a page was answered, or what became of its last message.
func (p *painter) outcome(g incident.PageView) text.Line {
	if g.AnsweredAt != nil {
		return text.S(text.Faint, p.in("answered ", "应答 ")+p.since(time.Time(*g.AnsweredAt)))
	}
	if len(g.Attempts) == 0 {
		return nil
	}
	last := g.Attempts[len(g.Attempts)-1]
	ago := text.Clock(p.until(last.At))
	return text.Join(p.attempt(last.State), text.S(text.Faint, fmt.Sprintf(p.in(" %s ago", " %s前"), ago)))
}

func (p *painter) attempt(state incident.AttemptState) text.Line {
	switch state {
	case incident.AttemptWaiting, incident.AttemptSending:
		return text.L(p.in("sending", "发送中"))
	case incident.AttemptUnknown:
		return text.S(text.Warn, p.in("unknown", "未确认"))
	case incident.AttemptSent:
		return text.L(p.in("sent", "已发"))
	case incident.AttemptDelivered:
		return text.S(text.Good, p.in("delivered", "已送达"))
	case incident.AttemptUndelivered:
		return text.S(text.Bad, p.in("undelivered", "未送达"))
	case incident.AttemptFailed:
		return text.S(text.Bad, p.in("failed", "失败"))
	case incident.AttemptSuperseded:
		return text.S(text.Faint, p.in("replaced", "已替换"))
	default:
		return text.L(string(state))
	}
}
