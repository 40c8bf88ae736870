package dispatch

// Codes: a text that bears the code of a page is about the incident of that page, and no other needs to be asked.

import (
	"context"
	"slices"
	"time"

	"muster/incident/reply"
	"muster/workflows"
)

// codeTimeout bounds the look for a code; without an answer the text goes the longer way.
const codeTimeout = 100 * time.Millisecond

// byCode gives the open incidents in which a page to a text's sender bears the code that the text names: nearly always one.
// There are none if it names none, is for several incidents whatever it names, or the shadow does not know the page yet.
func (d *Desk) byCode(ctx context.Context, t workflows.Inbound) []string {
	r := reply.Parse(t.Body)
	if r.Token == "" || r.Verb == reply.WrongNumber || slices.Contains(forAll, r.Verb) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, codeTimeout)
	defer cancel()
	ids, err := d.shadow.OpenByCode(ctx, d.options.PhoneKey.Hash(t.From), r.Token)
	if err != nil {
		return nil
	}
	return ids
}

// stillIn is the one incident that a text's code names, unless that says that nothing in it bears the code any more: it has
// become part of another, which knows the code too, and the shadow has not heard of it yet. Several are asked later anyway.
func (d *Desk) stillIn(ctx context.Context, ids []string, t workflows.Inbound) []string {
	if len(ids) != 1 {
		return ids
	}
	ctx, cancel := context.WithTimeout(ctx, codeTimeout)
	defer cancel()
	items, err := d.openItems(ctx, ids[0], t.From)
	token := reply.Parse(t.Body).Token
	if err != nil || slices.ContainsFunc(items, func(it reply.Item) bool { return it.Bears(token) }) {
		return ids
	}
	return nil
}

// narrowed leaves of some incidents those that a text's code names, or all if it names none of them.
func (d *Desk) narrowed(ctx context.Context, ids []string, t workflows.Inbound) []string {
	coded := d.byCode(ctx, t)
	named := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(coded, id) })
	if len(named) == 0 {
		return ids
	}
	return named
}
