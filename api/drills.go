package api

// Drills: the calendar of drills, which is the engine's.

import (
	"context"
	"net/http"
	"slices"
	"time"

	"muster/account"
	"muster/drill"
	"muster/incident"
)

// Drills is the calendar of drills. Its refusals are *incident.Error.
type Drills interface {
	// ScheduleDrill puts a drill into the calendar, or shows what was made under the same key with the same body.
	ScheduleDrill(ctx context.Context, key string, s drill.Schedule) (drill.ScheduleView, error)
	Schedules(ctx context.Context) ([]drill.ScheduleView, error)
	PauseSchedule(ctx context.Context, id, by, reason string) (drill.ScheduleView, error)
	ResumeSchedule(ctx context.Context, id, by string) (drill.ScheduleView, error)
	// SkipSchedule leaves out the drill of a date, or the next one for none.
	SkipSchedule(ctx context.Context, id, by string, date drill.Date) (drill.ScheduleView, error)
	DeleteSchedule(ctx context.Context, id, by string) error
	// DrillsDue says how every plan stands against its cadence at every site; complete says whether all that was practised
	// could be looked at.
	DrillsDue(ctx context.Context) (due []drill.Due, complete bool, err error)
}

const tagDrills = "Drills by calendar"

func (s *server) drillRoutes() {
	schedule := takes(call(http.MethodPost, "/drills", "schedule-drill", tagDrills, "Put a drill into the calendar",
		http.StatusConflict, http.StatusServiceUnavailable), jsonBody)
	schedule.Description = "The drill begins by itself at its times, unless a real incident is open at the site then. Under an Idempotency-Key the same body answers with the same schedule, and another body is refused."
	schedule.DefaultStatus = http.StatusCreated
	register(s, schedule, s.scheduleDrill)
	register(s, call(http.MethodGet, "/drills", "list-drills", tagDrills, "List the calendar of drills, what comes next first",
		http.StatusServiceUnavailable), s.listDrills)
	register(s, call(http.MethodGet, "/drills/due", "list-due-drills", tagDrills, "List how often plans must be practised, and when they are due",
		http.StatusServiceUnavailable), s.listDue)
	register(s, calendarCall("pause", "Pause a schedule's drills"), s.pauseDrill)
	register(s, calendarCall("resume", "Let a schedule's drills go on"), s.resumeDrill)
	register(s, calendarCall("skip", "Leave one drill of a schedule out"), s.skipDrill)
	register(s, calendarCall("delete", "Take a schedule out of the calendar"), s.deleteDrill)
}

func calendarCall(verb, summary string) operation {
	return takes(call(http.MethodPost, "/drills/{id}/"+verb, verb+"-drill", tagDrills, summary,
		http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable), jsonBody)
}

type scheduleInput struct {
	Key  string `header:"Idempotency-Key" maxLength:"200" doc:"Names the request, so that repeating it makes nothing new."`
	Body scheduleBody
}

// Giver says who asks for something that no command is about. It is exported because bodies are read by reflection.
type Giver struct {
	By string `json:"by" maxLength:"100" pattern:"\\S" patternDescription:"the id or name of whoever asks for this" doc:"Who asks for it: a responder's id, or a name."`
}

// scheduleBody is a drill as it is asked for. Its texts for days, times and spans are read here; what they mean together is
// checked by the calendar.
type scheduleBody struct {
	Plan     string       `json:"plan" maxLength:"100" doc:"The id of a plan."`
	Site     string       `json:"site" maxLength:"100" doc:"The id of a site."`
	Location string       `json:"location" maxLength:"500" pattern:"\\S" patternDescription:"the place as people would say it, such as Building 3, floor 12" doc:"Where, in free text."`
	Summary  string       `json:"summary,omitempty" maxLength:"500" doc:"What is practised, in a few words."`
	Repeat   repeatBody   `json:"repeat"`
	First    string       `json:"first,omitempty" maxLength:"10" doc:"The first date on which it may fall, such as 2027-03-01; today if left out. Of once: the date."`
	Until    string       `json:"until,omitempty" maxLength:"10" doc:"The last date on which it may fall."`
	From     string       `json:"from" maxLength:"8" doc:"The beginning of the window in which it begins, such as 09:30, in the site's time."`
	To       string       `json:"to,omitempty" maxLength:"8" doc:"The window's end; if it is before the beginning, the next day's. As late as the jitter asks for if left out."`
	Jitter   string       `json:"jitter,omitempty" maxLength:"20" doc:"It begins up to so long after the window's beginning, such as 45m; at its beginning if left out."`
	Notice   drill.Notice `json:"notice" enum:"announced,surprise" doc:"Whether staff are told beforehand."`
	Ahead    string       `json:"ahead,omitempty" maxLength:"20" doc:"Of an announced one: how long before the window, such as 24h, which it is if left out."`
	Speed    float64      `json:"speed,omitempty" minimum:"1" maximum:"3600" doc:"How many of its seconds pass in one; 1 if left out."`
	Giver
}

