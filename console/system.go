package console

// The system: whether a declaration would be taken, what does not work, and what the watchdog has found.

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/incident"
	"muster/roster"
)

func (s *server) systemRoutes() {
	s.get("/system", rule{reach: somewhere, right: account.Read}, s.showSystem)
	s.siteImportRoutes()
}

// systemBody is what the page shows.
type systemBody struct {
	Ready    bool
	Degraded []string
	Watched  bool
	Looked   *moment // nil: not yet
	Troubles []trouble
	Address  string
	Carrier  bool // a real one
	Sites    []siteLine
	Import   bool // the reader may bring site files in
}

// trouble is something that is wrong.
type trouble struct {
	Kind  string
	Where *roster.Text
	Since *moment
	Text  incident.Text
	Told  int
}

// siteLine is a site with how it is set.
type siteLine struct {
	Name     roster.Text
	Timezone string
	Channels []string
	Links    bool
	People   int
}

func (s *server) showSystem(c *gin.Context) {
	bounded, cancel := context.WithTimeout(c.Request.Context(), statusTimeout)
	defer cancel()
	body := systemBody{Ready: s.Health.Ready(bounded) == nil, Degraded: s.Health.Degraded(), Address: s.PublicURL, Carrier: s.Handsets == nil, Import: s.Importer != nil && asker(c).Somewhere(account.Sites)}
	if s.Watchdog != nil {
		body.troubles(s, c)
	}
	for _, site := range s.seen(c, account.Read) {
		line := siteLine{Name: site.Name, Timezone: site.Timezone, Links: site.Links, People: len(site.Responders)}
		for _, channel := range []string{"sms", "voice"} {
			if site.Uses(channel) {
				line.Channels = append(line.Channels, channel)
			}
		}
		body.Sites = append(body.Sites, line)
	}
	s.show(c, http.StatusOK, page{name: "system", title: words.In(langOf(c), "system.title"), body: body})
}

// troubles fills in what the watchdog has found, as far as the reader sees the sites.
func (b *systemBody) troubles(s *server, c *gin.Context) {
	open, looked := s.Watchdog.Troubles()
	k := clock{s.Now(), s.zone(s.firstSite(c))}
	if b.Watched = true; !looked.IsZero() {
		b.Looked = k.at(looked)
	}
	for _, t := range open {
		if t.Site != "" && !asker(c).May(account.Read, t.Site) {
			continue
		}
		shown := trouble{Kind: t.Kind, Since: k.at(t.Since), Text: t.Text, Told: t.Told}
		if t.Site != "" {
			name := s.siteName(t.Site)
			shown.Where = &name
		}
		b.Troubles = append(b.Troubles, shown)
	}
}
