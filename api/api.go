// Package api is the HTTP surface: the REST calls, the carrier's webhooks and the live stream. It turns requests into calls
// of small interfaces, which the program's wiring fulfils, and what they return into JSON.
package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"muster/account/pace"
	"muster/carrier"
	"muster/incident"
)

// Options are what the API serves and by which rules. All are required but where it is said otherwise.
type Options struct {
	Desk      Desk
	Drills    Drills
	Notices   Notices
	Shadow    Shadow
	Feed      Feed
	Catalog   Catalog
	Rosters   Rosters
	PlanBook  PlanBook
	Webhooks  Webhooks
	Health    Health
	Handsets  Handsets // of the simulator; nil under a real carrier
	Rebuilder Rebuilder
	Records   Records  // nil: nothing is sealed
	Watchdog  Watchdog // nil: nobody watches
	Accounts  Accounts
	Audit     Audit
	Photos    Photos
	Provider  Provider // of identities; nil: people sign in with passwords only

	Codec        http.Handler // encrypts and decrypts what the engine keeps, for its own tools; nil: for nobody
	CodecOrigins []string     // the pages that may ask it from a browser

	Token     string                               // the bearer token, with every right
	TokenHash [sha256.Size]byte                    // of the token, where only that is known; zero: Token's own
	PublicURL string                               // how the outside reaches the API, for its description
	Proxies   []string                             // addresses, or networks, of proxies that are believed to say who asks; optional
	Version   string                               // of the program, for the API's description; optional
	Failure   func(carrier.Class) incident.Failure // what a carrier's failure means for an incident
	// CallFailure is why nobody took a call; empty where somebody did, or may yet.
	CallFailure func(status carrier.CallStatus, code int) incident.Failure
	// Reported is told of every receipt, also of a notice's message; nil: nobody is.
	Reported func(receipt carrier.Receipt)
	Clock    Clock // nil: the system's
	// Served is told how each request ended, but for streams, which have no end; nil: nobody is.
	Served func(ctx context.Context, r Served)
	// About gives a context whose log lines are about an incident; nil: the log does not tell.
	About    func(ctx context.Context, incident string) context.Context
	Metrics  http.Handler    // what GET /metrics answers to whoever has the token; nil: there is no such address
	Stopping <-chan struct{} // closed when the program is to stop: streams end, receipts are handed over; nil: never
	Log      *slog.Logger    // nil: none
}

// server is the API with its parts.
type server struct {
	Options
	engine   *gin.Engine
	huma     huma.API
	receipts *receipts

	unruled   []string // calls without a rule
	spots     spots
	crossing  *http.CrossOriginProtection
	callers   *pace.Limits // by account
	strangers *pace.Limits // who name nobody, by address
}

// How much anybody may ask: at once, and then one in so long. The installation's own token is held to nothing.
const (
	callerBurst, callerEvery     = 300, 20 * time.Millisecond
	strangerBurst, strangerEvery = 1000, 50 * time.Millisecond
)

// New makes the API's handler. Its timeouts are the server's that it runs in.
func New(o Options) (http.Handler, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s, err := o.server()
	if err != nil {
		return nil, err
	}
	s.receipts = newReceipts(s.Desk.Delivered, s.Clock, s.Stopping)
	s.routes()
	if len(s.unruled) > 0 {
		return nil, fmt.Errorf("these calls have no rule that says who may make them: %s; give each a line in rules.go", strings.Join(s.unruled, ", "))
	}
	s.describe()
	return s.engine, nil
}

// NewHealth makes the handler of a process that serves nothing else: whether it lives, and whether it does what it is there for.
func NewHealth(o Options) (http.Handler, error) {
	s, err := o.server()
	if err != nil {
		return nil, err
	}
	s.healthRoutes()
	return s.engine, nil
}

// NewHandsets makes the handler of a simulator in a process of its own: its handsets, and its health.
func NewHandsets(o Options) (http.Handler, error) {
	if o.Handsets == nil || o.Token == "" {
		return nil, errors.New("the handsets need a simulator and a token")
	}
	s, err := o.server()
	if err != nil {
		return nil, err
	}
	s.healthRoutes()
	s.phoneRoutes()
	s.keyRoutes()
	return s.engine, nil
}

// server is one without any calls yet.
func (o Options) server() (*server, error) {
	s := &server{Options: o.withDefaults(), engine: gin.New()}
	s.callers, s.strangers = pace.New(s.Clock.Now, callerEvery, callerBurst), pace.New(s.Clock.Now, strangerEvery, strangerBurst)
	s.crossing = http.NewCrossOriginProtection()
	if err := s.crossing.AddTrustedOrigin(origin(s.PublicURL)); err != nil {
		return nil, fmt.Errorf("trust Muster's own pages: %w", err)
	}
	s.engine.HandleMethodNotAllowed = true
	s.engine.RedirectTrailingSlash = false
	if err := s.engine.SetTrustedProxies(s.Proxies); err != nil {
		return nil, fmt.Errorf("set up the web server: %w", err)
	}
	s.engine.Use(s.identify, s.recover, secure, s.share, s.authenticate, checkKey)
	s.engine.NoRoute(s.noRoute)
	s.engine.NoMethod(s.noMethod)
	s.huma = humagin.New(s.engine, s.config())
	return s, nil
}

// routes registers every call, noun by noun.
func (s *server) routes() {
	s.incidentRoutes()
	s.timelineRoutes()
	s.reviewRoutes()
	s.orderRoutes()
	s.stepRoutes()
	s.photoRoutes()
	s.briefRoutes()
	s.siteRoutes()
	s.planRoutes()
	s.responderRoutes()
	s.shiftRoutes()
	s.rosterRoutes()
	s.planVersionRoutes()
	s.streamRoutes()
	s.phoneRoutes()
	s.keyRoutes()
	s.webhookRoutes()
	s.healthRoutes()
	s.watchdogRoutes()
	s.rebuildRoutes()
	s.drillRoutes()
	s.noticeRoutes()
	s.metricsRoutes()
	s.sessionRoutes()
	s.providerRoutes()
	s.accountRoutes()
	s.tokenRoutes()
	s.auditRoutes()
	s.codecRoutes()
}

// origin is the part of an address that browsers name where a page asks for something.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host
}

func (o Options) check() error {
	switch {
	case o.Desk == nil, o.Drills == nil, o.Notices == nil, o.Shadow == nil, o.Feed == nil, o.Catalog == nil, o.Rosters == nil, o.PlanBook == nil, o.Webhooks == nil, o.Health == nil, o.Failure == nil, o.CallFailure == nil, o.Rebuilder == nil, o.Accounts == nil, o.Audit == nil, o.Photos == nil:
		return errors.New("the API lacks a part that it serves")
	case o.Token == "" && o.TokenHash == [sha256.Size]byte{}:
		return errors.New("the API needs a token: without one everybody could declare")
	}
	return nil
}

func (o Options) withDefaults() Options {
	if o.TokenHash == [sha256.Size]byte{} {
		o.TokenHash = sha256.Sum256([]byte(o.Token))
	}
	if o.Clock == nil {
		o.Clock = SystemClock{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Version == "" {
		o.Version = "unversioned"
	}
	return o
}
