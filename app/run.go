package app

// Running: everything is opened in the order in which it is needed, and closed the other way round.

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"muster/account/link"
	"muster/activities"
	"muster/api"
	"muster/app/accounts"
	"muster/app/photos"
	"muster/app/snapshot"
	"muster/app/trail"
	"muster/app/vault"
	"muster/carrier/inbox"
	"muster/dispatch"
	"muster/incident/frozen"
	"muster/ops/logs"
	"muster/watchdog"
	"muster/worker"
	"muster/workflows"
)

// program is a running Muster.
type program struct {
	config   Config
	out      io.Writer
	log      *slog.Logger
	closers  []func()
	dir      *dataDir
	listener net.Listener
	engine   *engine
	store    *database
	catalog  *catalog
	network  *network
	outside  *ledger
	desk     *dispatch.Desk
	notices  *activities.Notices
	others   others
	watchdog *watchdog.Watchdog
	line     *watchdog.Line
	clocks   clocks
	numbers  *numbers
	links    link.Key
	crew     *crew // nil where this process runs workers
	accounts *accounts.Service
	trail    *trail.Trail
	inbox    *inbox.Reader
	handed   *handedOver
	records  *records
	vault    *vault.Vault
	token    string
	hash     [sha256.Size]byte // of the token, where only that is known
	kept     *snapshot.Kept    // nil if nothing was kept, or nothing that can be used
	stopping chan struct{}
	strayKey bool // phones are not found by the key that the database was used with

	telemetry telemetry
	probed    string // where measures are served; empty: with the rest
}

// Run runs Muster, or the part of it that the configuration names, until ctx ends. It says on out where it listens and where
// its token lies. Its errors are sentences; without an engine nothing is begun.
func Run(ctx context.Context, c Config, start Engine, out io.Writer, log *slog.Logger) error {
	p := &program{
		config: c, out: out, log: log, stopping: make(chan struct{}), line: watchdog.NewLine(time.Now), records: &records{dir: c.RecordsDir, log: log},
	}
	defer p.close()
	if err := c.CheckRole(); err != nil {
		return given(err)
	}
	if start == nil && c.TemporalAddress == "" && c.Role != RoleSim {
		return given(ErrNoEngine)
	}
	steps, handler := p.steps(start)
	for _, open := range steps {
		if err := open(ctx); err != nil {
			return err
		}
	}
	return p.serve(ctx, handler)
}

// later has something closed at the end.
func (p *program) later(closer func()) { p.closers = append(p.closers, closer) }

func (p *program) close() {
	for k := len(p.closers) - 1; k >= 0; k-- {
		p.closers[k]()
	}
}

func (p *program) openDir(context.Context) error {
	dir, err := openDataDir(p.config.DataDir)
	if err != nil {
		return given(err)
	}
	p.dir = dir
	p.later(dir.close)
	return dir.room()
}

// listen takes the port before anything is made or started.
func (p *program) listen(ctx context.Context) error {
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", p.config.Listen)
	if err != nil && dirInUse(p.config.DataDir) { // by whoever has the port, most likely
		return p.openDir(ctx)
	}
	if err != nil {
		return given(fmt.Errorf("cannot listen at %s: %w; stop what uses the port, or give another address in MUSTER_LISTEN", p.config.Listen, plain(err)))
	}
	p.listener = listener
	p.later(func() { _ = listener.Close() })
	return nil
}

// plain is the innermost cause of a network error: "address already in use".
func plain(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}

func (p *program) openEngine(ctx context.Context, start Engine) error {
	opened, err := openEngine(ctx, p.config, p.dir, start, p.vault, p.telemetry, quieter(p.log))
	if err != nil {
		return err
	}
	p.engine = opened
	p.later(opened.close)
	return nil
}

func (p *program) openNetwork(context.Context) error {
	dial := "http://" + p.listener.Addr().String()
	opened, err := openNetwork(p.config, p.dir, dial, hooks{p.telemetry.carrier(), p.clocks.carrier}, p.log)
	if err != nil {
		return err
	}
	p.network = opened
	p.later(opened.close)
	p.outside, err = openLedger(p.dir.file("outside.jsonl"))
	if err == nil {
		p.later(p.outside.close)
	}
	return err
}

// phoneKey is the key of the hashes by which phones are found: the one that processes share, or the data directory's.
func (p *program) phoneKey() (string, error) {
	if p.config.PhoneKey != "" {
		return p.config.PhoneKey, nil
	}
	return p.dir.secret("phone-key", 32)
}

func (p *program) openDesk(ctx context.Context) error {
	key, err := p.phoneKey()
	if err != nil {
		return err
	}
	p.links = link.New(key)
	p.others = others{p.store, dispatch.PhoneKey(key), p.log}
	people := residents{catalog: p.catalog, key: dispatch.PhoneKey(key)}
	p.notices = &activities.Notices{Residents: people, Rate: p.config.NoticeRate}
	p.numbers = newNumbers(people, p.log)
	p.later(background(ctx, p.numbers.run))
	p.desk = dispatch.New(p.engine.Client, p.catalog, p.store, dispatch.Options{
		Simulated: p.config.Simulated(), Channels: p.network.channels(), StoryClock: p.config.StoryClock.On, TextStory: p.config.StoryClock.Texts,
		Limits: workflows.Limits{Continue: p.config.HistoryLimit}, PhoneKey: dispatch.PhoneKey(key), Emergency: p.catalog.emergency, Handed: p.handedOver,
		Away: p.away, Converter: newDataConverter(), Namespace: p.engine.namespace, Practised: practices(p.store),
		Weigh: weigher(p.notices), OptOuts: optOuts{people, p.numbers}, Versioned: p.config.Role.shared(), Coverage: rosters{p.catalog, dispatch.PhoneKey(key)}.Coverage,
		Earlier: earlier(p.store),
	}, p.log)
	p.notices.Desk = p.desk
	return nil
}

