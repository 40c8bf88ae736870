package incident

// Merging: one incident becomes a part of another one. It hands over whoever has accepted and what it has learnt, answers until
// the other has confirmed all of that, and then ends as its duplicate.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// handOverWithin is for how long an incident that is handed over calls nobody new, in the engine's time. Where the other one has
// not answered by then, it calls on, and hands over when that answers. [design]
const handOverWithin = 30 * time.Second

// Merge has an incident become a part of another one.
type Merge struct {
	Into, By string
	Other    Other // what the Desk has found out about Into
	Confirmation
}

// Merging is a hand-over that is under way.
type Merging struct {
	Into     string    `json:"into"`
	Title    Text      `json:"title"`
	Location string    `json:"location"`
	By       string    `json:"by"`
	Since    time.Time `json:"since"`
	Until    time.Time `json:"until"`          // until then nobody new is called
	Sent     string    `json:"sent,omitempty"` // the digest of what was handed over last
	Sends    int       `json:"sends,omitempty"`
}

// Merge performs the order. The hand-over follows by an errand.
func (i *Incident) Merge(now time.Time, o Merge) error {
	if err := i.running(now); err != nil {
		return err
	}
	if m := i.State.Kin.Merging; m != nil && m.Into == o.Into {
		return nil
	}
	if err := i.mergeable(o); err != nil {
		return err
	}
	i.State.Kin.Merging = &Merging{
		Into: o.Into, Title: o.Other.Title, Location: o.Other.Location, By: o.By, Since: now, Until: now.Add(i.real(handOverWithin)),
	}
	i.State.HeadRev = i.touch()
	i.log(KindMerging, o.By, words.Merging(o.Other.Title, o.Other.Location, o.Into, i.name(o.By)), about{Value: o.Into})
	i.errand(Errand{Kind: ErrandHandOver, To: o.Into})
	return nil
}

// mergeable says why an incident cannot become a part of another one.
func (i *Incident) mergeable(o Merge) error {
	_, absorbed := i.linked(LinkMerged, o.Into)
	switch {
	case o.Into == i.In.ID:
		return field("into", "An incident cannot be merged into itself: name the other one.")
	case !i.rules(frozen.IncidentsMerge):
		return fail(CodeStepState, "The incident began under a version that could not merge: end it with the outcome \"duplicate\" instead.")
	case o.Other.Site != i.In.Site.ID:
		return field("into", "%s is at another site: only incidents of one site can be merged.", o.Into)
	case o.Other.Mode != i.In.Declaration.Mode:
		return field("into", "Of %s and this incident one is a drill and one is real: they cannot be merged.", o.Into)
	case i.State.Kin.Merging != nil:
		return fail(CodeStepState, "The incident is being merged into %s already: look at it again in a moment.", i.State.Kin.Merging.Into)
	case absorbed:
		return fail(CodeStepState, "%s has become a part of this incident and has ended: nothing can be merged into it.", o.Into)
	case i.State.Lifecycle != Open:
		return fail(CodeStepState, "The incident has stood down: only one in which people are called can be merged.")
	case o.Other.State != Open:
		return fail(CodeStepState, "%s has stood down or ended: nothing can be merged into it.", o.Into)
	}
	return nil
}

// handingOver says whether nobody new is called because the incident is being handed over.
func (i *Incident) handingOver() bool {
	m := i.State.Kin.Merging
	return m != nil && i.now.Before(m.Until)
}

// handOverErrand is a hand-over with what there is to be handed over now.
func (i *Incident) handOverErrand(e *Errand) Errand {
	m, carried := i.State.Kin.Merging, i.carried()
	m.Sent = carried.digest()
	m.Sends++
	given := *e
	given.ID, given.Carried = "merge-"+i.In.ID+"-"+m.Sent, &carried
	return given
}

// digest tells what is handed over from what was handed over before. It holds no map, so that its JSON is the same each time.
//
//workflowcheck:ignore
func (c Carried) digest() string {
	data, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// handedOver takes in what the other incident said. What has been answered here meanwhile is handed over too, before the end.
func (i *Incident) handedOver(r ErrandResult) {
	m := i.State.Kin.Merging
	switch {
	case r.Refused != nil:
		i.notMerged(r.Refused.Message)
	case r.Taken == nil || i.carried().digest() != m.Sent:
		i.handOverAgain()
	default:
		i.mergedInto(*r.Taken)
	}
}

func (i *Incident) handOverAgain() {
	for n := range i.State.Kin.Errands {
		if e := &i.State.Kin.Errands[n]; e.Kind == ErrandHandOver {
			e.Out = false
		}
	}
}

// notMerged goes on as before, and says so.
func (i *Incident) notMerged(why string) {
	m := i.State.Kin.Merging
	i.dropMerge()
	i.log(KindNotMerged, "", words.NotMerged(m.Title, m.Into, why), about{Value: m.Into})
	for _, boss := range i.commanders() {
		i.tell(boss, func(lang string) string {
			return words.NotMergedNote(lang, i.hazard(lang), i.In.Declaration.Location, m.Title.In(lang))
		})
	}
}

// dropMerge gives a hand-over up.
func (i *Incident) dropMerge() {
	if m := i.State.Kin.Merging; m != nil {
		i.dropErrand(ErrandHandOver, m.Into)
		i.State.Kin.Merging, i.State.HeadRev = nil, i.touch()
	}
}

// mergedInto ends the incident as a part of the other one. Who accepted hears where they stand now; who was only asked hears
// something if nobody asks them there.
func (i *Incident) mergedInto(t Taken) {
	m, called, held := *i.State.Kin.Merging, i.called(), i.engaged()
	i.dropMerge()
	i.State.Ending = frozen.Duplicate
	i.link(Link{Incident: m.Into, Kind: LinkDuplicate, Plan: t.Plan})
	i.log(KindMerged, m.By, words.Merged(t.Title, t.Location, m.Into), about{Value: m.Into})
	for _, id := range t.Unknown {
		i.passOnDanger(Subject{AboutDanger, id})
	}
	i.endAll(Closed, words.ReasonMerged())
	for _, id := range called {
		note := func(lang string) string { return i.mergedNote(id, lang, t, slices.Contains(held, id)) }
		if note("en") != "" {
			i.tell(id, note)
		}
	}
}

// engaged are the people who hold a seat or have a step.
func (i *Incident) engaged() []string {
	var ids []string
	for _, s := range i.State.Seats {
		for _, h := range s.Holders {
			ids = append(ids, h.Responder)
		}
	}
	for _, s := range i.State.Steps {
		ids = append(ids, s.Assignees...)
	}
	return ids
}

// mergedNote tells a person that the incident has become a part of another one; empty if they need not hear it.
func (i *Incident) mergedNote(id, lang string, t Taken, engaged bool) string {
	here, there := words.Scene{Hazard: i.hazard(lang), At: i.In.Declaration.Location}, words.Scene{Hazard: t.Title.In(lang), At: t.Location}
	switch {
	case engaged && slices.Contains(t.Seated, id):
		return words.SameIncident(lang, here, there, t.Commander)
	case engaged:
		return words.ReportThere(lang, here, there, t.Commander)
	case slices.Contains(t.Asked, id) || slices.Contains(t.Seated, id):
		return ""
	}
	return words.NoLongerNeeded(lang, here.Hazard, here.At)
}

// overText answers a text after the end.
func (i *Incident) overText(lang string) string {
	if i.duplicateOf() != "" {
		return words.PartOfAnother(lang, i.hazard(lang))
	}
	return words.IncidentOver(lang, i.hazard(lang))
}
