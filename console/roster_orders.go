package console

// What the forms of the roster's page say.

import (
	"time"

	"github.com/gin-gonic/gin"

	"muster/api/noted"
	"muster/roster"
	"muster/sites"
	"muster/sites/change"
)

func (s *server) takeShift(f form, _ *sites.Site) (change.Change, error) {
	if f.get("responder") == "" || f.get("shift") == "" {
		return nil, unfit("roster.no-take")
	}
	return change.TakeNow(roster.Taking{Responder: f.get("responder"), Shift: f.get("shift"), Out: f.get("out")}), nil
}

func (s *server) swapShifts(f form, _ *sites.Site) (change.Change, error) {
	one := roster.Stint{Shift: f.get("shift"), Date: f.get("date"), Responder: f.get("responder")}
	other := roster.Stint{Shift: f.get("other-shift"), Date: f.get("other-date"), Responder: f.get("other-responder")}
	for _, text := range []string{one.Shift, one.Date, one.Responder, other.Shift, other.Date, other.Responder} {
		if text == "" {
			return nil, unfit("roster.no-swap")
		}
	}
	return change.Swap(one, other), nil
}

func (s *server) addLeave(f form, site *sites.Site) (change.Change, error) {
	from, err := momentIn(site, f.get("from"))
	if err != nil {
		return nil, err
	}
	to, err := momentIn(site, f.get("to"))
	if err != nil {
		return nil, err
	}
	if f.get("responder") == "" {
		return nil, unfit("answer.no-person")
	}
	return change.AddLeave(sites.Leave{Responder: f.get("responder")}, change.Span{From: from, To: to}), nil
}

// momentIn reads a moment as a browser's own field has it, in the site's time.
func momentIn(site *sites.Site, text string) (time.Time, error) {
	at, err := time.ParseInLocation("2006-01-02T15:04", text, site.Location())
	if err != nil {
		return at, unfit("roster.no-moment")
	}
	return at, nil
}

func (s *server) deleteLeave(f form, _ *sites.Site) (change.Change, error) {
	return change.DeleteLeave(f.c.Param("leave")), nil
}

func (s *server) deleteOverride(f form, _ *sites.Site) (change.Change, error) {
	return change.DeleteOverride(f.c.Param("override")), nil
}

// noteRoster notes a roster as it was and as it is. A page's order says for which version it was made; only that one was changed.
func (s *server) noteRoster(c *gin.Context, f form, before, after *sites.Site) {
	version := s.Rosters.Version(after.ID)
	if madeFor := f.number("version"); madeFor > 0 {
		version = madeFor + 1
	}
	n := noteOf(c)
	n.before, n.after = noted.Rosters(before, after, version, change.Between(before, after))
}
