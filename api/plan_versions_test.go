package api_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/plans"
	edit "muster/sites/change"
)

// planBook has one plan with one published version, and says what it is told to.
type planBook struct {
	err error
}

func (b *planBook) UploadPlan(_ context.Context, file []byte) (api.PlanDraft, error) {
	if _, err := plans.Load(file, "plan"); err != nil {
		return api.PlanDraft{}, err
	}
	return api.PlanDraft{Plan: "fire", Replaces: 1, Version: 2, Digest: "d1"}, b.err
}

func (b *planBook) PublishPlan(_ context.Context, _, digest, note string) (api.PlanVersion, error) {
	if digest == "other" {
		return api.PlanVersion{}, &api.VersionError{Version: 2}
	}
	return api.PlanVersion{Version: 2, Source: api.PlanPublished, Note: note, At: time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC), InForce: true}, b.err
}

func (b *planBook) RollBackPlan(_ context.Context, _ string, to, replaces int, _ string) (api.PlanVersion, error) {
	if replaces != 2 {
		return api.PlanVersion{}, &api.VersionError{Version: 2}
	}
	return api.PlanVersion{Version: 3, Source: api.PlanPublished, InForce: true}, b.err
}

func (b *planBook) PlanHistory(context.Context, string) ([]api.PlanVersion, error) {
	return []api.PlanVersion{{Version: 1, Source: api.PlanBuiltIn, InForce: true}}, b.err
}

func (b *planBook) PlanSource(_ context.Context, _ string, version int) ([]byte, error) {
	switch version {
	case api.PlanInForce, 1:
		return []byte("version: 1\nid: fire\n"), b.err
	case api.PlanDrafted:
		return []byte("version: 2\nid: fire\n"), b.err
	}
	return nil, &edit.UnknownError{Text: "There is no such version."}
}

func TestAPlanIsUploadedLookedAtAndPublished(t *testing.T) {
	h := open(t)
	p := h.ask("POST", "/api/v1/plans", "id: fire\n", "Content-Type", "application/yaml").problem(http.StatusUnprocessableEntity, "plan_invalid")
	require.Regexp(t, `^[0-9]+:[0-9]+$`, p.Errors[0].Location)
	fire, _ := plans.Find(library, "fire")
	draft := h.ask("POST", "/api/v1/plans", string(fire.Source), "Content-Type", "application/yaml").ok(http.StatusCreated).json()
	require.Equal(t, map[string]any{"plan": "fire", "replaces": 1.0, "version": 2.0, "digest": "d1", "warnings": []any{}}, draft)
	diff := h.ask("GET", "/api/v1/plans/fire/diff", nil).ok(http.StatusOK).json()
	require.Contains(t, diff["diff"], "-version: 1\n+version: 2\n")
	require.Equal(t, fmt.Sprintf("%x", sha256.Sum256([]byte("version: 2\nid: fire\n"))), diff["digest"])
	v := h.ask("POST", "/api/v1/plans/fire/publish", map[string]any{"digest": "d1", "note": "why"}).ok(http.StatusOK).json()
	require.Equal(t, map[string]any{"version": 2.0, "source": "published", "note": "why", "published_at": "2026-11-27T03:00:00.000Z", "in_force": true}, v)
	h.ask("GET", "/api/v1/plans/fire/file?version=7", nil).problem(http.StatusNotFound, "entry_unknown")
	h.ask("GET", "/api/v1/plans/fire/file?version=x", nil).problem(http.StatusUnprocessableEntity, "request_invalid")
	require.Equal(t, "version: 1\nid: fire\n", h.ask("GET", "/api/v1/plans/fire/file", nil).ok(http.StatusOK).json()["file"])
	require.Len(t, h.ask("GET", "/api/v1/plans/fire/history", nil).ok(http.StatusOK).items(), 1)
}

func TestWhoPublishesSecondIsToldSo(t *testing.T) {
	h := open(t)
	p := h.ask("POST", "/api/v1/plans/fire/publish", map[string]any{"digest": "other"}).problem(http.StatusConflict, "changed_meanwhile")
	require.Contains(t, p.Detail, "Somebody else has published the plan fire meanwhile")
	h.ask("POST", "/api/v1/plans/fire/rollback", map[string]any{"to": 1, "replaces": 1}).problem(http.StatusConflict, "changed_meanwhile")
	h.ask("POST", "/api/v1/plans/fire/rollback", map[string]any{"to": 1, "replaces": 2}).ok(http.StatusOK)
}

func TestNothingIsPublishedWhileTheDatabaseIsAway(t *testing.T) {
	h := open(t, func(o *api.Options) { o.PlanBook = &planBook{err: errors.New("gone")} })
	h.ask("POST", "/api/v1/plans/fire/publish", map[string]any{}).problem(http.StatusServiceUnavailable, "database_unavailable")
}

func TestWhoDoesNotKnowWhetherAPlanWasPublishedIsToldWhatToDo(t *testing.T) {
	h := open(t, func(o *api.Options) {
		o.PlanBook = &planBook{err: &api.UnsureError{Version: 7, Err: errors.New("gone")}}
	})
	for path, body := range map[string]map[string]any{"publish": {}, "rollback": {"to": 1, "replaces": 2}} {
		p := h.ask("POST", "/api/v1/plans/fire/"+path, body).problem(http.StatusServiceUnavailable, "database_unavailable")
		require.Contains(t, p.Detail, "whether version 7 of the plan fire was published")
		require.NotContains(t, p.Detail, "Nothing has changed")
	}
}
