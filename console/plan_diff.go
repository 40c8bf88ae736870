package console

// Differences: how two versions of a plan differ, line by line, before one of them is put in force.

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/api/noted"
	"muster/console/words"
	"muster/plans"
)

// diffBody is what the page shows.
type diffBody struct {
	Plan    string
	From    string
	To      string
	Lines   []diffLine
	Publish bool   // the second is the draft, and the reader may put it in force
	Digest  string // of the draft
}

// diffLine is a line of the difference; Kind is added, removed, place or same.
type diffLine struct{ Kind, Text string }

func (s *server) showDiff(c *gin.Context) {
	id := c.Param("plan")
	from, to := numbered(c.Query("from"), PlanInForce), numbered(c.Query("to"), PlanDrafted)
	body := diffBody{Plan: id, From: s.versionName(c, from), To: s.versionName(c, to), Publish: to == PlanDrafted && asker(c).Everywhere(account.Plans)}
	before, err := s.PlanBook.PlanSource(c.Request.Context(), id, from)
	after, wrong := s.PlanBook.PlanSource(c.Request.Context(), id, to)
	if err == nil {
		err = wrong
	}
	if err != nil {
		refused := s.unwritten(c, err)
		s.show(c, refused.status, page{name: "error", title: words.In(langOf(c), "error.title"), body: strings.TrimSpace(refused.Title + " " + refused.Detail)})
		return
	}
	body.Digest = fmt.Sprintf("%x", sha256.Sum256(after))
	body.Lines = diffLines(plans.Difference(before, after, body.From, body.To))
	s.show(c, http.StatusOK, page{name: "plan-diff", title: words.In(langOf(c), "plans.diff"), body: body})
}

func (s *server) versionName(c *gin.Context, version int) string {
	switch version {
	case PlanInForce:
		return words.In(langOf(c), "plans.in-force")
	case PlanDrafted:
		return words.In(langOf(c), "plans.draft")
	}
	return words.In(langOf(c), "plans.version", version)
}

func diffLines(text string) []diffLine {
	var lines []diffLine
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "+++"), strings.HasPrefix(line, "---"): // the names stand above
		case strings.HasPrefix(line, "@@"):
			lines = append(lines, diffLine{"place", line})
		case strings.HasPrefix(line, "+"):
			lines = append(lines, diffLine{"added", line})
		case strings.HasPrefix(line, "-"):
			lines = append(lines, diffLine{"removed", line})
		default:
			lines = append(lines, diffLine{"same", line})
		}
	}
	return lines
}

// rollBackPlan puts an earlier version in force, as a new one.
func (s *server) rollBackPlan(c *gin.Context) {
	id, f := c.Param("plan"), form{c: c}
	note, was := short(f.get("note"), mostReason), noted.InForce(s.Catalog.Plans(), id)
	v, err := s.PlanBook.RollBackPlan(c.Request.Context(), id, f.number("to"), f.number("replaces"), note)
	if err != nil {
		refused := s.unwritten(c, err)
		s.planPage(c, refused.status, refused)
		return
	}
	before, after := noted.Published(was, noted.InForce(s.Catalog.Plans(), id), v.Version, note)
	after.As = f.number("to")
	n := noteOf(c)
	n.before, n.after = before, after
	s.goTo(c, Prefix+"/plans/"+id)
}