type repeatBody struct {
	Unit    drill.Unit      `json:"unit" enum:"once,week,month,year"`
	Every   int             `json:"every,omitempty" minimum:"1" maximum:"60" doc:"Every so many weeks, months or years; 1 if left out."`
	Days    []drill.Weekday `json:"days,omitempty" maxItems:"7" doc:"Of a week: mon, tue, wed, thu, fri, sat, sun."`
	Month   int             `json:"month,omitempty" minimum:"1" maximum:"12" doc:"Of a year."`
	Day     int             `json:"day,omitempty" minimum:"-1" maximum:"31" doc:"Of a month or year: the day, or -1 for the month's last. Months that lack it are left out."`
	Nth     int             `json:"nth,omitempty" minimum:"-1" maximum:"5" doc:"Of a month or year, instead of day: which one of the weekday, or -1 for the last."`
	Weekday drill.Weekday   `json:"weekday,omitempty" doc:"Of nth: mon to sun."`
}

type drillOutput struct {
	Body drill.ScheduleView
}

func (s *server) scheduleDrill(ctx context.Context, in *scheduleInput) (*drillOutput, error) {
	asked, err := s.scheduleOf(in.Body)
	if err == nil {
		err = needs(ctx, account.Practise, in.Body.Site, "")
	}
	if err != nil {
		return nil, err
	}
	engine, cancel := context.WithTimeout(context.WithoutCancel(ctx), declareTimeout)
	defer cancel()
	view, err := s.Drills.ScheduleDrill(engine, in.Key, asked)
	if err != nil {
		return nil, s.refusal(ctx, err, blames{incident.CodeNoPlan: "body.plan", incident.CodePlanRefused: "body.plan", incident.CodeNoSite: "body.site"})
	}
	noteOf(ctx).subject = view.ID
	return &drillOutput{Body: s.seenDrill(ctx, view)}, nil
}

// scheduleOf reads the texts of a body and fills in what it leaves out.
func (s *server) scheduleOf(b scheduleBody) (drill.Schedule, error) {
	asked := drill.Schedule{
		Plan: b.Plan, Site: b.Site, Location: b.Location, Summary: b.Summary, Notice: b.Notice, Speed: b.Speed, By: b.By,
		Rule: drill.Rule(b.Repeat),
	}
	var read reading
	read.date("first", b.First, &asked.First)
	read.date("until", b.Until, &asked.Until)
	read.clock("from", b.From, &asked.From)
	read.span("jitter", b.Jitter, &asked.Jitter)
	read.span("ahead", b.Ahead, &asked.Ahead)
	asked.To = asked.From.Plus(asked.Jitter)
	if b.To != "" {
		read.clock("to", b.To, &asked.To)
	}
	if b.Notice == drill.Announced && b.Ahead == "" {
		asked.Ahead = drill.AheadIfLeft
	}
	if read.wrong != nil {
		return asked, read.wrong
	}
	return asked, nil
}

// reading reads texts until one cannot be read.
type reading struct{ wrong *problemError }

func (r *reading) fail(field, message string) {
	if r.wrong == nil {
		r.wrong = unfit("body."+field, message)
	}
}

func (r *reading) date(field, text string, into *drill.Date) {
	if into.UnmarshalText([]byte(text)) != nil {
		r.fail(field, "Give a date that there is, such as 2027-03-31.")
	}
}

func (r *reading) clock(field, text string, into *drill.Clock) {
	if into.UnmarshalText([]byte(text)) != nil {
		r.fail(field, "Give a time of day, such as 09:30.")
	}
}

func (r *reading) span(field, text string, into *time.Duration) {
	if text == "" {
		return
	}
	read, err := time.ParseDuration(text)
	if err != nil {
		r.fail(field, "Give a span of time, such as 45m or 24h.")
	}
	*into = read
}

type drillListInput struct {
	Paging
	Site string `query:"site" maxLength:"100" doc:"Only drills at this site."`
}

func (s *server) listDrills(ctx context.Context, in *drillListInput) (*listOutput[drill.ScheduleView], error) {
	if err := s.knowsSite(ctx, in.Site); err != nil {
		return nil, err
	}
	engine, cancel := context.WithTimeout(ctx, orderTimeout)
	defer cancel()
	all, err := s.Drills.Schedules(engine)
	if err != nil {
		return nil, err
	}
	var items []drill.ScheduleView
	for _, v := range all {
		if reads(ctx)(v.Site) && (in.Site == "" || v.Site == in.Site) {
			items = append(items, s.seenDrill(ctx, v))
		}
	}
	return cut(items, nextKey, in.Paging)
}

// nextKey puts the calendar in the order of what comes next; what has nothing to come goes last.
func nextKey(v drill.ScheduleView) string {
	if len(v.Next) == 0 {
		return "none " + v.ID
	}
	return time.Time(v.Next[0].At).UTC().Format(time.RFC3339) + " " + v.ID
}

// dueList is the answer of listDue.
type dueList struct {
	Items      []drill.Due `json:"items"`
	NextCursor *string     `json:"next_cursor" doc:"Always null: it is one list."`
	Complete   bool        `json:"complete" doc:"False where the database is away: drills that were declared by hand are then not counted."`
}

type dueOutput struct {
	Body dueList
}

func (s *server) listDue(ctx context.Context, _ *struct{}) (*dueOutput, error) {
	engine, cancel := context.WithTimeout(ctx, orderTimeout)
	defer cancel()
	due, complete, err := s.Drills.DrillsDue(engine)
	if err != nil {
		return nil, err
	}
	due = slices.DeleteFunc(due, func(d drill.Due) bool { return !reads(ctx)(d.Site) })
	return &dueOutput{Body: dueList{Items: filled(due), Complete: complete}}, nil
}
