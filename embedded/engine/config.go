// The server's fixed configuration: where it stores, where it listens, and how its parts find one another.

package engine

import (
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/metrics"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

// clusterName is what the server calls this installation; it is written into
// every history and must not change.
const clusterName = "active"

// serverConfig describes one installation of four services on loopback ports.
func serverConfig(st store, ports ports) *config.Config {
	return &config.Config{
		Persistence: config.Persistence{
			DefaultStore:     "main",
			VisibilityStore:  "index",
			NumHistoryShards: historyShards,
			DataStores: map[string]config.DataStore{
				"main":  {SQL: st.main()},
				"index": {SQL: st.index()},
			},
		},
		Global: config.Global{
			Membership: config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: loopback},
		},
		ClusterMetadata:     clusterConfig(ports.hostPort()),
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services:            services(ports),
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
		PublicClient: config.PublicClient{HostPort: ports.hostPort()},
	}
}

// sqlConfig is the one connection to a file. More than one made the server fail
// with locked databases.
func sqlConfig(file string) *config.SQL {
	return &config.SQL{
		PluginName:        sqliteplugin.PluginName,
		DatabaseName:      file,
		ConnectAttributes: pragmas(),
		MaxConns:          1,
		MaxIdleConns:      1,
	}
}

func clusterConfig(hostPort string) *cluster.Config {
	return &cluster.Config{
		FailoverVersionIncrement: 10,
		MasterClusterName:        clusterName,
		CurrentClusterName:       clusterName,
		ClusterInformation: map[string]cluster.ClusterInformation{
			clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: hostPort},
		},
	}
}

func services(ports ports) map[string]config.Service {
	at := func(ip string, port int) config.Service {
		return config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: ip}}
	}
	return map[string]config.Service{
		string(primitives.FrontendService): at(ports.ip, ports.frontend),
		string(primitives.HistoryService):  at(loopback, ports.history),
		string(primitives.MatchingService): at(loopback, ports.matching),
		string(primitives.WorkerService):   at(loopback, ports.worker),
	}
}

// serverOptions hands the configuration to the server. Its services find one
// another by a fixed list instead of gossip, which saves four ports and half of
// the start.
func serverOptions(cfg *config.Config, ports ports, logger *serverLogger) []temporal.ServerOption {
	return []temporal.ServerOption{
		temporal.WithConfig(cfg),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(map[primitives.ServiceName]static.Hosts{
			primitives.FrontendService: static.SingleLocalHost(ports.hostPort()),
			primitives.HistoryService:  static.SingleLocalHost(hostPort(loopback, ports.history)),
			primitives.MatchingService: static.SingleLocalHost(hostPort(loopback, ports.matching)),
			primitives.WorkerService:   static.SingleLocalHost(hostPort(loopback, ports.worker)),
		}),
		temporal.WithLogger(logger),
		temporal.WithCustomMetricsHandler(metrics.NoopMetricsHandler),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper {
			return authorization.NewNoopClaimMapper()
		}),
		temporal.WithDynamicConfigClient(dynamicSettings()),
	}
}
