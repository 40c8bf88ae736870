package app

// The doctor's round: what this configuration needs, looked at from a process beside the running Muster.

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"muster/ops/doctor"
	"muster/plans"
	"muster/store"
)

// examination is one round. What a check learns that a later one needs is kept in it.
type examination struct {
	Config
	embeds bool // this program has an engine inside
	web    doctor.Web
	clocks []doctor.Finding
}

// Examine looks whether all that a configuration needs is there. It changes nothing. embeds says whether the program has an engine inside.
func Examine(ctx context.Context, c Config, embeds bool) []doctor.Finding {
	transport := &http.Transport{DialContext: (&net.Dialer{Timeout: 3 * time.Second}).DialContext, TLSHandshakeTimeout: 3 * time.Second, Proxy: http.ProxyFromEnvironment}
	defer transport.CloseIdleConnections()
	e := &examination{Config: c, embeds: embeds, web: doctor.Web{Now: time.Now, Client: &http.Client{
		Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}}
	return doctor.Examine(ctx, []doctor.Check{
		e.directories, e.plans, e.keys, e.database, e.engine, e.muster, e.carrier, e.webhook, e.certificates, e.clock, e.operator,
	})
}

func (e *examination) directories(context.Context) []doctor.Finding {
	return []doctor.Finding{
		doctor.Directory("data directory", e.DataDir, "MUSTER_DATA_DIR", roomNeeded),
		doctor.Directory("records", e.RecordsDir, "MUSTER_RECORDS_DIR", roomNeeded),
	}
}

func (e *examination) plans(context.Context) []doctor.Finding {
	const check = "plans"
	if e.PlansDir == "" {
		return []doctor.Finding{doctor.Well(check, "the program's own")}
	}
	further, err := plans.LoadDir(e.PlansDir)
	if err == nil {
		_, err = plans.Linked(plans.With(plans.Library(), further))
	}
	if err != nil {
		return []doctor.Finding{doctor.Failure(check, "those of MUSTER_PLANS_DIR, %s, cannot be used: try each with `muster plan check FILE`: %s", e.PlansDir, oneLine(err))}
	}
	return []doctor.Finding{doctor.Well(check, "the program's own, and %d of %s", len(further), e.PlansDir)}
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

func (e *examination) database(ctx context.Context) []doctor.Finding {
	const check = "database"
	parts, err := store.Schema(ctx, e.storeOptions())
	if err != nil {
		return []doctor.Finding{doctor.Failure(check, "%s cannot be used: %s", e.databaseNamed(), oneLine(err))}
	}
	lacks := 0
	for _, part := range parts {
		if part.AppliedAt.IsZero() {
			lacks++
		}
	}
	tables := doctor.Well(check, "%s answers and has all tables", e.databaseNamed())
	switch {
	case lacks == len(parts):
		tables = doctor.Warning(check, "%s is empty: the first start makes its tables, or `muster migrate up`", e.databaseNamed())
	case lacks > 0:
		tables = doctor.Failure(check, "%s lacks %d of %d parts of this version's tables: run `muster migrate up`", e.databaseNamed(), lacks, len(parts))
	}
	return append([]doctor.Finding{tables}, e.server(ctx)...)
}

func (e *examination) engine(ctx context.Context) []doctor.Finding {
	const check = "engine"
	switch {
	case e.TemporalAddress != "":
		return e.farEngine(ctx)
	case !e.embeds:
		return []doctor.Finding{doctor.Failure(check, "%s", ErrNoEngine)}
	}
	return []doctor.Finding{doctor.Well(check, "inside the program, in the data directory")}
}

func (e *examination) farEngine(ctx context.Context) []doctor.Finding {
	const check = "engine"
	secured, err := e.engineTLS()
	if err != nil {
		return []doctor.Finding{doctor.Failure(check, "%s", err)}
	}
	options := client.Options{ // which reads no payload, and needs no key
		HostPort: e.TemporalAddress, Namespace: e.TemporalNamespace, Logger: log.NewStructuredLogger(slog.New(slog.DiscardHandler)),
		ConnectionOptions: client.ConnectionOptions{TLS: secured},
	}
	if e.TemporalAPIKey != "" {
		options.Credentials = client.NewAPIKeyStaticCredentials(e.TemporalAPIKey)
	}
	connected, err := client.DialContext(ctx, options)
	if err != nil {
		if why := e.engineShows(ctx, secured); why != "" {
			return []doctor.Finding{doctor.Failure(check, "%s", why)}
		}
		return []doctor.Finding{doctor.Failure(check, "the engine at %s does not answer: check MUSTER_TEMPORAL_ADDRESS, that the server runs, and that this machine may reach it", e.TemporalAddress)}
	}
	defer connected.Close()
	known, err := connected.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: e.TemporalNamespace})
	if err != nil {
		return []doctor.Finding{doctor.Failure(check, "the engine at %s answers, but not for the namespace %s: make it there, or correct MUSTER_TEMPORAL_NAMESPACE", e.TemporalAddress, e.TemporalNamespace)}
	}
	if lacking := searchLacking(known.GetCustomAttributes()); len(lacking) > 0 {
		return []doctor.Finding{doctor.Warning(check, "the namespace %s lacks %d search attributes: the first start adds them, if it may", e.TemporalNamespace, len(lacking))}
	}
	return []doctor.Finding{doctor.Well(check, "%s answers, namespace %s", e.TemporalAddress, e.TemporalNamespace)}
}

func (e *examination) clock(context.Context) []doctor.Finding {
	if len(e.clocks) == 0 {
		return []doctor.Finding{doctor.Well("clock", "%s UTC by this machine; without a carrier or a database server there is none to compare it with", e.web.Now().UTC().Format(time.DateTime))}
	}
	return e.clocks
}

func (e *examination) operator(context.Context) []doctor.Finding {
	if len(e.Operator) == 0 {
		return []doctor.Finding{doctor.Warning("operator", "MUSTER_OPERATOR is empty: when Muster itself fails, only the sites' companies are told")}
	}
	return []doctor.Finding{doctor.Well("operator", "%d told when Muster itself fails", len(e.Operator))}
}
