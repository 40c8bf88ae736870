package console

// The audit log: who changed what, from where, the newest first.

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/audit"
	"muster/console/words"
)

// How much of the log a page shows, and how long a look through all of it may take.
const (
	mostAudited   = 50
	verifyTimeout = 5 * time.Minute
)

func (s *server) auditRoutes() {
	if s.AuditLog == nil {
		return
	}
	reads := rule{reach: everywhere, right: account.Audit}
	s.get("/audit", reads, s.showAudit)
	s.post("/audit/verify", reads, s.verifyAudit)
}

// auditBody is what the page shows.
type auditBody struct {
	Who, Action, Subject string
	Lines                []auditLine
	More                 string // where earlier entries are, empty where there are none
	Verdict              *verdict
}

type auditLine struct {
	audit.Entry
	When *moment
}

// verdict is what a look through the whole log has come to.
type verdict struct {
	Intact bool
	Seq    int64
	Hash   string
	Why    string
}

func (s *server) showAudit(c *gin.Context) { s.auditPage(c, http.StatusOK, nil, nil) }

func (s *server) auditPage(c *gin.Context, status int, found *verdict, refused *refusal) {
	body := auditBody{Who: short(c.Query("who"), 200), Action: short(c.Query("action"), 100), Subject: short(c.Query("subject"), 200), Verdict: found}
	f := AuditFilter{Who: body.Who, Action: body.Action, Subject: body.Subject, Below: int64(numbered(c.Query("below"), 0)), Limit: mostAudited}
	bounded, cancel := context.WithTimeout(c.Request.Context(), shadowTimeout)
	defer cancel()
	entries, err := s.AuditLog.List(bounded, f)
	if err != nil && refused == nil {
		s.Log.WarnContext(c.Request.Context(), "the audit log could not be read", "error", err)
		status, refused = http.StatusServiceUnavailable, refuse(c, http.StatusServiceUnavailable, "error.database")
	}
	k := clock{s.Now(), s.zone(s.firstSite(c))}
	for _, e := range entries {
		body.Lines = append(body.Lines, auditLine{e, k.at(e.At)})
	}
	if n := len(entries); n == mostAudited && entries[n-1].Seq > 1 {
		body.More = Prefix + "/audit?" + url.Values{"who": {f.Who}, "action": {f.Action}, "subject": {f.Subject}, "below": {strconv.FormatInt(entries[n-1].Seq, 10)}}.Encode()
	}
	s.show(c, status, page{name: "audit", title: words.In(langOf(c), "audit.title"), path: Prefix + "/audit", refused: refused, body: body})
}

// firstSite is the site by whose clocks a page tells the time that is of no site.
func (s *server) firstSite(c *gin.Context) string {
	if all := s.seen(c, account.People); len(all) > 0 {
		return all[0].ID
	}
	return ""
}

// verifyAudit looks through the whole log for what is not as it was written.
func (s *server) verifyAudit(c *gin.Context) {
	bounded, cancel := context.WithTimeout(c.Request.Context(), verifyTimeout)
	defer cancel()
	seq, hash, err := s.AuditLog.Verify(bounded)
	var broken *audit.BrokenError
	switch {
	case errors.As(err, &broken):
		s.auditPage(c, http.StatusOK, &verdict{Seq: seq, Hash: hash, Why: broken.Error()}, nil)
	case err != nil:
		s.Log.WarnContext(c.Request.Context(), "the audit log could not be looked through", "error", err)
		s.auditPage(c, http.StatusServiceUnavailable, nil, refuse(c, http.StatusServiceUnavailable, "error.database"))
	default:
		s.auditPage(c, http.StatusOK, &verdict{Intact: true, Seq: seq, Hash: hash}, nil)
	}
}
