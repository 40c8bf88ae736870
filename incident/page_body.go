package incident

// What a page says.

import (
	"slices"

	"muster/incident/words"
)

// body is the text of a page's n-th attempt in the person's language.
func (i *Incident) body(p *Page, n int) string {
	r, _ := i.responder(p.Responder)
	lang := r.Language()
	switch p.Kind {
	case NotePage:
		if p.Text.Named {
			return words.Ordinal(lang, n) + p.Text.Body
		}
		return words.Ordinal(lang, n) + i.forThem(p.Responder, p.Text.Body)
	case TaskPage:
		return i.taskBody(p, lang, n)
	case QuestionPage:
		return words.Drill(lang, i.Drill(), i.forThem(p.Responder, i.again(lang, n)+i.questionBody(p, lang)))
	default:
		if asked := i.approves(p); asked != nil {
			return i.forThem(p.Responder, i.approvalBody(p, asked, lang, n))
		}
		return words.Page(lang, i.pageText(p, lang, n))
	}
}

// alarming says whether a page is about somebody in danger: that is never practice.
func (p *Page) alarming() bool {
	return slices.ContainsFunc(p.About, func(a Subject) bool { return a.Kind == AboutDanger })
}

func (i *Incident) pageText(p *Page, lang string, n int) words.PageText {
	t := words.PageText{
		Drill: i.Drill() && !p.alarming(), N: n, Hazard: i.hazard(lang), Level: string(i.State.Level), At: i.clock(p.OpenedAt, lang),
		Location: i.In.Declaration.Location, Summary: i.In.Declaration.Summary, Token: p.Token, For: i.named(p.Responder),
	}
	for _, a := range p.About {
		switch a.Kind {
		case AboutSeat:
			seat := i.planSeat(a.Ref)
			t.Seats = append(t.Seats, seat.Title.In(lang))
			if t.Duty == "" {
				t.Duty = words.Expand(seat.Duty.In(lang), i.vars(lang))
			}
		case AboutGap:
			if title := i.planSeat(a.Ref).Title.In(lang); i.seat(a.Ref).reliefOnly() {
				t.Reliefs = append(t.Reliefs, title)
			} else {
				t.Gaps = append(t.Gaps, title)
			}
		case AboutLate:
			t.Late = append(t.Late, i.planStep(a.Ref).Title.In(lang))
		case AboutDanger:
			r, _ := i.responder(a.Ref)
			t.Danger = append(t.Danger, r.Name+" "+r.Phone)
		case AboutHelp:
			r, _ := i.responder(a.Ref)
			t.Help = append(t.Help, r.Name+" "+r.Phone)
		case AboutSilent:
			r, _ := i.responder(a.Ref)
			t.Silent = append(t.Silent, r.Name+" "+r.Phone)
		case AboutCommand:
			t.Command = i.name(a.Ref)
		case AboutNotice: // has a text of its own
		case AboutSame, AboutOpen:
			t.Ask = i.decision(a).ask(i, lang)
		}
	}
	return t
}