func (p *program) startWorkers(ctx context.Context) error {
	port, voice := p.numbers.texts(p.line.Texts(p.network.port)), p.line.Calls(p.network.caller())
	contained := activities.Contained(port, p.catalog.isStaff)
	containedCalls := activities.ContainedCalls(voice, p.catalog.isStaff)
	traffic := &activities.Traffic{}
	workers := worker.New(p.engine.Client, worker.Parts{
		Real:     &activities.Pager{Carrier: port, Voice: voice, Others: p.others, Traffic: traffic, Link: p.answersAt},
		Drill:    &activities.Pager{Carrier: contained, Voice: containedCalls, Others: p.others, Real: p.desk, Link: p.answersAt},
		Notices:  &activities.Jobs{Outside: outside{frozen.Real, p.outside, p.catalog}},
		Contain:  &activities.Jobs{Outside: outside{frozen.Drill, p.outside, p.catalog}},
		Recorder: &activities.Recorder{Store: p.recording(), Rest: activities.ShadowRest},
		Sweeper:  &activities.Sweeper{Drills: p.desk},
		BuildID:  p.buildID(),
		Apart:    !p.config.Role.declares(),
		Strays:   &activities.Strays{Desk: p.desk, Carrier: port},
		Fault:    worker.Fault(p.config.Fault),
		Texts:    &activities.Texts{Desk: p.desk, Reports: p.desk, Carrier: port},
		Calendar: &activities.Calendar{Desk: p.desk},
		Rosters:  &activities.Rosters{Desk: p.desk},
		Sending:  p.notices,
		Contained: &activities.ContainedNotices{
			Notices: activities.Notices{Residents: p.notices.Residents, Rate: p.config.NoticeRate}, Outside: outside{frozen.Drill, p.outside, p.catalog},
		},
		Batches: &activities.Batches{
			Residents: p.notices.Residents, Pace: p.pace(), Traffic: traffic,
			Pager: &activities.Pager{Carrier: p.line.Texts(p.network.bulk), ValidFor: noticeValid},
		},
		Errands: &activities.Errands{Desk: p.desk},
		Sealer:  &activities.Sealer{Source: p.desk, Files: p.records},
		Tests:   &activities.Tests{Store: p.store},
	})
	if err := p.launch(workers); err != nil {
		return fmt.Errorf("the workers cannot start: %w", err)
	}
	p.later(workers.Stop)
	p.startVersion(ctx)
	p.startCalendar(ctx)
	p.startRosters(ctx)
	return nil
}

func (p *program) handler() (http.Handler, error) {
	door := desk{p.desk, p.dir, p.inbox, p.config.Role.shared()}
	options := api.Options{
		Desk: door, Drills: p.desk, Notices: p.desk, Shadow: shadow{p.store}, Feed: feed{p.store}, Catalog: p.catalog, Webhooks: p.network.webhooks,
		Rosters: rosters{p.catalog, p.others.key}, PlanBook: p.catalog, Records: p.records,
		Health: p.health(), Rebuilder: rebuilder{p.desk, p.recording(), p.records}, Token: p.token, TokenHash: p.hash, Watchdog: troubles{p.watchdog},
		Accounts: p.accounts, Audit: auditLog{p.trail}, Photos: photos.New(p.store, p.desk, p.catalog.keepsPlace, time.Now), Provider: p.provider(), Proxies: p.config.Proxies, Codec: p.codec(), CodecOrigins: p.codecOrigins(),
		PublicURL: p.config.PublicURL, Failure: activities.Failure, CallFailure: activities.CallFailure, Reported: p.reported, Stopping: p.stopping, Log: p.log,
	}
	if p.network.simulator != nil {
		options.Handsets = handsets{p.network.simulator, p.catalog}
	}
	options.Served, options.About, options.Metrics = p.telemetry.served, logs.About, p.telemetry.metrics.Handler()
	handler, err := api.New(options)
	if err != nil {
		return nil, err
	}
	pages, err := p.pages(options, door)
	if err != nil {
		return nil, err
	}
	return p.telemetry.tracing.Handler(joined(pages, handler)), nil
}

// quieter keeps the engine's client from telling every step.
func quieter(log *slog.Logger) *slog.Logger {
	return slog.New(leveled{log.Handler(), slog.LevelWarn})
}

type leveled struct {
	slog.Handler
	level slog.Level
}

// Enabled implements slog.Handler.
func (l leveled) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= l.level && l.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (l leveled) WithAttrs(attrs []slog.Attr) slog.Handler {
	return leveled{l.Handler.WithAttrs(attrs), l.level}
}

// WithGroup implements slog.Handler.
func (l leveled) WithGroup(name string) slog.Handler {
	return leveled{l.Handler.WithGroup(name), l.level}
}
