package dispatch

// Declaring: the act that opens an incident.

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"muster/incident"
	"muster/incident/frozen"
	"muster/plans"
	"muster/workflows"
)

// Declaration is what a declarer says, with the key under which repeating it opens nothing new.
type Declaration struct {
	frozen.Declaration
	Key    string         // Idempotency-Key, empty if none
	Story  *frozen.Story  // of a drill, or under the simulator's story clock
	Report *frozen.Report // of a declaration by text
	ID     string         // of an incident that another one opens; empty: it is made here
	Parent *frozen.Parent // that other one
}

// workflowTask bounds one step of an incident's workflow: after a crash a lost step is given out again this much later.
const workflowTask = 5 * time.Second

// Declare opens an incident and shows it. Under a Key that was used before with the same body it shows that incident.
func (d *Desk) Declare(ctx context.Context, declared Declaration) (incident.View, error) {
	in, err := d.prepare(declared)
	if err != nil {
		return d.taken(ctx, declared, err)
	}
	d.lookAround(ctx, in)
	attributes := temporal.NewSearchAttributes(
		workflows.KeySite.ValueSet(in.Site.ID), workflows.KeyPlan.ValueSet(in.Plan.ID),
		workflows.KeyMode.ValueSet(string(in.Declaration.Mode)), workflows.KeyState.ValueSet(string(incident.Open)),
	)
	_, err = d.engine.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: in.ID, TaskQueue: workflows.Queue(in.Declaration.Mode), TypedSearchAttributes: attributes,
		WorkflowTaskTimeout: workflowTask, EnableEagerStart: !d.options.Versioned, WorkflowExecutionErrorWhenAlreadyStarted: true,
		Priority:              temporal.Priority{PriorityKey: workflows.Priority(*in)},
		WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE, Memo: map[string]any{workflows.MemoDeclared: memoOf(in)},
	}, workflows.IncidentType, workflows.Start{In: *in, Limits: d.options.Limits})
	if err != nil {
		d.declared.forget(in)
	}
	var started *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &started) {
		return d.repeated(ctx, in.ID, in.BodyHash)
	}
	if err != nil {
		return incident.View{}, refusal(err)
	}
	return incident.Begin(*in, in.At(in.DeclaredAt)).View(in.At(in.DeclaredAt)), nil
}

// lookAround notes what an incident has to know of others from its beginning.
func (d *Desk) lookAround(ctx context.Context, in *frozen.Input) {
	var looking sync.WaitGroup
	if in.Declaration.Mode == frozen.Real {
		looking.Go(func() { in.Alike = d.alike(ctx, in) })
	}
	looking.Go(func() { in.Quarter = d.quarter(ctx, in) })
	in.Busy = d.busy(ctx, in)
	looking.Wait()
}

// taken answers a declaration that cannot be taken now. One that was taken before, under the same key, is shown as ever:
// sites and plans may have changed meanwhile.
func (d *Desk) taken(ctx context.Context, declared Declaration, refused error) (incident.View, error) {
	if declared.Key == "" && declared.ID == "" {
		return incident.View{}, refused
	}
	view, err := d.repeated(ctx, d.newID(declared), bodyHash(declared))
	if gone(err) {
		return incident.View{}, refused
	}
	return view, err
}

// repeated answers a declaration whose key has been used.
func (d *Desk) repeated(ctx context.Context, id, hash string) (incident.View, error) {
	status, err := d.Status(ctx, id)
	if err != nil {
		return incident.View{}, err
	}
	if status.BodyHash != hash {
		return incident.View{}, incident.Fail(incident.CodeConflict,
			"This Idempotency-Key was used for another declaration: use a new key, or repeat the same body.")
	}
	return status.View, nil
}

// prepare checks a declaration and freezes what its incident takes along.
func (d *Desk) prepare(declared Declaration) (*frozen.Input, error) {
	plan, ok := d.catalog.Plan(declared.Plan)
	if !ok {
		return nil, incident.Fail(incident.CodeNoPlan, "There is no plan %q%s", declared.Plan, d.knownPlans())
	}
	site, ok := d.catalog.Site(declared.Site)
	if !ok {
		return nil, incident.Fail(incident.CodeNoSite, "There is no site %q%s", declared.Site, d.knownSites())
	}
	if err := plans.Refusal(plan); err != nil {
		return nil, incident.Fail(incident.CodePlanRefused, "%s", err)
	}
	if err := d.checkStory(declared); err != nil {
		return nil, err
	}
	places, err := placesOf(site, declared.Declaration)
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC()
	in := &frozen.Input{
		ID: d.newID(declared), Declaration: declared.Declaration, DeclaredAt: now, Story: declared.Story,
		Plan: plan.Frozen, Simulated: d.options.Simulated, Channels: d.channels(site), BodyHash: bodyHash(declared), Rules: frozen.Rules,
	}
	in.Declaration.Places, in.Away, in.Report, in.Parent = places, d.away(), declared.Report, declared.Parent
	along := d.freezer.freeze(plan, site, in.At(now))
	in.Site = along.site
	if along.size > plans.MaxInput {
		return nil, incident.Fail(incident.CodeTooLarge,
			"The plan and the people of this site together are too large for an incident (%d KiB of %d): shorten the plan or split the site.", along.size>>10, plans.MaxInput>>10)
	}
	return in, nil
}

// listed is how many ids a refusal names; where there are more, it says where to look.
const listed = 20

func (d *Desk) knownPlans() string {
	var ids []string
	for _, p := range d.catalog.Plans() {
		ids = append(ids, p.Frozen.ID)
	}
	return oneOf(ids, "plans")
}

func (d *Desk) knownSites() string {
	var ids []string
	for _, s := range d.catalog.Sites() {
		ids = append(ids, s.ID)
	}
	return oneOf(ids, "sites")
}

// oneOf ends a sentence about an id that is not known.
func oneOf(ids []string, noun string) string {
	if len(ids) == 0 || len(ids) > listed {
		return ": see the " + noun + "."
	}
	slices.Sort(ids)
	return ": it is one of " + strings.Join(ids, ", ") + "."
}

func (d *Desk) checkStory(declared Declaration) error {
	s := declared.Story
	switch {
	case s == nil:
		return nil
	case declared.Mode == frozen.Real && !d.options.StoryClock:
		return incident.Fail(incident.CodeField, "A real incident runs on the real clock: leave out \"story\".")
	case !s.Sound():
		return incident.Fail(incident.CodeField, "Give \"story\" a start and a speed from 1 to 3600.")
	}
	return nil
}

var idAlphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// newID derives the id from the key, so that a repeated declaration finds its incident by the engine alone.
func (d *Desk) newID(declared Declaration) string {
	if declared.ID != "" {
		return declared.ID
	}
	if declared.Key != "" {
		sum := sha256.Sum256([]byte("muster declaration\x00" + declared.Key))
		return "inc-" + idAlphabet.EncodeToString(sum[:15])
	}
	var random [10]byte
	_, _ = rand.Read(random[:]) // never fails
	return "inc-" + idAlphabet.EncodeToString(random[:])
}

// bodyHash tells one declaration's body from another.
func bodyHash(declared Declaration) string {
	data, err := json.Marshal(struct {
		Declaration frozen.Declaration
		Story       *frozen.Story
	}{declared.Declaration, declared.Story})
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))
}
