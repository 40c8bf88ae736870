package dispatch

// Test pages: one text to one person, which says that it is a test, and the answer to it.

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"muster/incident"
	"muster/incident/testpage"
	"muster/incident/words"
	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

// TestPage sends somebody at a site a test page, and says what is known of it after a moment. Under the same request it is sent once.
// Nobody gets one while a real incident is open at their site, or while they are called for anything: their next answer belongs to that.
func (d *Desk) TestPage(ctx context.Context, request, siteID, responder string) (testpage.Outcome, error) {
	site, known := d.catalog.Site(siteID)
	if !known {
		return testpage.Outcome{}, incident.Fail(incident.CodeNoSite, "There is no site of that id: see the sites.")
	}
	person, known := site.Roster(time.Now()).Find(responder)
	switch {
	case !known:
		return testpage.Outcome{}, incident.Fail(incident.CodeNoResponder, "There is no such responder at this site: see its responders.")
	case person.Phone == "":
		return testpage.Outcome{}, incident.Fail(incident.CodeNothing, "%s has no number that could be tried.", person.Name)
	}
	if err := d.idle(ctx, site.ID, person); err != nil {
		return testpage.Outcome{}, err
	}
	return d.sendTest(ctx, request, orderOf(site, person, time.Now()))
}

// idle refuses where a test page would be taken for something else, or disturb.
func (d *Desk) idle(ctx context.Context, site string, person roster.Responder) error {
	real, err := d.OpenReal(ctx, site)
	if err != nil {
		return refusal(err)
	}
	if real != "" {
		return incident.Fail(incident.CodeNotNow, "A real incident is open at this site: test pages wait until it is over.")
	}
	ids, err := d.incidentsOf(ctx, person.Phone)
	if err != nil {
		return refusal(err)
	}
	if len(ids) > 0 {
		return incident.Fail(incident.CodeNotNow, "%s is being called for something else now: an answer would belong to that. Try again once it is over.", person.Name)
	}
	return nil
}

func orderOf(site *sites.Site, person roster.Responder, now time.Time) testpage.Order {
	lang := person.Language()
	return testpage.Order{
		Site: site.ID, Responder: person.ID, To: person.Phone, Language: lang,
		Body: words.TestPage(lang, site.Name.In(lang), person.Name, now.In(site.Location()).Format("15:04")),
	}
}

// testID names the one workflow that sees to the test pages of a phone.
func (d *Desk) testID(phone string) string { return "test-" + d.options.PhoneKey.Hash(phone) }

// sendTest gives the order to the phone's workflow, which is begun if there is none. One that ends in between is begun anew.
func (d *Desk) sendTest(ctx context.Context, request string, o testpage.Order) (testpage.Outcome, error) {
	var (
		outcome testpage.Outcome
		missing *serviceerror.NotFound
	)
	id := d.testID(o.To)
	for tries := 2; ; tries-- {
		_, err := d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
			ID: id, TaskQueue: workflows.QueueHousekeeping, WorkflowTaskTimeout: workflowTask, Priority: temporal.Priority{PriorityKey: workflows.PriorityNotice},
			WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE, WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		}, workflows.TestPageType, workflows.TestPageStart{Continue: d.options.Limits.Continue})
		if err != nil {
			return outcome, refusal(err)
		}
		err = d.attempt(ctx, orderRetries, id, workflows.SendTest, request, workflows.Order[testpage.Order]{ID: request, Body: o}, &outcome)
		switch {
		case err == nil:
			return outcome, nil
		case !errors.As(err, &missing) || tries == 0:
			return outcome, refusal(err)
		}
	}
}

// tested brings a text to the test page that it answers, if there is one; found is false where it answers none.
func (d *Desk) tested(ctx context.Context, t workflows.Inbound) (said string, found bool, err error) {
	if !testpage.Counts(t.Body) {
		return "", false, nil
	}
	said, err = d.answer(ctx, d.testID(t.From), t)
	switch {
	case gone(err):
		return "", false, nil
	case err == nil:
		d.handed(t, nil)
	}
	return said, true, err
}
