package api

// The brief: what whoever takes an incident over has to know, in one language.

import (
	"context"
	"net/http"

	"muster/incident"
)

func (s *server) briefRoutes() {
	op := call(http.MethodGet, "/incidents/{id}/brief", "show-brief", tagIncidents, "Show what whoever takes over has to know",
		http.StatusNotFound, http.StatusServiceUnavailable)
	op.Description = "Place, people trapped, counts, utilities, who is where, command, open steps and outside calls, from the incident as it stands."
	register(s, op, s.showBrief)
}

type briefInput struct {
	ID   string `path:"id" doc:"The id of an incident."`
	Lang string `query:"lang" enum:"en,zh" default:"en" doc:"In which language."`
}

// brief is a hand-over in one language.
type brief struct {
	Incident string        `json:"incident"`
	At       incident.Time `json:"at"`
	Lang     string        `json:"lang"`
	Text     string        `json:"text" doc:"All of it, a part a line."`
	Parts    briefParts    `json:"parts"`
}

type briefParts struct {
	Place     string `json:"place"`
	Trapped   string `json:"trapped"`
	Counts    string `json:"counts" doc:"Roll calls, and who else was counted."`
	Utilities string `json:"utilities" doc:"Gas, power, water, lifts: what is known, and what was done."`
	People    string `json:"people" doc:"Who is where."`
	Command   string `json:"command" doc:"Who commands."`
	Steps     string `json:"steps" doc:"Steps that are open."`
	Calls     string `json:"calls" doc:"Outside calls, with the reference numbers that were given."`
}

type briefOutput struct {
	Body brief
}

func (s *server) showBrief(ctx context.Context, in *briefInput) (*briefOutput, error) {
	view, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	b, lang := incident.BriefOf(s.seen(ctx, view)), in.Lang
	p := b.Parts
	return &briefOutput{Body: brief{
		Incident: b.Incident, At: incident.Time(b.At), Lang: lang, Text: b.Text(lang),
		Parts: briefParts{
			Place: p.Place.In(lang), Trapped: p.Trapped.In(lang), Counts: p.Counts.In(lang), Utilities: p.Utilities.In(lang),
			People: p.People.In(lang), Command: p.Command.In(lang), Steps: p.Steps.In(lang), Calls: p.Calls.In(lang),
		},
	}}, nil
}
