package api

// Incidents: declaring one, looking at one, listing them.

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"time"

	"muster/account"
	"muster/incident"
	"muster/incident/frozen"
)

// How long the parts that a call asks may take.
const (
	declareTimeout = 30 * time.Second       // the engine, for a declaration: waiting is better than being refused
	orderTimeout   = 10 * time.Second       // the engine, for what it is told
	statusTimeout  = 3 * time.Second        // the engine, for how an incident stands
	shadowTimeout  = 2 * time.Second        // the database
	peekTimeout    = 250 * time.Millisecond // the database, where the engine can be asked instead
)

func (s *server) incidentRoutes() {
	declare := takes(call(http.MethodPost, "/incidents", "declare-incident", tagIncidents, "Declare an incident",
		http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable), jsonBody)
	declare.Description = "Opens an incident and begins to call people. Under an Idempotency-Key the same body answers with the same incident, and another body is refused."
	declare.DefaultStatus = http.StatusCreated
	register(s, declare, s.declare)
	register(s, call(http.MethodGet, "/incidents", "list-incidents", tagIncidents, "List incidents, newest first",
		http.StatusServiceUnavailable), s.listIncidents)
	register(s, call(http.MethodGet, "/incidents/{id}", "show-incident", tagIncidents, "Show an incident",
		http.StatusNotFound, http.StatusServiceUnavailable), s.showIncident)
}

// declareInput is a declaration.
type declareInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Names the declaration, so that repeating it opens nothing new."`
	Body declareBody
}

type declareBody struct {
	Plan       string       `json:"plan" maxLength:"100" doc:"The id of a plan."`
	Site       string       `json:"site" maxLength:"100" doc:"The id of a site."`
	Mode       frozen.Mode  `json:"mode" enum:"real,drill" doc:"Whether it is real."`
	Location   string       `json:"location" maxLength:"500" pattern:"\\S" patternDescription:"the place as people would say it, such as Building 3, floor 12" doc:"Where, in free text."`
	Summary    string       `json:"summary" maxLength:"500" doc:"What, in a few words."`
	Level      frozen.Level `json:"level,omitempty" enum:"L1,L2,L3,L4" doc:"The response level, L1 the gravest; the plan's if left out."`
	Places     []place      `json:"places,omitempty" maxItems:"20" doc:"Buildings and floors; read from the location if left out."`
	Confirmed  *bool        `json:"confirmed,omitempty" doc:"True if the declarer has seen it: the plan's confirmation is then done."`
	ReportedBy string       `json:"reported_by,omitempty" maxLength:"100" doc:"Who declares: a responder's id, or a name."`
	Story      *story       `json:"story,omitempty" doc:"A clock of its own, for a drill or under the simulator's story clock."`
}

type place struct {
	Building string `json:"building" maxLength:"100" doc:"Its id, name or another name that the site gives it."`
	Floor    string `json:"floor,omitempty" maxLength:"20" doc:"A floor of the building; the whole building if left out."`
}

type story struct {
	Start time.Time `json:"start" doc:"The incident's moment when it begins."`
	Speed float64   `json:"speed" minimum:"1" maximum:"3600" doc:"How many of its seconds pass in one."`
}

// incidentOutput is an answer with an incident.
type incidentOutput struct {
	Body incident.View
}

// declaredOutput also says where the incident is.
type declaredOutput struct {
	Location string `header:"Location"`
	Body     incident.View
}

func (s *server) declare(ctx context.Context, in *declareInput) (*declaredOutput, error) {
	right := account.Declare
	if in.Body.Mode == frozen.Drill {
		right = account.Practise
	}
	if err := needs(ctx, right, in.Body.Site, in.Body.Mode); err != nil {
		return nil, err
	}
	engine, cancel := context.WithTimeout(context.WithoutCancel(ctx), declareTimeout) // a declarer who hangs up has declared
	defer cancel()
	view, err := s.Desk.Declare(engine, in.declaration())
	if err != nil {
		return nil, s.refusal(ctx, err, blames{incident.CodeNoPlan: "body.plan", incident.CodePlanRefused: "body.plan", incident.CodeNoSite: "body.site"})
	}
	s.spots.put(view)
	n := noteOf(ctx)
	n.subject = view.ID
	n.stands(view)
	return &declaredOutput{Location: apiPrefix + "/incidents/" + view.ID, Body: s.seen(ctx, view)}, nil
}

func (in *declareInput) declaration() Declaration {
	b := in.Body
	d := Declaration{Key: in.Key, Declaration: frozen.Declaration{
		Plan: b.Plan, Site: b.Site, Mode: b.Mode, Location: b.Location, Summary: b.Summary, Level: b.Level,
		Confirmed: b.Confirmed, ReportedBy: b.ReportedBy,
	}}
	for _, p := range b.Places {
		d.Places = append(d.Places, frozen.Spot{Building: p.Building, Floor: p.Floor})
	}
	if b.Story != nil {
		d.Story = &frozen.Story{Start: b.Story.Start.UTC(), Speed: b.Story.Speed}
	}
	return d
}

