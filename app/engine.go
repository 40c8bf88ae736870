package app

// The engine: an existing Temporal, or the one that the all-in-one program embeds.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/grpc"

	"muster/app/vault"
	"muster/workflows"
)

// ErrNoEngine is what the slim program says without an address.
var ErrNoEngine = errors.New("this program has no engine inside: set MUSTER_TEMPORAL_ADDRESS to an existing Temporal, or use the all-in-one program (make build, bin/muster)")

// EngineOptions are what an embedded engine is started with.
type EngineOptions struct {
	DataDir string
	UI      string // where its own web page listens; empty: not served
	Log     *slog.Logger
}

// RunningEngine is an embedded engine that takes workflows.
type RunningEngine interface {
	HostPort() string
	Namespace() string
	UIAddress() string
	Stop()
}

// Engine starts an embedded engine; nil where the program has none.
type Engine func(ctx context.Context, o EngineOptions) (RunningEngine, error)

// engine is the way to Temporal.
type engine struct {
	client.Client
	embedded  RunningEngine // nil for an existing one
	namespace string
}

func openEngine(ctx context.Context, c Config, dir *dataDir, start Engine, keys *vault.Vault, t telemetry, logger *slog.Logger) (*engine, error) {
	if c.TemporalAddress != "" {
		return dial(ctx, c, keys, t, logger)
	}
	running, err := start(ctx, EngineOptions{DataDir: dir.file("engine"), UI: c.EngineUI, Log: logger})
	if err != nil {
		return nil, err
	}
	options, err := clientOptions(keys, logger)
	if err != nil {
		running.Stop()
		return nil, err
	}
	options = t.instrument(options)
	options.HostPort, options.Namespace = running.HostPort(), running.Namespace()
	connected, err := client.DialContext(ctx, options)
	if err != nil {
		running.Stop()
		return nil, fmt.Errorf("the engine does not answer: %w", err)
	}
	return &engine{Client: connected, embedded: running, namespace: running.Namespace()}, nil
}

// clientOptions compress what the engine keeps, since an incident's input is mostly names, and encrypt it: the connection itself
// does, so that a task that cannot be decrypted is never begun. It times out and is given out again, and its incident waits; a
// converter would fail the workflow. The connection need not compress again.
func clientOptions(keys *vault.Vault, logger *slog.Logger) (client.Options, error) {
	encrypt, err := encrypting(keys)
	if err != nil {
		return client.Options{}, fmt.Errorf("set up the encryption of what the engine keeps: %w", err)
	}
	through := newDataConverter()
	return client.Options{
		Logger:           log.NewStructuredLogger(logger),
		DataConverter:    through,
		FailureConverter: temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{DataConverter: through, EncodeCommonAttributes: true}),
		ConnectionOptions: client.ConnectionOptions{
			GrpcCompression: &client.GrpcCompressionNone{}, DialOptions: []grpc.DialOption{grpc.WithChainUnaryInterceptor(encrypt)},
		},
	}, nil
}

func dial(ctx context.Context, c Config, keys *vault.Vault, t telemetry, logger *slog.Logger) (*engine, error) {
	options, err := clientOptions(keys, logger)
	if err != nil {
		return nil, err
	}
	options = t.instrument(options)
	options.HostPort, options.Namespace = c.TemporalAddress, c.TemporalNamespace
	secured, err := c.engineTLS()
	if err != nil {
		return nil, err
	}
	options.ConnectionOptions.TLS = secured
	if c.TemporalAPIKey != "" {
		options.Credentials = client.NewAPIKeyStaticCredentials(c.TemporalAPIKey)
	}
	connected, err := client.DialContext(ctx, options)
	if err != nil {
		logger.Warn("the engine does not answer", "error", err)
		if why := c.engineShows(ctx, secured); why != "" {
			return nil, given(errors.New(why))
		}
		return nil, given(fmt.Errorf("the engine at %s does not answer: check MUSTER_TEMPORAL_ADDRESS, and that the server runs", c.TemporalAddress))
	}
	if err := ensureSearch(ctx, connected, c.TemporalNamespace); err != nil {
		connected.Close()
		return nil, err
	}
	return &engine{Client: connected, namespace: c.TemporalNamespace}, nil
}

// ensureSearch adds our search attributes to a namespace that lacks them.
func ensureSearch(ctx context.Context, c client.Client, namespace string) error {
	var there map[string]enums.IndexedValueType
	if known, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace}); err == nil {
		there = known.GetCustomAttributes()
	}
	wanted := searchLacking(there)
	if len(wanted) == 0 {
		return nil
	}
	_, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: namespace, SearchAttributes: wanted})
	var exist *serviceerror.AlreadyExists
	if err != nil && !errors.As(err, &exist) {
		return fmt.Errorf("the namespace %s lacks Muster's search attributes and they cannot be added: %w; have an operator add MusterSite, MusterPlan, MusterMode, MusterState (Keyword) and MusterPhones (KeywordList)", namespace, err)
	}
	return nil
}

// searchLacking are our search attributes without those that are there.
func searchLacking(there map[string]enums.IndexedValueType) map[string]enums.IndexedValueType {
	wanted := map[string]enums.IndexedValueType{
		workflows.KeySite.GetName():   enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyPlan.GetName():   enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyMode.GetName():   enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyState.GetName():  enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyPhones.GetName(): enums.INDEXED_VALUE_TYPE_KEYWORD_LIST,
	}
	for name := range there {
		delete(wanted, name)
	}
	return wanted
}

// nobody is the id of a workflow that there never is.
const nobody = "muster-health"

// Healthy says whether the engine answers, and can read what it keeps: it is asked for a workflow that nobody ever began, for which
// it has to look into its database. Its own health is well while that is away.
func (e *engine) Healthy(ctx context.Context) error {
	if _, err := e.CheckHealth(ctx, &client.CheckHealthRequest{}); err != nil {
		return err
	}
	_, err := e.DescribeWorkflowExecution(ctx, nobody, "")
	var missing *serviceerror.NotFound
	if errors.As(err, &missing) {
		return nil
	}
	return err
}

func (e *engine) close() {
	e.Close()
	if e.embedded != nil {
		e.embedded.Stop()
	}
}
