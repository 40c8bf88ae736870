package api

// The audit log: who changed what, from where. It is shown, and looked through for what was changed afterwards.

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"muster/audit"
	"muster/incident"
)

// AuditFilter says which entries are listed; an empty field filters nothing.
type AuditFilter struct {
	Who, Action, Subject string
	Below                int64 // only entries before this number; 0: all
	Limit                int
}

// AuditEnd is where the log ends.
type AuditEnd struct {
	Seq  int64
	Hash string
}

// Audit is the audit log.
type Audit interface {
	// Note takes an entry down. It neither waits for the database nor fails: what cannot be written is said elsewhere.
	Note(e audit.Entry)
	// Begin says that what an entry is about is being done now. Note, or Drop, under the same id says how it ended; where the process
	// is killed before, the entry is noted as it is.
	Begin(e audit.Entry)
	// Drop says that nothing was done.
	Drop(id string)
	// List gives entries, the newest first.
	List(ctx context.Context, f AuditFilter) ([]audit.Entry, error)
	// Verify looks through the whole log. Its error is an *audit.BrokenError where the log is not what was written, else the database's.
	Verify(ctx context.Context) (AuditEnd, error)
}

const (
	tagAudit = "Audit log"
	// verifyTimeout bounds a look through the whole log.
	verifyTimeout = 5 * time.Minute
)

func (s *server) auditRoutes() {
	register(s, call(http.MethodGet, "/audit", "list-audit", tagAudit, "List the audit log, newest first", http.StatusForbidden, http.StatusServiceUnavailable), s.listAudit)
	verify := call(http.MethodGet, "/audit/verify", "verify-audit", tagAudit, "Look through the audit log for what is not as it was written", http.StatusForbidden, http.StatusServiceUnavailable)
	verify.Description = "Note seq and hash somewhere else: that no entry was cut off at the end can be seen only by comparing them later."
	register(s, verify, s.verifyAudit)
}

type auditInput struct {
	Paging
	Who     string `query:"who" maxLength:"200" doc:"Only what this one did."`
	Action  string `query:"action" maxLength:"100" doc:"Only this call, such as set-level, or answer-by-text, answer-by-key and declare-by-text, which come from phones."`
	At      int64  `query:"at" minimum:"0" doc:"Only from this number downwards."`
	Subject string `query:"subject" maxLength:"200" doc:"Only what was done to this, such as an incident's id."`
}

// auditItem is an entry of the log.
type auditItem struct {
	Seq      int64           `json:"seq"`
	At       incident.Time   `json:"at"`
	Who      string          `json:"who"`
	From     string          `json:"from"`
	Action   string          `json:"action"`
	Subject  string          `json:"subject"`
	Outcome  audit.Outcome   `json:"outcome" enum:"done,refused,uncertain"`
	Before   json.RawMessage `json:"before"`
	After    json.RawMessage `json:"after"`
	Previous string          `json:"previous" doc:"The hash of the entry before."`
	Hash     string          `json:"hash"`
}

func auditOf(e audit.Entry) auditItem {
	raw := func(text string) json.RawMessage {
		if text == "" || !json.Valid([]byte(text)) {
			return json.RawMessage("null")
		}
		return json.RawMessage(text)
	}
	return auditItem{
		Seq: e.Seq, At: incident.Time(e.At), Who: e.Who, From: e.From, Action: e.Action, Subject: e.Subject, Outcome: e.Outcome, Before: raw(e.Before), After: raw(e.After),
		Previous: e.Previous, Hash: e.Hash,
	}
}

func (s *server) listAudit(ctx context.Context, in *auditInput) (*listOutput[auditItem], error) {
	key, err := openCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	f := AuditFilter{Who: in.Who, Action: in.Action, Subject: in.Subject, Limit: in.most()}
	if in.At > 0 {
		f.Below = in.At + 1
	}
	if key != "" {
		if f.Below, err = strconv.ParseInt(key, 10, 64); err != nil || f.Below < 1 {
			return nil, wrongCursor()
		}
	}
	bounded, cancel := context.WithTimeout(ctx, shadowTimeout)
	defer cancel()
	entries, err := s.Audit.List(bounded, f)
	if err != nil {
		return nil, s.away(ctx, err)
	}
	var items []auditItem
	for _, e := range entries {
		items = append(items, auditOf(e))
	}
	next := ""
	if len(items) == f.Limit && items[len(items)-1].Seq > 1 {
		next = sealCursor(strconv.FormatInt(items[len(items)-1].Seq, 10))
	}
	return listed(items, next), nil
}

type verdictOutput struct {
	Body struct {
		Intact  bool   `json:"intact"`
		Entries int64  `json:"entries" doc:"How many were looked at, up to the first that is wrong."`
		Hash    string `json:"hash" doc:"Of the last one that is right."`
		Wrong   *int64 `json:"wrong" doc:"The number of the first entry that is not as it was written."`
		Why     string `json:"why"`
	}
}

func (s *server) verifyAudit(ctx context.Context, _ *struct{}) (*verdictOutput, error) {
	bounded, cancel := context.WithTimeout(ctx, verifyTimeout)
	defer cancel()
	end, err := s.Audit.Verify(bounded)
	out := &verdictOutput{}
	out.Body.Intact, out.Body.Entries, out.Body.Hash = true, end.Seq, end.Hash
	if broken := brokenAudit(err); broken != nil {
		out.Body.Intact, out.Body.Wrong, out.Body.Why = false, &broken.Seq, broken.Error()
		return out, nil
	}
	if err != nil {
		return nil, s.away(ctx, err)
	}
	return out, nil
}