type listInput struct {
	Paging
	State incident.Lifecycle `query:"state" enum:"open,standing-down,closed,cancelled" doc:"Only incidents in this state."`
	Mode  frozen.Mode        `query:"mode" enum:"real,drill" doc:"Only incidents of this mode."`
	Site  string             `query:"site" maxLength:"100" doc:"Only incidents at this site."`
}

func (s *server) listIncidents(ctx context.Context, in *listInput) (*listOutput[incident.View], error) {
	if err := s.knowsSite(ctx, in.Site); err != nil {
		return nil, err
	}
	all, sites := whoOf(ctx).Where(account.Read)
	if all || in.Site != "" {
		sites = nil
	}
	shadow, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	items, next, err := s.Shadow.Incidents(shadow, Filter{
		State: string(in.State), Mode: string(in.Mode), Site: in.Site, Sites: sites, Limit: in.most(), Cursor: in.Cursor,
	})
	switch {
	case errors.Is(err, ErrCursor):
		return nil, wrongCursor()
	case err != nil:
		return nil, s.away(ctx, err)
	}
	for k := range items {
		items[k] = s.seen(ctx, items[k])
	}
	return listed(items, next), nil
}

// incidentIDs are what incidents' ids look like. Nothing else is asked for: the engine runs more than incidents.
var incidentIDs = regexp.MustCompile(`^inc-[0-9a-z]{1,60}$`)

func noIncident() *incident.Error {
	return incident.Fail(incident.CodeNoIncident, "There is no such incident: see the list of incidents.")
}

type showInput struct {
	ID string `path:"id" doc:"The id of an incident."`
}

func (s *server) showIncident(ctx context.Context, in *showInput) (*incidentOutput, error) {
	view, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	view.Steps = s.Notices.Foresee(ctx, in.ID, view.Plan, view.Steps)
	return &incidentOutput{Body: s.seen(ctx, view)}, nil
}

// find shows an incident: as the shadow keeps it once it has ended, from the engine while it runs, and from the shadow
// again where the engine is away or has forgotten.
func (s *server) find(ctx context.Context, id string) (incident.View, error) {
	if !incidentIDs.MatchString(id) {
		return incident.View{}, noIncident()
	}
	kept, found, shadowErr := s.kept(ctx, id)
	if found && (kept.State == incident.Closed || kept.State == incident.Cancelled) {
		return kept, nil
	}
	view, _, err := s.status(ctx, id)
	switch {
	case err == nil:
		view.Pages, view.Messages = withEarlier(kept.Pages, view.Pages), withEarlier(kept.Messages, view.Messages)
		return view, nil
	case found:
		return kept, nil
	case shadowErr != nil && unknown(err):
		return incident.View{}, s.away(ctx, shadowErr) // it may be one that only the database still knows
	}
	return incident.View{}, err
}

// withEarlier puts in front of a running incident's pages those that only the shadow still has: it keeps a few hundred.
func withEarlier(kept, running []incident.PageView) []incident.PageView {
	var earlier []incident.PageView
	for _, page := range kept {
		if !slices.ContainsFunc(running, func(p incident.PageView) bool { return p.ID == page.ID }) {
			earlier = append(earlier, page)
		}
	}
	return append(earlier, running...)
}

func (s *server) kept(ctx context.Context, id string) (incident.View, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, peekTimeout)
	defer cancel()
	return s.Shadow.Incident(ctx, id)
}

func (s *server) status(ctx context.Context, id string) (incident.View, []incident.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, statusTimeout)
	defer cancel()
	return s.Desk.Status(ctx, id)
}

// unknown says whether an error means that the engine knows no such incident.
func unknown(err error) bool {
	var refused *incident.Error
	return errors.As(err, &refused) && refused.Code == incident.CodeNoIncident
}

// whole makes every list of an incident one, also where nothing is in it, and says where the review of an ended one is.
func whole(v incident.View) incident.View {
	v.Review = reviewOf(v)
	v.Places, v.Seats, v.Pages, v.Messages = filled(v.Places), filled(v.Seats), filled(v.Pages), filled(v.Messages)
	v.Steps, v.Facts, v.Links, v.PossibleDuplicates = filled(v.Steps), filled(v.Facts), filled(v.Links), filled(v.PossibleDuplicates)
	v.Notices = filled(v.Notices)
	for k := range v.Seats {
		v.Seats[k].Holders = filled(v.Seats[k].Holders)
	}
	for _, pages := range [][]incident.PageView{v.Pages, v.Messages} {
		for k := range pages {
			pages[k].Seats, pages[k].Attempts = filled(pages[k].Seats), filled(pages[k].Attempts)
		}
	}
	for k := range v.Steps {
		v.Steps[k].Assignees, v.Steps[k].Evidence.Choices = filled(v.Steps[k].Assignees), filled(v.Steps[k].Evidence.Choices)
	}
	return v
}
