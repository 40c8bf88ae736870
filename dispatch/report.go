package dispatch

// Reports: a registered number's text that declares something. It becomes a proposal, which its sender confirms; nothing is
// declared by a text alone.

import (
	"context"
	"slices"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"muster/incident/declare"
	"muster/incident/frozen"
	"muster/incident/proposal"
	"muster/incident/reply"
	"muster/incident/words"
	"muster/plans"
	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

// reporting is a text of somebody at a site, read as a declaration.
type reporting struct {
	declare.Reading
	text   workflows.Inbound
	site   *sites.Site
	sender roster.Responder
	names  string        // of all who may have sent it, where several share the phone
	sites  []*sites.Site // at which it could be: it is asked at which
}

// gazetteer is what texts from a site can be about.
func (d *Desk) gazetteer(site *sites.Site) declare.Gazetteer {
	g := buildingsOf(site)
	for _, p := range d.catalog.Plans() {
		g.Hazards = append(g.Hazards, declare.Hazard{Plan: p.Frozen.ID, Title: p.Frozen.Title, Words: p.Doc.Words})
	}
	return g
}

// buildingsOf are the places of a site that a text may name.
func buildingsOf(site *sites.Site) declare.Gazetteer {
	g := declare.Gazetteer{Site: site.Name}
	for _, b := range site.Buildings {
		g.Buildings = append(g.Buildings, declare.Building{ID: b.ID, Name: b.Name, Aliases: b.Aliases, Floors: b.Floors})
	}
	for _, z := range site.Zones {
		g.Zones = append(g.Zones, declare.Zone{ID: z.ID, Name: z.Name, Buildings: z.Buildings, Floors: z.Floors})
	}
	return g
}

// report takes in a text that is meant as a declaration and gives the question back.
func (d *Desk) report(ctx context.Context, r reporting) (string, error) {
	lang := r.sender.Language()
	if len(r.sites) > 1 {
		d.handed(r.text, nil)
		return r.whichSite(lang), nil
	}
	if r.Problem != declare.Fine {
		d.handed(r.text, nil)
		return r.question(lang), nil
	}
	id := d.proposalID(r.text.From)
	if heard, err := d.askHeard(ctx, id, r.text.ID); err == nil && heard.Applied {
		return heard.Reply, nil
	}
	plan, ok := d.catalog.Plan(r.Plan)
	if !ok || plans.Refusal(plan) != nil {
		d.handed(r.text, nil)
		return words.CannotDeclare(lang, words.Proposed{Hazard: r.Title.In(lang), Place: r.Place.In(lang)}, r.site.Emergency), nil
	}
	proposed := d.proposed(ctx, id, plan, r)
	_, err := d.engine.SignalWithStartWorkflow(ctx, id, workflows.Proposed, proposed, client.StartWorkflowOptions{
		TaskQueue: workflows.QueueTexts, WorkflowTaskTimeout: workflowTask, WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		TypedSearchAttributes: temporal.NewSearchAttributes(
			workflows.KeySite.ValueSet(r.site.ID), workflows.KeyPhones.ValueSet([]string{d.options.PhoneKey.Hash(r.text.From)}),
		),
	}, workflows.ProposalType, workflows.ProposalStart{Continue: d.options.Limits.Continue})
	if err != nil {
		return "", refusal(err)
	}
	d.handed(r.text, []string{id})
	return proposal.Offer(lang, proposed), nil
}

// proposalID names the one proposal of a phone.
func (d *Desk) proposalID(phone string) string { return "report-" + d.options.PhoneKey.Hash(phone) }

// proposed is what a report's proposal is given.
func (d *Desk) proposed(ctx context.Context, id string, plan *plans.Plan, r reporting) proposal.Report {
	at := r.text.At
	if at.IsZero() {
		at = time.Now().UTC()
	}
	coded, taken := d.otherItems(ctx, id, r.text.From)
	lang := r.sender.Language()
	crew := d.crew(plan, r.site, r.sender.ID, at)
	return proposal.Report{
		Text: r.text.ID, By: r.sender.ID, Names: r.names, Phone: r.text.From, Said: clipped(r.text.Body), At: at, Hazard: r.Title, Place: d.placeOf(r),
		Declaration: frozen.Declaration{
			Plan: r.Plan, Site: r.site.ID, Mode: frozen.Real, Location: r.Place.In(lang), Summary: r.Summary, Places: r.Spots, ReportedBy: r.sender.ID,
		},
		Token: proposal.Token(id, r.text.ID, r.sender.ID, append(taken, crew.Labels...)), Coded: coded, Urgent: r.Alarm, Crew: crew, Story: d.options.TextStory,
	}
}

// mostSaid is how many characters of a text are kept for the record.
const mostSaid = 300

func clipped(text string) string {
	runes := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, " ")), " "))
	return string(runes[:min(len(runes), mostSaid)])
}

