// Package console is Muster in a browser: pages that the server renders, for a phone at night and for a screen on the wall. It
// can do nothing that the API cannot, and reaches the parts behind it through small interfaces of its own.
package console

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/account/pace"
)

// Prefix is where the console lies.
const Prefix = "/console"

// Options are what the console shows and by which rules. All are required but where it is said otherwise.
type Options struct {
	Desk     Desk
	Notices  Notices
	Shadow   Shadow
	Records  Records // nil: nothing is sealed
	Feed     Feed
	Catalog  Catalog
	Accounts Accounts
	Audit    Audit
	PlanBook PlanBook // nil: plans have no versions
	Rosters  Rosters  // nil: nobody changes rosters here
	Drills   Drills   // nil: there is no calendar of drills
	AuditLog AuditLog // nil: it is not read here
	Watchdog Watchdog // nil: nobody watches
	Health   Health
	Handsets Handsets // of the simulator; nil under a real carrier
	Links    Links    // in texts; nil: they have none
	Photos   Photos   // of steps; nil: there are none
	Printer  Printer  // of PDFs; nil: there is none
	Importer Importer // of site files; nil: they are not brought in here

	Cookie    string           // the name of the session's cookie, the API's own
	Provider  string           // what people call the identity provider; empty: there is none
	PublicURL string           // how browsers reach Muster
	Proxies   []string         // addresses, or networks, of proxies that are believed to say who asks; optional
	Now       func() time.Time // nil: the system's clock
	Stopping  <-chan struct{}  // closed when the program is to stop: streams end; nil: never
	// Served is told how each request has ended, but for streams; nil: nobody counts.
	Served func(ctx context.Context, r Served)
	// About marks what is logged and traced as being about an incident; nil: nothing is marked.
	About func(ctx context.Context, incident string) context.Context
	Log   *slog.Logger // nil: none
}

// server is the console with its parts.
type server struct {
	Options
	engine    *gin.Engine
	crossing  *http.CrossOriginProtection
	callers   *pace.Limits // by account
	holders   *pace.Limits // by link
	strangers *pace.Limits // by address, of those without a good link
	pages     pages
	assets    *assets
	spots     spots
	ruled     map[string]bool // the routes that have a rule
}

// How much one account may ask: at once, and then one in so long. It is the API's own measure.
const callerBurst, callerEvery = 300, 20 * time.Millisecond

// New makes the console's handler, which serves what is below Prefix.
func New(o Options) (http.Handler, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &server{Options: o.withDefaults(), engine: gin.New(), crossing: http.NewCrossOriginProtection()}
	s.callers = pace.New(s.Now, callerEvery, callerBurst)
	s.holders, s.strangers = pace.New(s.Now, linkEvery, linkBurst), pace.New(s.Now, strangerFor, strangerBurst)
	if err := s.crossing.AddTrustedOrigin(origin(s.PublicURL)); err != nil {
		return nil, fmt.Errorf("trust Muster's own pages: %w", err)
	}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.pages, err = parsePages(s.assets.url); err != nil {
		return nil, err
	}
	s.engine.RedirectTrailingSlash = false
	s.engine.HandleMethodNotAllowed = false
	if err := s.engine.SetTrustedProxies(s.Proxies); err != nil {
		return nil, fmt.Errorf("set up the web server: %w", err)
	}
	s.engine.Use(s.observe, s.recover, secure, s.speak, bounded)
	s.engine.NoRoute(s.noPage)
	s.routes()
	if err := s.unruled(); err != nil {
		return nil, err
	}
	return s.engine, nil
}

// routes registers every page, and every act on it, with who may ask for it.
func (s *server) routes() {
	s.get("/assets/:name", rule{reach: anybody}, s.assets.serve)
	s.get("/sign-in", rule{reach: anybody}, s.showSignIn)
	s.post("/sign-in", rule{reach: anybody}, s.signIn) // noted by itself, as is what ends it
	s.get("", rule{reach: anybody}, func(c *gin.Context) { c.Redirect(http.StatusFound, Prefix+"/") })
	s.linkRoutes()

	s.post("/sign-out", rule{reach: session}, s.signOut)
	s.get("/password", rule{reach: session}, s.showPassword)
	s.post("/password", rule{reach: session, action: "change-password"}, s.changePassword)

	reads, sees := rule{reach: somewhere, right: account.Read}, rule{reach: atIncident, right: account.People}
	s.get("/", reads, s.showBoard)
	s.get("/stream", reads, s.stream)
	s.get("/declare", rule{reach: somewhere, right: account.Declare}, s.showDeclare)
	s.post("/declare", rule{somewhere, account.Declare, "declare-incident"}, s.declare)
	s.get("/incidents/:id", sees, s.showIncident)
	s.get("/incidents/:id/stand-down", rule{reach: atIncident, right: account.Command}, s.showStandDown)
	s.get("/incidents/:id/review", sees, s.showReview)
	s.get("/incidents/:id/review.pdf", sees, s.printReview)
	s.get("/incidents/:id/notices", sees, s.showNotices)
	s.post("/incidents/:id/notices/preview", rule{reach: atIncident, right: account.Command}, s.previewNotice)
	s.orderRoutes()
	s.photoRoutes()
	s.planRoutes()
	s.rosterRoutes()
	s.staffRoutes()
	s.drillRoutes()
	s.auditRoutes()
	s.accountRoutes()
	s.tokenRoutes()
	s.systemRoutes()
	s.phoneRoutes()
}

func (o Options) check() error {
	switch {
	case o.Desk == nil, o.Notices == nil, o.Shadow == nil, o.Feed == nil, o.Catalog == nil, o.Accounts == nil, o.Audit == nil, o.Health == nil:
		return errors.New("the console lacks a part that it shows")
	case o.Cookie == "":
		return errors.New("the console needs the name of the session's cookie")
	}
	return nil
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// encrypted says whether browsers reach Muster by https.
func (s *server) encrypted() bool { return strings.HasPrefix(s.PublicURL, "https://") }

// origin is the part of an address that browsers name where a page asks for something.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host
}
