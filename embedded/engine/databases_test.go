package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"muster/embedded/engine"
	"muster/test/postgres"
)

func TestEngineOnAServerGoesOnWhereItWasAndIsAlone(t *testing.T) {
	database := postgres.Start(t).Pair(t)
	server := start(t, engine.Options{Database: database})
	c := dial(t, server.HostPort())
	_, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "incident-1", TaskQueue: "q", TypedSearchAttributes: attributes()}, "Incident")
	require.NoError(t, err)
	for _, query := range []string{`MusterSite = "riverside"`, `MusterPhones IN ("none", "9d20") AND ExecutionStatus = "Running"`} {
		require.Eventually(t, func() bool { return count(t, c, query) == 1 }, 20*time.Second, 20*time.Millisecond, query)
	}
	_, err = engine.Start(t.Context(), engine.Options{Database: database})
	require.ErrorContains(t, err, "in use by another engine")
	server.Stop()

	server = start(t, engine.Options{Database: database, Retention: 48 * time.Hour})
	require.Equal(t, 48*time.Hour, retention(t, server))
	_, err = dial(t, server.HostPort()).DescribeWorkflowExecution(t.Context(), "incident-1", "")
	require.NoError(t, err)
	server.Stop()

	other := postgres.Other(t, database)
	other("UPDATE schema_version SET curr_version = '1.99'")
	_, err = engine.Start(t.Context(), engine.Options{Database: database})
	require.ErrorContains(t, err, "used by a newer server")
	other("UPDATE schema_version SET curr_version = '1.18'") // as an older server left it
	start(t, engine.Options{Database: database}).Stop()
}

func TestDatabasesThatAreNoEnginesAreRefusedInASentence(t *testing.T) {
	server := postgres.Start(t)
	foreign := server.Pair(t)
	postgres.Other(t, foreign)("CREATE TABLE incidents (id int)")
	for address, sentence := range map[string]string{
		foreign:            "holds the tables of another program",
		server.Database(t): "run createdb --owner=muster",
		strings.Replace(foreign, "muster:", "stranger:", 1):                    "does not let the engine in",
		strings.Replace(foreign, fmt.Sprintf(":%d/", server.Port()), ":1/", 1): "does not answer",
		"mysql://muster@127.0.0.1/d":                                           "is no address of a PostgreSQL database",
	} {
		_, err := engine.Start(t.Context(), engine.Options{Database: address})
		require.ErrorContains(t, err, sentence)
		require.NotContains(t, err.Error(), server.Secret())
	}
}
