package incident

// Asking for approval: by a page of its own, so that nobody stands behind a notice who only meant to take a seat.

import (
	"slices"

	"muster/incident/notice"
	"muster/incident/words"
)

// AboutNotice is the subject of a page that asks to approve a notice.
const AboutNotice SubjectKind = "notice"

// approves is the notice whose approval a page asks for, nil if it asks for something else.
func (i *Incident) approves(p *Page) *notice.Notice {
	if p.approval() {
		return i.findNotice(p.About[0].Ref)
	}
	return nil
}

// approval says whether a page asks to approve a notice.
func (p *Page) approval() bool { return len(p.About) > 0 && p.About[0].Kind == AboutNotice }

// approvers are those of some people who do not stand behind a notice yet.
func (i *Incident) approvers(s Subject, ids []string) []string {
	n := i.findNotice(s.Ref)
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return n == nil || n.Consented(id) })
}

// approveByText takes in that somebody has answered yes.
func (i *Incident) approveByText(s Subject, id string) {
	if n := i.findNotice(s.Ref); n != nil && n.State == notice.Proposed && !n.Consented(id) {
		i.consent(n, id, i.account)
	}
}

// approvalTaken is the reply to it.
func (i *Incident) approvalTaken(n *notice.Notice, id, lang string) string {
	if n.Consented(id) {
		return words.NoticeApprovedReply(lang, n.Name())
	}
	return words.NoticeReplySettled(lang, n.Name())
}

// approvalBody is the text that asks for it.
func (i *Incident) approvalBody(p *Page, n *notice.Notice, lang string, attempt int) string {
	ask := words.NoticeAsk{
		Drill: i.Drill(), N: attempt, Hazard: i.hazard(lang), Location: i.In.Declaration.Location, Token: p.Token,
		Name: n.Name(), Text: n.Text.In(lang), LastAt: i.clockIn(n.LastBy, lang), Weighed: n.Reach != nil,
	}
	if n.Reach != nil {
		ask.Residents = n.Reach.Residents
	}
	return words.NoticeApproval(lang, ask)
}

func (i *Incident) noticeName(id string) string {
	if n := i.findNotice(id); n != nil {
		return n.Name()
	}
	return id
}
