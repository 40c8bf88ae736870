package incident

// Orders about notices: to send one, to approve one, to reject one.

import (
	"strings"
	"time"
	"unicode/utf8"

	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/incident/words"
)

// mostNotice is how long the text of a notice may be, in characters. [design]
const mostNotice = 500

type (
	// SendNotice proposes a notice: one of the plan, or a text written by hand.
	SendNotice struct {
		Notice   string // of the plan; empty: Text
		Text     Text
		Audience notice.Audience // without an Of the plan's own, or the building's residents
		Kind     notice.Kind
		By       string
		Account  string `json:",omitempty"` // through which it is given; empty for the installation's own token
		Confirmation
	}
	// ApproveNotice has somebody stand behind a notice.
	ApproveNotice struct {
		Notice, By string
		Account    string `json:",omitempty"`
	}
	// RejectNotice keeps a notice from leaving.
	RejectNotice struct {
		Notice, By, Reason string
		Confirmation
	}
)

// SendNotice performs the order: whoever gives it stands behind the notice.
func (i *Incident) SendNotice(now time.Time, o SendNotice) error {
	if err := i.running(now); err != nil {
		return err
	}
	if !i.rules(frozen.NoticesAreSent) {
		return fail(CodeField, "This incident began under an earlier version that only writes notices down: tell residents by your own channels.")
	}
	n, err := i.composed(o)
	if err != nil {
		return err
	}
	defer i.through(o.Account)()
	n.Account = i.account
	i.propose(n)
	return nil
}

// Draft is the notice that an order would propose, with its texts and its audience; nothing changes.
func (i *Incident) Draft(now time.Time, o SendNotice) (notice.Notice, error) {
	before := i.now
	defer func() { i.now = before }()
	if err := i.running(now); err != nil {
		return notice.Notice{}, err
	}
	n, err := i.composed(o)
	n.Needs = i.In.Site.Notices.Needs(i.In.Declaration.Mode)
	return n, err
}

// composed makes the notice that an order asks for.
func (i *Incident) composed(o SendNotice) (notice.Notice, error) {
	n := notice.Notice{Kind: o.Kind, Audience: o.Audience, By: i.idOf(o.By)}
	if len(n.Audience.Places) == 0 && len(i.State.Places) > 0 {
		n.Audience.Places = i.places()
	}
	var err error
	if o.Notice != "" {
		err = i.fromPlan(&n, o)
	} else {
		err = i.byHand(&n, o.Text)
	}
	return n, err
}

func (i *Incident) fromPlan(n *notice.Notice, o SendNotice) error {
	p := i.planned(o.Notice)
	if p == nil {
		return fail(CodeField, "There is no notice %q in this incident's plan: name one of the plan's, or give a text.", o.Notice)
	}
	n.Plan, n.Text = p.ID, i.noticeText(p, nil)
	if n.Audience.Of == "" {
		n.Audience.Of, n.Audience.Zones, n.Audience.Assist = p.Audience, p.Zones, p.Assist
	}
	if n.Kind == "" {
		n.Kind = i.kindByHand(p)
	}
	return nil
}

// byHand takes a text in one language for both if the other is missing.
func (i *Incident) byHand(n *notice.Notice, text Text) error {
	en, zh := strings.TrimSpace(text.EN), strings.TrimSpace(text.ZH)
	switch {
	case en == "" && zh == "":
		return fail(CodeField, "Say what residents are to read: give a text, in English, in Chinese or in both, or the id of a notice of the plan.")
	case utf8.RuneCountInString(en) > mostNotice || utf8.RuneCountInString(zh) > mostNotice:
		return fail(CodeField, "The text is longer than %d characters: shorten it, residents read it on a telephone.", mostNotice)
	case en == "":
		en = zh
	case zh == "":
		zh = en
	}
	if n.Kind == "" {
		n.Kind = notice.Update
	}
	if n.Audience.Of == "" {
		n.Audience.Of = frozen.AudienceBuilding
	}
	n.Text = Text{EN: words.Drill("en", i.Drill(), en), ZH: words.Drill("zh", i.Drill(), zh)}
	return nil
}

// idOf is the id of a responder who is named by it or by name; else the name as it stands.
func (i *Incident) idOf(by string) string {
	by = strings.TrimSpace(by)
	for _, r := range i.roster().Responders {
		if strings.EqualFold(r.ID, by) || strings.EqualFold(r.Name, by) {
			return r.ID
		}
	}
	return by
}

// ApproveNotice performs the order.
func (i *Incident) ApproveNotice(now time.Time, o ApproveNotice) error {
	n, err := i.proposedNotice(now, o.Notice)
	if err != nil {
		return err
	}
	by := i.idOf(o.By)
	if n.Consented(by) {
		return fail(CodeStepState, "%s stands behind this notice already: somebody else has to approve it too.", i.name(by))
	}
	defer i.through(o.Account)()
	if err := i.consentsTwice(n); err != nil {
		return err
	}
	i.consent(n, by, i.account)
	return nil
}

// RejectNotice performs the order.
func (i *Incident) RejectNotice(now time.Time, o RejectNotice) error {
	n, err := i.proposedNotice(now, o.Notice)
	if err != nil {
		return err
	}
	n.State, n.Reason = notice.Rejected, o.Reason
	i.changed(n)
	i.decideNotice(n)
	ref := i.noticeEntry(n)
	ref.Reason = words.ReasonGiven(o.Reason)
	i.log(KindNoticeRejected, o.By, words.NoticeRejected(n.Name(), i.name(i.idOf(o.By)), o.Reason), ref)
	return nil
}

// proposedNotice finds a notice that waits for approval.
func (i *Incident) proposedNotice(now time.Time, id string) (*notice.Notice, error) {
	if err := i.running(now); err != nil {
		return nil, err
	}
	n := i.findNotice(id)
	switch {
	case n == nil:
		return nil, fail(CodeNoNotice, "There is no notice %q in this incident: see its notices.", id)
	case n.State != notice.Proposed:
		return nil, fail(CodeStepState, "The notice %s does not wait for approval: it is %s.", id, n.State)
	}
	return n, nil
}
