package api

// The watchdog: what is wrong with Muster itself, as far as it has noticed.

import (
	"context"
	"net/http"
	"time"

	"muster/incident"
)

// Watchdog watches over Muster from outside of the incidents.
type Watchdog interface {
	// Troubles lists what is wrong at the moment, and when that was looked at last; the zero time: not yet.
	Troubles() (open []Trouble, looked time.Time)
}

// Trouble is something that is wrong with Muster.
type Trouble struct {
	Kind   string
	Site   string   // empty: all of Muster
	Drill  bool     // it concerns drills
	Refs   []string // the incidents, reports, notices, texts or schedules that it concerns
	Since  incident.Time
	Text   incident.Text
	Told   int       // people
	ToldAt time.Time // when somebody was told last; zero: never
}

func (s *server) watchdogRoutes() {
	op := call(http.MethodGet, "/watchdog", "watchdog", tagHealth, "What is wrong with Muster itself")
	op.Description = "What the watchdog has found twice in a row, and has told operator and company of. Empty while all is well."
	register(s, op, s.troubles)
}

type troublesOutput struct {
	Body troublesBody
}

type troublesBody struct {
	LookedAt *incident.Time `json:"looked_at" doc:"Null until the watchdog has looked for the first time."`
	Items    []troubleItem  `json:"items"`
}

type troubleItem struct {
	Kind   string         `json:"kind" enum:"stuck,overdue,engine,database,shadow,schedule,carrier"`
	Site   *string        `json:"site" doc:"Null where it concerns all of Muster."`
	Drill  bool           `json:"drill"`
	Refs   []string       `json:"refs" doc:"The incidents, reports by text, notices, texts, starts of drills or schedules that it concerns."`
	Since  incident.Time  `json:"since"`
	Text   incident.Text  `json:"text"`
	Told   int            `json:"told" doc:"How many people were told."`
	ToldAt *incident.Time `json:"told_at"`
}

func (s *server) troubles(ctx context.Context, _ *struct{}) (*troublesOutput, error) {
	out := &troublesOutput{Body: troublesBody{Items: []troubleItem{}}}
	if s.Watchdog == nil {
		return out, nil
	}
	open, looked := s.Watchdog.Troubles()
	out.Body.LookedAt = momentOf(looked)
	for _, t := range open {
		if t.Site != "" && !reads(ctx)(t.Site) {
			continue
		}
		item := troubleItem{Kind: t.Kind, Drill: t.Drill, Refs: t.Refs, Since: t.Since, Text: t.Text, Told: t.Told, ToldAt: momentOf(t.ToldAt)}
		if t.Site != "" {
			item.Site = &t.Site
		}
		if item.Refs == nil {
			item.Refs = []string{}
		}
		out.Body.Items = append(out.Body.Items, item)
	}
	return out, nil
}

// momentOf is a time that may be none.
func momentOf(at time.Time) *incident.Time {
	if at.IsZero() {
		return nil
	}
	moment := incident.Time(at)
	return &moment
}
