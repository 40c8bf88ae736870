package api_test

// Rebuilding: page by page, and refused in sentences.

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/api"
	"muster/incident"
)

func TestRebuildGoesThroughItsPages(t *testing.T) {
	h := open(t)
	h.rebuilds.pages = [][]api.Rebuilt{{{ID: "inc-1", Entries: 40, First: 1}}, {{ID: "inc-2", Entries: 3, First: 90}}}
	require.JSONEq(t, `{"items": [{"id": "inc-1", "entries": 40, "first": 1, "sealed": false}], "next_cursor": "1"}`,
		h.ask("POST", "/api/v1/rebuild?limit=1", nil).ok(200).Body.String())
	require.Equal(t, 1, h.rebuilds.limit)
	require.JSONEq(t, `{"items": [{"id": "inc-2", "entries": 3, "first": 90, "sealed": false}], "next_cursor": null}`,
		h.ask("POST", "/api/v1/rebuild?cursor=1", nil).ok(200).Body.String())
	h.ask("POST", "/api/v1/rebuild", nil, "Authorization", "").problem(http.StatusUnauthorized, "token_missing")
}

func TestRebuildThatCannotBeDoneSaysWhy(t *testing.T) {
	h := open(t)
	h.rebuilds.err = errors.New("disk I/O error (10)")
	p := h.ask("POST", "/api/v1/rebuild", nil).problem(http.StatusServiceUnavailable, "database_unavailable")
	require.Contains(t, p.Detail, "begin again once it is back")
	require.NotContains(t, p.Detail, "I/O")
	h.rebuilds.err = incident.Fail(incident.CodeField, "This cursor is not one of a rebuild's: begin again without it.")
	p = h.ask("POST", "/api/v1/rebuild?cursor=x", nil).problem(http.StatusUnprocessableEntity, "request_invalid")
	require.Equal(t, "query.cursor", p.Errors[0].Location)
	h.rebuilds.err = incident.Fail(incident.CodeEngine, "The engine cannot be reached: try again, and tell the operator if it goes on.")
	h.ask("POST", "/api/v1/rebuild", nil).problem(http.StatusServiceUnavailable, "engine_unavailable")
}

func TestImportThatTheDatabaseRefusesChangesNothingAndSaysSo(t *testing.T) {
	h := open(t)
	h.catalog.err = errors.New("database is locked (5)")
	document, err := riverside.Marshal()
	require.NoError(t, err)
	p := h.ask("POST", "/api/v1/sites", document, "Content-Type", "application/yaml").problem(http.StatusServiceUnavailable, "database_unavailable")
	require.Contains(t, p.Detail, "nothing has changed")
	require.NotContains(t, p.Detail, "locked")
}

func TestTheTokenIsKnownByItsHashAlone(t *testing.T) {
	h := open(t, func(o *api.Options) { o.Token, o.TokenHash = "", sha256.Sum256([]byte(token)) })
	h.ask("GET", "/api/v1/sites", nil).ok(200)
	h.ask("GET", "/api/v1/sites", nil, "Authorization", "Bearer another").problem(http.StatusUnauthorized, "token_missing")
	h.ask("GET", "/api/v1/sites", nil, "Authorization", "Bearer ").problem(http.StatusUnauthorized, "token_missing")
}
