package api

// Rebuilding: the readable copies of incidents made anew, after the database was lost.

import (
	"context"
	"errors"
	"net/http"
	"time"

	"muster/incident"
)

// rebuildTimeout bounds one page of a rebuild.
const rebuildTimeout = 25 * time.Second

// Rebuilt is an incident whose readable copy has been made anew.
type Rebuilt struct {
	ID      string `json:"id"`
	Entries int    `json:"entries" doc:"How many entries of its timeline were found."`
	First   int    `json:"first" doc:"The seq of the first of them: higher than 1 where the engine has forgotten the beginning."`
	Sealed  bool   `json:"sealed" doc:"It was made from the incident's sealed record, else from what the engine keeps."`
	Problem string `json:"problem,omitempty" doc:"Why its sealed record could not be used. What the engine still keeps of it follows as an item of its own."`
}

// Rebuilder makes the shadow anew from what the engine keeps.
type Rebuilder interface {
	// Rebuild does so for a page of incidents; the cursor is empty at first, and at the end. A refusal is an *incident.Error; any
	// other error is the database's.
	Rebuild(ctx context.Context, limit int, cursor string) (done []Rebuilt, next string, err error)
}

func (s *server) rebuildRoutes() {
	op := call(http.MethodPost, "/rebuild", "rebuild-shadow", tagIncidents, "Make the readable copies of incidents anew",
		http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	op.Description = "For after the database was lost: writes every incident's view and timeline again, from sealed records and from the histories that the engine keeps. " +
		"Running incidents are not disturbed, and doing it twice changes nothing. One call does a page: repeat it with its next_cursor until that is null."
	op.DefaultStatus = http.StatusOK
	register(s, op, s.rebuild)
}

type rebuildInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many incidents at most."`
	Cursor string `query:"cursor" maxLength:"4000" doc:"Where to go on: the next_cursor of the answer before."`
}

func (s *server) rebuild(ctx context.Context, in *rebuildInput) (*listOutput[Rebuilt], error) {
	bounded, cancel := context.WithTimeout(ctx, rebuildTimeout)
	defer cancel()
	done, next, err := s.Rebuilder.Rebuild(bounded, in.Limit, in.Cursor)
	var refused *incident.Error
	switch {
	case errors.As(err, &refused) && refused.Code == incident.CodeField:
		return nil, unfit("query.cursor", refused.Message)
	case errors.As(err, &refused):
		return nil, err
	case err != nil:
		return nil, s.unwritten(ctx, err, "The readable copies were not made anew: the database cannot be written now. Running incidents go on meanwhile: begin again once it is back.")
	}
	return listed(done, next), nil
}

// unwritten is the problem of a database that cannot be written now.
func (s *server) unwritten(ctx context.Context, err error, detail string) *problemError {
	s.Log.WarnContext(ctx, "the database could not be written", "request", requestOf(ctx).id, "error", err)
	return problem(codeDatabase, detail)
}
