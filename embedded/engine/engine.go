// Package engine runs a Temporal server inside this process, on SQLite files in
// a data directory, for the program that needs no other server beside it, or on
// two databases of a PostgreSQL server.
//
// Start creates the tables, the namespace and Muster's search attributes, and
// returns once a workflow can be started and found. Everything listens on the
// loopback interface only. A process killed at any moment goes on where it was.
package engine

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.temporal.io/sdk/worker"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/temporal"
)

// Namespace is the name under which all workflows of Muster run.
const Namespace = "muster"

// DefaultRetention is how long the engine keeps ended workflows when
// Options.Retention is zero.
const DefaultRetention = 30 * 24 * time.Hour

// Options says where the engine keeps its files and what it shows of itself.
type Options struct {
	// DataDir holds the engine's files; it is made if it is missing. One process at a time may use it.
	DataDir string
	// Database is the address of a PostgreSQL database, postgres://...; the index is kept in a second one of the same
	// name with "_visibility" behind it. Empty: files in DataDir.
	Database string
	// Listen is the loopback address (host:port) for clients; empty or port 0 picks a free port.
	Listen string
	// Retention is how long ended workflows are kept; zero means DefaultRetention, less than an hour is refused.
	Retention time.Duration
	// UI serves the engine's own web page at UIListen.
	UI bool
	// UIListen is the loopback address (host:port) of that page; empty or port 0 picks a free port.
	UIListen string
	// Logger receives what the engine has to say at warning level and above; nil drops it.
	Logger *slog.Logger
}

// Server is a running engine. Its zero value is of no use: call Start.
type Server struct {
	hostPort string
	temporal temporal.Server
	store    store
	logger   *serverLogger
	page     *webPage
	stopOnce sync.Once
}

// Start opens the data directory and runs the engine on it. It returns once the
// namespace takes workflows and can be searched by Muster's attributes.
// Its errors are sentences for the person who started the program.
func Start(ctx context.Context, opts Options) (*Server, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	kept, err := opts.store()
	if err != nil {
		return nil, err
	}
	if err := kept.lock(ctx); err != nil {
		kept.release()
		return nil, err
	}
	// The server's own workers would else read the whole program at each start, only to name it by a sum.
	worker.SetBinaryChecksum("muster-engine-" + Version())
	s := &Server{logger: newServerLogger(opts.Logger), store: kept}
	if err := s.start(ctx, opts); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// Version is that of the server inside, as in "1.32.1".
func Version() string { return headers.ServerVersion }

// HostPort is the address at which clients reach the engine.
func (s *Server) HostPort() string { return s.hostPort }

// Namespace is the namespace that Start prepared.
func (s *Server) Namespace() string { return Namespace }

// UIAddress is the web page's host:port, or empty if it is not served.
func (s *Server) UIAddress() string { return s.page.address() }

// Stop ends the engine in order and frees the data directory. It may be called
// more than once; after the first time it does nothing.
func (s *Server) Stop() { s.stopOnce.Do(s.stop) }

func (o Options) withDefaults() (Options, error) {
	if o.DataDir == "" && o.Database == "" {
		return o, errors.New("the engine needs a data directory: give one (MUSTER_DATA_DIR or --data-dir)")
	}
	if o.Retention == 0 {
		o.Retention = DefaultRetention
	}
	if o.Retention < time.Hour {
		return o, fmt.Errorf("the engine cannot keep ended incidents for only %s: give at least 1h", o.Retention)
	}
	if o.Database != "" {
		return o, nil
	}
	if err := os.MkdirAll(o.DataDir, 0o700); err != nil {
		return o, fmt.Errorf("cannot make the data directory %s: %w", o.DataDir, err)
	}
	dir, err := filepath.Abs(o.DataDir)
	if err != nil {
		return o, fmt.Errorf("cannot find the data directory %s: %w", o.DataDir, err)
	}
	o.DataDir = dir
	return o, nil
}

// store is where an engine with these options keeps what it knows.
func (o Options) store() (store, error) {
	if o.Database != "" {
		return databasesAt(o.Database)
	}
	return storeIn(o.DataDir), nil
}

func (s *Server) start(ctx context.Context, opts Options) error {
	ports, err := choosePorts(opts.Listen)
	if err != nil {
		return err
	}
	if err := s.store.prepare(ctx, s.logger.out); err != nil {
		return err
	}
	cfg := serverConfig(s.store, ports)
	if err := createNamespace(s.store, opts.Retention); err != nil {
		return err
	}
	if err := s.run(cfg, ports); err != nil {
		return err
	}
	s.hostPort = ports.hostPort()
	if err := awaitNamespace(ctx, s.hostPort, opts.Retention); err != nil {
		return err
	}
	if !opts.UI {
		return nil
	}
	s.page, err = servePage(ctx, opts.UIListen, s.hostPort)
	return err
}

// run starts the server's four services. The server reports a port that was
// taken in the meantime, and the like, by ending the process; here that becomes
// an error of ours.
func (s *Server) run(cfg *config.Config, ports ports) (err error) {
	defer func() {
		if end, ok := recover().(fatalError); ok {
			err = fmt.Errorf("the engine could not start: %w; start again, and if it stays so give another port with --listen", end)
		}
	}()
	server, err := temporal.NewServer(serverOptions(cfg, ports, s.logger)...)
	if err != nil {
		return fmt.Errorf("the engine could not start: %w", err)
	}
	if err := server.Start(); err != nil {
		return fmt.Errorf("the engine could not start: %w", errors.Join(err, server.Stop()))
	}
	s.temporal = server
	return nil
}

func (s *Server) stop() {
	defer s.store.release()
	s.page.stop()
	s.logger.hush()
	if s.temporal == nil {
		return
	}
	err := errors.Join(s.temporal.Stop(), s.store.settle())
	if err != nil {
		s.logger.out.Warn("the engine did not stop in order; it goes on where it was at the next start", "error", err)
	}
}