// otherItems says whether a sender has other things open, under which codes. Where that is not known, they may.
func (d *Desk) otherItems(ctx context.Context, id, phone string) (open bool, tokens []string) {
	ids, err := d.incidentsOf(ctx, phone)
	if err != nil {
		return true, nil
	}
	ids = slices.DeleteFunc(ids, func(other string) bool { return other == id })
	if len(ids) == 0 {
		return false, nil
	}
	items, silent, err := d.itemsOf(ctx, ids, phone)
	open = err != nil && !gone(err) || len(silent) > 0
	for _, it := range items {
		open, tokens = open || it.Open, append(append(tokens, it.Token), it.Also...)
	}
	return open, tokens
}

// crew is who can be asked about a report: few of the site's people, so that the engine keeps little.
func (d *Desk) crew(plan *plans.Plan, site *sites.Site, sender string, at time.Time) proposal.Crew {
	c := proposal.Crew{Site: site.ID, Command: []string{plan.Frozen.Command.Seat}, Company: site.Company, Emergency: site.Emergency}
	for _, s := range plan.Frozen.Seats {
		if s.Pinned {
			c.Control = append(c.Control, s.ID)
		}
	}
	whole := site.Roster(at).Between(at.AddDate(0, 0, -1), at.AddDate(0, 0, 2))
	keep := map[string]bool{sender: true}
	for _, id := range site.Company {
		keep[id] = true
	}
	for _, s := range whole.Shifts {
		for _, post := range s.Posts {
			if slices.Contains(c.Control, post.Seat) || slices.Contains(c.Command, post.Seat) {
				for _, id := range post.People {
					keep[id] = true
				}
			}
		}
	}
	for _, o := range whole.Overrides {
		keep[o.In] = true
	}
	c.Roster = whole.Restrict(keep).Indexed()
	c.Labels = tokenLike(site.Labels())
	for _, p := range c.Roster.Responders {
		c.Hashes = append(c.Hashes, frozen.PhoneHash{Responder: p.ID, Hash: d.options.PhoneKey.Hash(p.Phone)})
	}
	return c
}

// DeclareReported opens the incident of a report that was confirmed.
func (d *Desk) DeclareReported(ctx context.Context, r workflows.Reported) (string, error) {
	view, err := d.Declare(ctx, Declaration{Declaration: r.Declaration, Key: r.Key, Story: r.Story, Report: &r.Report})
	return view.ID, err
}

// question is what goes back where a text is not sure enough.
func (r reporting) question(lang string) string {
	hazard := r.Title.In(lang)
	switch r.Problem {
	case declare.TwoPlaces:
		return words.AskOnePlace(lang, hazard, r.named(lang))
	case declare.NoBuilding:
		return words.NoSuchPlace(lang, hazard, r.Odd, "")
	case declare.NoFloor:
		return words.NoSuchPlace(lang, hazard, r.Odd, r.Places[0].In(lang))
	case declare.TwoHazards:
		return words.AskOneHazard(lang, hazard, r.Other.In(lang))
	case declare.Practice:
		return words.DrillByText(lang)
	case declare.NoPlace, declare.Fine, declare.NotDeclared:
	}
	return words.AskPlace(lang, hazard, r.example(lang))
}

func (r reporting) named(lang string) (places []string) {
	for _, p := range r.Places {
		places = append(places, p.In(lang))
	}
	if r.Odd != "" {
		places = append(places, r.Odd)
	}
	return places
}

// example is a place of the site as people write one.
func (r reporting) example(lang string) string {
	if len(r.site.Buildings) == 0 {
		return r.site.Name.In(lang)
	}
	b := r.site.Buildings[0]
	name, floor := b.ID, ""
	if len(b.Floors) > 0 {
		floor = b.Floors[len(b.Floors)-1]
	}
	if lang == "zh" {
		name = b.Name.ZH
	}
	switch {
	case floor == "":
		return name
	case lang == "zh":
		return name + floor + "层"
	}
	return name + " " + floor
}

// reportFirst says whether a text is put to its sender as a declaration before any incident sees it: one that is plainly one,
// and speaks of no danger. Danger is acted on first.
func (r reporting) reportFirst() bool { return !r.Weak && !r.Alarm }

// proposalOf is the open proposal of a phone that the search may not know yet, empty if there is none.
func (d *Desk) proposalOf(ctx context.Context, phone string) string {
	id := d.proposalID(phone)
	items, err := d.openItems(ctx, id, phone)
	if err != nil || !slices.ContainsFunc(items, func(it reply.Item) bool { return it.Open }) {
		return ""
	}
	return id
}
