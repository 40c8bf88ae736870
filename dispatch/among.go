package dispatch

// Among several incidents: which of them a text is about. One that fails or has ended holds up none of the others.

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"muster/incident"
	"muster/incident/reply"
	"muster/incident/words"
	"muster/workflows"
)

const (
	itemsTimeout = 300 * time.Millisecond // bounds what a text waits for before it is known whom it is about
	mostAtOnce   = 16                     // incidents that are spoken to at a time
	mostAsked    = 32                     // questions about open items under way, of all texts together: past that, none would be answered in time
)

// forAll are the texts that every incident of their sender gets: danger, and what is about the phone itself.
var forAll = []reply.Verb{reply.Danger, reply.RealEmergency, reply.OptOut, reply.OptIn}

// answerAmong finds out which of several incidents a text is about. What could be about two gets one question and changes
// nothing; danger goes to all.
func (d *Desk) answerAmong(ctx context.Context, ids []string, t workflows.Inbound) (string, error) {
	r := reply.Parse(t.Body)
	if slices.Contains(forAll, r.Verb) {
		return d.answerAll(ctx, ids, t, r)
	}
	items, silent, err := d.itemsOf(ctx, ids, t.From)
	if err != nil {
		return "", err
	}
	u := reply.Resolve(r, items)
	targets := targetsOf(u)
	if len(silent) > 0 {
		if targets, err = despite(silent, r, items, targets); err != nil {
			return "", err
		}
	}
	if u.Action == reply.ActUndo && len(targets) == 0 { // the one incident in which they have anything open
		targets = openPlaces(items)
	}
	if len(targets) == 0 {
		return d.question(t, u), nil
	}
	took, err := d.tell(ctx, targets, t)
	if err != nil {
		return "", err
	}
	return firstOf(took, targets), nil
}

// despite is whom a text is for although some incidents could not say what its sender has open in them. A code decides, also
// where what it names is closed. Without one it could be about theirs, so it has to come again; what the others have nothing
// for is for the silent one, if it is alone.
func despite(silent []string, r reply.Reply, items []reply.Item, targets []string) ([]string, error) {
	named := slices.ContainsFunc(items, func(it reply.Item) bool {
		return (r.Token == "" && it.Open) || (r.Token != "" && (it.Token == r.Token || slices.Contains(it.Also, r.Token)))
	})
	switch {
	case r.Verb == reply.NotAnAnswer, named && r.Token != "":
		return targets, nil
	case !named && len(silent) == 1:
		return silent, nil
	}
	return nil, incident.Fail(incident.CodeEngine, "It is not known yet which incident the text is about: send it again.")
}

// answerAll gives a text to every incident without asking first which it is about; that question follows. What one of them
// did not take comes again.
func (d *Desk) answerAll(ctx context.Context, ids []string, t workflows.Inbound, r reply.Reply) (string, error) {
	var (
		asked sync.WaitGroup
		items []reply.Item
	)
	asked.Go(func() { items, _, _ = d.itemsOf(ctx, ids, t.From) }) // without items there is no question
	took, err := d.tell(ctx, ids, t)
	asked.Wait()
	if err != nil {
		return "", err
	}
	items = slices.DeleteFunc(items, func(it reply.Item) bool { _, ok := took[it.Incident]; return !ok })
	u := reply.Resolve(r, items)
	said := firstOf(took, append(targetsOf(u), ids...))
	if u.Question.Code == reply.AskWhichPlace {
		said = strings.TrimSpace(said + " " + d.question(t, u))
	}
	return said, nil
}

// firstOf is the first reply of incidents in an order, empty if none of them said anything.
func firstOf(said map[string]string, order []string) string {
	for _, id := range order {
		if said[id] != "" {
			return said[id]
		}
	}
	return ""
}

