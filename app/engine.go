package app

// The engine: an existing Temporal, or the one that the all-in-one program embeds.

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

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

func openEngine(ctx context.Context, c Config, dir *dataDir, start Engine, logger *slog.Logger) (*engine, error) {
	if c.TemporalAddress != "" {
		return dial(ctx, c, logger)
	}
	running, err := start(ctx, EngineOptions{DataDir: dir.file("engine"), UI: c.EngineUI, Log: logger})
	if err != nil {
		return nil, err
	}
	options := clientOptions(logger)
	options.HostPort, options.Namespace = running.HostPort(), running.Namespace()
	connected, err := client.DialContext(ctx, options)
	if err != nil {
		running.Stop()
		return nil, fmt.Errorf("the engine does not answer: %w", err)
	}
	return &engine{Client: connected, embedded: running, namespace: running.Namespace()}, nil
}

// clientOptions compress what the engine keeps: an incident's input is mostly names. The connection need not compress it
// again.
func clientOptions(logger *slog.Logger) client.Options {
	return client.Options{
		Logger:            log.NewStructuredLogger(logger),
		DataConverter:     newDataConverter(),
		ConnectionOptions: client.ConnectionOptions{GrpcCompression: &client.GrpcCompressionNone{}},
	}
}

func dial(ctx context.Context, c Config, logger *slog.Logger) (*engine, error) {
	options := clientOptions(logger)
	options.HostPort, options.Namespace = c.TemporalAddress, c.TemporalNamespace
	if c.TemporalCert != "" {
		pair, err := tls.LoadX509KeyPair(c.TemporalCert, c.TemporalKey)
		if err != nil {
			return nil, given(fmt.Errorf("the certificate of MUSTER_TEMPORAL_TLS_CERT and _KEY cannot be used: %w", err))
		}
		options.ConnectionOptions.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	if c.TemporalAPIKey != "" {
		options.Credentials = client.NewAPIKeyStaticCredentials(c.TemporalAPIKey)
	}
	connected, err := client.DialContext(ctx, options)
	if err != nil {
		logger.Warn("the engine does not answer", "error", err)
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
	wanted := map[string]enums.IndexedValueType{
		workflows.KeySite.GetName():   enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyPlan.GetName():   enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyMode.GetName():   enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyState.GetName():  enums.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.KeyPhones.GetName(): enums.INDEXED_VALUE_TYPE_KEYWORD_LIST,
	}
	known, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
	if err == nil {
		for name := range known.CustomAttributes {
			delete(wanted, name)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	_, err = c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: namespace, SearchAttributes: wanted})
	var there *serviceerror.AlreadyExists
	if err != nil && !errors.As(err, &there) {
		return fmt.Errorf("the namespace %s lacks Muster's search attributes and they cannot be added: %w; have an operator add MusterSite, MusterPlan, MusterMode, MusterState (Keyword) and MusterPhones (KeywordList)", namespace, err)
	}
	return nil
}

// Healthy says whether the engine answers.
func (e *engine) Healthy(ctx context.Context) error {
	_, err := e.CheckHealth(ctx, &client.CheckHealthRequest{})
	return err
}

func (e *engine) close() {
	e.Close()
	if e.embedded != nil {
		e.embedded.Stop()
	}
}
