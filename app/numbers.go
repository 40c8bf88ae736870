package app

// Numbers that do not work: the carrier finds one dead, or somebody writes from it that it is wrong. An incident acts on it by itself;
// it is kept here for the roster's coverage, until the number works or another is entered. It is kept as a choice is, under a hash
// of its own.

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"muster/carrier"
	"muster/sites"
	"muster/store"
)

// mostFaults is how many wait to be written down; past it they are known here alone until the next start.
const mostFaults = 1000

// numbers notes which numbers of the staff do not work. Nobody waits for it.
type numbers struct {
	people residents
	log    *slog.Logger
	queue  chan store.Choice
}

func newNumbers(people residents, log *slog.Logger) *numbers {
	return &numbers{people: people, log: log, queue: make(chan store.Choice, mostFaults)}
}

// faultHash is the hash under which a fault of a number is kept: another one than that of the number.
func (r residents) faultHash(fault sites.NumberFault, phone string) string {
	return r.key.Hash(string(fault) + " " + phone)
}

// fault is what is known of a number.
func (r residents) fault(phone string) sites.NumberFault {
	for _, fault := range []sites.NumberFault{sites.NumberWrong, sites.NumberDead} {
		if r.catalog.choices.out(r.faultHash(fault, phone)) {
			return fault
		}
	}
	if r.catalog.choices.out(r.key.Hash(phone)) {
		return sites.NumberStopped
	}
	return sites.NumberWorks
}

// note takes in whether a number has a fault, if that is news and somebody of the staff has the number.
func (n *numbers) note(phone string, fault sites.NumberFault, has bool, at time.Time) {
	c := n.people.catalog
	hash := n.people.faultHash(fault, phone)
	if !c.isStaff(phone) || c.choices.out(hash) == has {
		return
	}
	for _, news := range c.choices.add(store.Choice{Hash: hash, Out: has, At: at}) {
		select {
		case n.queue <- news:
		default:
		}
	}
}

// run writes down what was noted, until ctx ends.
func (n *numbers) run(ctx context.Context) {
	for {
		select {
		case first := <-n.queue:
			n.save(ctx, first)
		case <-ctx.Done():
			return
		}
	}
}

// save writes what waits at this moment to the database, or at least to the snapshot.
func (n *numbers) save(ctx context.Context, first store.Choice) {
	news := []store.Choice{first}
	for len(n.queue) > 0 {
		news = append(news, <-n.queue)
	}
	ctx, cancel := context.WithTimeout(ctx, followBound)
	defer cancel()
	if err := n.people.catalog.store.SaveChoices(ctx, news); err != nil {
		n.log.Warn("numbers that do not work are in the snapshot alone", "error", err)
	}
	n.people.catalog.keep()
}

// receipt takes in what a receipt says of its number.
func (n *numbers) receipt(r carrier.Receipt) {
	switch {
	case r.Call != "":
	case r.Status == carrier.Delivered:
		n.note(r.To, sites.NumberDead, false, time.Now())
	case (r.Status == carrier.Undelivered || r.Status == carrier.Failed) && carrier.Classify(r.Code, 0) == carrier.Recipient:
		n.note(r.To, sites.NumberDead, true, time.Now())
	}
}

// Wrong implements dispatch.OptOuts.
func (n *numbers) Wrong(phone string, wrong bool, at time.Time) {
	n.note(phone, sites.NumberWrong, wrong, at)
}

// texts is a carrier whose refusals of a number are noted.
func (n *numbers) texts(port carrier.Port) carrier.Port { return notedTexts{port, n} }

type notedTexts struct {
	carrier.Port
	numbers *numbers
}

// Send implements carrier.Port.
func (t notedTexts) Send(ctx context.Context, m carrier.Message) (carrier.Record, error) {
	record, err := t.Port.Send(ctx, m)
	var failure *carrier.Error
	if errors.As(err, &failure) && failure.Class == carrier.Recipient {
		t.numbers.note(m.To, sites.NumberDead, true, time.Now())
	}
	return record, err
}

// reported takes in what the carrier says of a message or a call, whosever it is.
func (p *program) reported(r carrier.Receipt) {
	p.line.Receipt(r)
	p.numbers.receipt(r)
}