// tell gives a text to incidents, all at once, and returns what each of them replies. One that has ended counts as not there.
// It fails if any other did not take the text, which then comes again: those that took it tell a repetition by its id.
func (d *Desk) tell(ctx context.Context, ids []string, t workflows.Inbound) (map[string]string, error) {
	said, errs := atOnce(ids, func(id string) (string, error) { return d.answer(ctx, id, t) })
	took := map[string]string{}
	for n, id := range ids {
		if errs[n] == nil {
			took[id] = said[n]
			continue
		}
		d.log.Warn("an incident did not take a text", "incident", id, "message", t.ID, "error", causeOf(errs[n]))
	}
	return took, present(errs)
}

// present joins the errors of the incidents that are there; where all have ended, it says so.
func present(errs []error) error {
	failed := slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return err == nil || gone(err) })
	if len(failed) > 0 || slices.Contains(errs, nil) {
		return errors.Join(failed...)
	}
	return errors.Join(errs...)
}

// gone says whether an error means that an incident has ended, or never was.
func gone(err error) bool {
	var refused *incident.Error
	return errors.As(err, &refused) && (refused.Code == incident.CodeEnded || refused.Code == incident.CodeNoIncident)
}

// itemsOf asks incidents, all at once, what a phone's owner has open in them. Silent are those that are there and did not
// say. It fails only if none said anything; one that has ended counts as not there.
func (d *Desk) itemsOf(ctx context.Context, ids []string, phone string) (items []reply.Item, silent []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, share(ctx, itemsTimeout))
	defer cancel()
	lists, errs := atOnce(ids, func(id string) ([]reply.Item, error) { return d.openItems(ctx, id, phone) })
	for n, id := range ids {
		items = append(items, lists[n]...)
		if errs[n] != nil && !gone(errs[n]) {
			silent = append(silent, id)
			d.log.Warn("an incident did not say what is open in it", "incident", id, "error", causeOf(errs[n]))
		}
	}
	if !slices.Contains(errs, nil) {
		return nil, silent, present(errs)
	}
	return items, silent, nil
}

// atOnce asks something of every id together, at most mostAtOnce at a time. Results and errors are in the order of ids.
func atOnce[T any](ids []string, ask func(id string) (T, error)) ([]T, []error) {
	results, errs := make([]T, len(ids)), make([]error, len(ids))
	var group errgroup.Group
	group.SetLimit(mostAtOnce)
	for n, id := range ids {
		group.Go(func() error {
			results[n], errs[n] = ask(id)
			return nil // each has its own
		})
	}
	_ = group.Wait()
	return results, errs
}

// targetsOf are the incidents that a text is to be given to.
func targetsOf(u reply.Understanding) []string {
	var ids []string
	for _, it := range u.Targets {
		if !slices.Contains(ids, it.Incident) {
			ids = append(ids, it.Incident)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	for _, it := range u.Question.Items { // a question about one incident's matters is that incident's to ask
		if !slices.Contains(ids, it.Incident) {
			ids = append(ids, it.Incident)
		}
	}
	if len(ids) == 1 {
		return ids
	}
	return nil
}

// openPlaces are the incidents in which anything is open.
func openPlaces(items []reply.Item) []string {
	return targetsOf(reply.Understanding{Targets: slices.DeleteFunc(slices.Clone(items), func(it reply.Item) bool { return !it.Open })})
}

func (d *Desk) question(t workflows.Inbound, u reply.Understanding) string {
	if u.Question.Code == reply.AskNone {
		return ""
	}
	return words.Question(d.language(t.From), u.Question)
}

func (d *Desk) openItems(ctx context.Context, id, phone string) ([]reply.Item, error) {
	select {
	case d.asking <- struct{}{}:
		defer func() { <-d.asking }()
	case <-ctx.Done():
		return nil, refusal(ctx.Err())
	}
	value, err := d.engine.QueryWorkflow(ctx, id, "", workflows.OpenItems, workflows.Asker{Phone: phone})
	if err != nil {
		return nil, refusal(err)
	}
	var items []reply.Item
	if err := value.Get(&items); err != nil {
		return nil, refusal(err)
	}
	return items, nil
}
