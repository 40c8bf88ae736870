package incident

// Accounts behind notices: where two people are to stand behind one, an account that gives two names is not two people.

import (
	"muster/incident/frozen"
	"muster/incident/notice"
	"muster/incident/reply"
)

// through has all that follows be done through an account, until what it gives is called. Texts and keys come through none.
func (i *Incident) through(account string) (end func()) {
	if i.rules(frozen.AccountsConsentOnce) {
		i.account = account
	}
	return func() { i.account = "" }
}

// doneThrough keeps through which account a step was completed: whoever did so stands behind the notice that it sends.
func (i *Incident) doneThrough(step string) {
	if i.account == "" {
		delete(i.State.Through, step)
		return
	}
	if i.State.Through == nil {
		i.State.Through = map[string]string{}
	}
	i.State.Through[step] = i.account
}

// consentsTwice refuses a consent through an account that has given its one already.
func (i *Incident) consentsTwice(n *notice.Notice) error {
	if !n.ConsentedThrough(i.account) {
		return nil
	}
	return fail(CodeStepState, "The account that asks has had somebody stand behind the notice %s already: another person has to approve it, through their own account or by text.", n.Name())
}

// reportsTwice does so where somebody is said to have approved by radio.
func (i *Incident) reportsTwice(u reply.Understanding) error {
	for _, t := range u.Targets {
		if t.Kind != reply.Page || u.Action == reply.ActCannot {
			continue
		}
		if n := i.approves(i.page(t.Ref)); n != nil && n.State == notice.Proposed {
			return i.consentsTwice(n)
		}
	}
	return nil
}
