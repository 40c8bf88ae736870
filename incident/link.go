package incident

// Links between plans: what has become true proposes another plan or opens it, and both incidents know each other.

import (
	"slices"
	"strconv"
	"time"

	"muster/incident/cond"
	"muster/incident/frozen"
	"muster/incident/words"
)

// Opening is an incident that another one has called for.
type Opening struct {
	ID       string        `json:"id"`
	Plan     string        `json:"plan"`
	Opens    Text          `json:"opens"` // the plan's title
	Site     string        `json:"site"`
	Mode     frozen.Mode   `json:"mode"`
	Location string        `json:"location"`
	Summary  string        `json:"summary"`
	Places   []frozen.Spot `json:"places,omitempty"`
	By       string        `json:"by"`
	Parent   frozen.Parent `json:"parent"`
	Story    *frozen.Story `json:"story,omitempty"`
}

// OpenLink has an incident open another plan, by hand.
type OpenLink struct {
	Plan, By string
	Opens    Text // the plan's title, as the Desk knows it
	Location string
	Places   []frozen.Spot
	Confirmation
}

// LinkEnded says how an incident ended that this one had opened.
type LinkEnded struct {
	From    string         `json:"from"`
	Title   Text           `json:"title"`
	Outcome frozen.Outcome `json:"outcome"`
}

// linkPlans proposes or opens the first plan whose condition has become true, and says whether there was one.
func (i *Incident) linkPlans() bool {
	if !i.rules(frozen.PlansLink) {
		return false
	}
	for k := range i.In.Plan.Links {
		l := &i.In.Plan.Links[k]
		if i.linkTrue(k) || cond.Eval(l.When, i.lookup) != cond.True {
			continue
		}
		i.markLink(k)
		i.linkPlan(l, strconv.Itoa(k))
		return true
	}
	return false
}

func (i *Incident) linkTrue(k int) bool {
	return k < len(i.State.Kin.Linked) && i.State.Kin.Linked[k]
}

func (i *Incident) markLink(k int) {
	list := make([]bool, len(i.In.Plan.Links))
	copy(list, i.State.Kin.Linked)
	list[k] = true
	i.State.Kin.Linked = list
}

// linkPlan opens a plan or proposes it, unless it goes with this incident already.
func (i *Incident) linkPlan(l *frozen.Link, key string) {
	if id, there := i.related(l.Plan); there {
		i.log(KindLinked, ByPlan, words.LinkThere(l.Opens, l.Title, id), about{Value: id})
		return
	}
	if l.Open {
		i.openPlan(l, key, ByPlan)
		return
	}
	i.log(KindLinked, ByPlan, words.LinkProposed(l.Opens, l.Title), about{Value: l.Plan})
	i.wants(Subject{AboutOpen, key}, nil)
}

// related is an incident of a plan that opened this one, at whatever distance, or that this one has opened.
func (i *Incident) related(plan string) (id string, there bool) {
	for _, l := range i.State.Links {
		if l.Plan == plan && (l.Kind == LinkParent || l.Kind == LinkChild) {
			return l.Incident, true
		}
	}
	if p := i.In.Parent; p != nil && slices.Contains(p.Plans, plan) {
		return p.Incident, true
	}
	return "", false
}

// openPlan opens a link's plan at this place.
func (i *Incident) openPlan(l *frozen.Link, key, by string) {
	why := l.Title.In(i.firstLanguage())
	i.open("plan-"+key, OpenLink{Plan: l.Plan, Opens: l.Opens, By: by}, why)
}

// open has another incident opened; what the order leaves out is as here.
func (i *Incident) open(key string, o OpenLink, why string) {
	d := i.In.Declaration
	opening := Opening{
		ID: frozen.LinkedID(i.In.ID, key), Plan: o.Plan, Opens: o.Opens, Site: i.In.Site.ID, Mode: d.Mode, Location: d.Location, Places: d.Places,
		Summary: clip(words.LinkSummary(why, i.hazard(i.firstLanguage()), d.Summary)), By: o.By, Parent: i.asParent(),
	}
	if o.Location != "" {
		opening.Location, opening.Places = o.Location, o.Places
	}
	if s := i.In.Story; s != nil {
		opening.Story = &frozen.Story{Start: i.now, Speed: s.Speed}
	}
	i.link(Link{Incident: opening.ID, Kind: LinkChild, Plan: o.Plan})
	i.errand(Errand{Kind: ErrandOpen, To: opening.ID, Opening: &opening})
}

func (i *Incident) firstLanguage() string {
	if len(i.In.Site.Languages) == 0 {
		return "en"
	}
	return i.In.Site.Languages[0]
}

// asParent is this incident as those know it that it opens.
func (i *Incident) asParent() frozen.Parent {
	p := frozen.Parent{Incident: i.In.ID, Plan: i.In.Plan.ID, Title: i.In.Plan.Title, Plans: []string{i.In.Plan.ID}}
	if i.In.Parent != nil {
		p.Plans = append(p.Plans, i.In.Parent.Plans...)
	}
	return p
}

// OpenLink performs the order. The other incident is opened by an errand; its id stands among the links at once.
func (i *Incident) OpenLink(now time.Time, o OpenLink) error {
	if err := i.running(now); err != nil {
		return err
	}
	if !i.rules(frozen.PlansLink) {
		return fail(CodeStepState, "The incident began under a version that knew no links: declare the other incident by itself.")
	}
	i.log(KindNote, o.By, words.OrderOpen(o.Plan), about{Value: o.Plan})
	i.open("hand-"+strconv.Itoa(i.State.Kin.NextID+1), o, "")
	return nil
}

// linkOpened takes in what became of an incident that was to be opened.
func (i *Incident) linkOpened(e Errand, r ErrandResult) {
	o := e.Opening
	if r.Refused == nil {
		i.log(KindLinked, o.By, words.LinkOpened(o.Opens, o.Location, o.ID), about{Value: o.ID})
		return
	}
	i.State.Links = slices.DeleteFunc(slices.Clone(i.State.Links), func(l Link) bool { return l.Incident == o.ID })
	i.State.HeadRev = i.touch()
	i.log(KindNotLinked, "", words.NotOpened(o.Opens, r.Refused.Message), about{Value: o.Plan})
	for _, boss := range i.commanders() {
		i.tell(boss, func(lang string) string { return words.NotOpenedNote(lang, i.hazard(lang), o.Opens.In(lang)) })
	}
}

// logParent notes the incident that opened this one.
func (i *Incident) logParent() {
	if p := i.In.Parent; p != nil {
		i.link(Link{Incident: p.Incident, Kind: LinkParent, Plan: p.Plan})
		i.log(KindLinked, i.In.Declaration.ReportedBy, words.OpenedBy(p.Title, p.Incident), about{Value: p.Incident})
	}
}

// tellParent has the incident that opened this one know how it ended.
func (i *Incident) tellParent() {
	if p := i.In.Parent; p != nil {
		i.errand(Errand{Kind: ErrandTell, To: p.Incident, Ending: &LinkEnded{From: i.In.ID, Title: i.In.Plan.Title, Outcome: i.State.Outcome}})
	}
}

// EndLink notes how an incident ended that this one had opened.
func (i *Incident) EndLink(now time.Time, o LinkEnded) error {
	if err := i.running(now); err != nil {
		return err
	}
	i.log(KindLinkEnded, "", words.LinkEnded(o.Title, o.From, string(o.Outcome)), about{Value: o.From})
	return nil
}
