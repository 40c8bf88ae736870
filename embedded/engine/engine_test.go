package engine_test

import (
	"context"
	"database/sql"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"muster/embedded/engine"
)

func TestIncidentCanBeStartedAndFoundAsSoonAsTheEngineIsUp(t *testing.T) {
	server := start(t, engine.Options{DataDir: t.TempDir()})
	c := dial(t, server.HostPort())

	_, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "incident-1", TaskQueue: "q", TypedSearchAttributes: attributes()}, "Incident")
	require.NoError(t, err)

	for _, query := range []string{
		`MusterSite = "riverside"`, `MusterPlan = "fire"`, `MusterMode = "drill"`, `MusterState = "open"`,
		`MusterPhones = "7c1f"`, `MusterPhones IN ("none", "9d20") AND ExecutionStatus = "Running"`,
	} {
		require.Eventually(t, func() bool { return count(t, c, query) == 1 }, 10*time.Second, 10*time.Millisecond, query)
	}
	require.Zero(t, count(t, c, `MusterPhones = "none"`))
}

func TestNamespaceKeepsEndedIncidentsForAMonthOrAsAsked(t *testing.T) {
	dir := t.TempDir()
	server := start(t, engine.Options{DataDir: dir})
	require.Equal(t, 30*24*time.Hour, retention(t, server))
	server.Stop()

	server = start(t, engine.Options{DataDir: dir, Retention: 48 * time.Hour})
	require.Equal(t, 48*time.Hour, retention(t, server))
}

func TestStoppedEngineLeavesWholeFilesAndGoesOn(t *testing.T) {
	dir := t.TempDir()
	server := start(t, engine.Options{DataDir: dir})
	_, err := dial(t, server.HostPort()).ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "incident-1", TaskQueue: "q"}, "Incident")
	require.NoError(t, err)
	server.Stop()
	server.Stop()
	require.Equal(t, "1", ask(t, filepath.Join(dir, "engine.db")+"?immutable=1", "SELECT count(*) FROM current_executions WHERE workflow_id = 'incident-1'"))

	server = start(t, engine.Options{DataDir: dir})
	found, err := dial(t, server.HostPort()).DescribeWorkflowExecution(t.Context(), "incident-1", "")
	require.NoError(t, err)
	require.Equal(t, enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, found.GetWorkflowExecutionInfo().GetStatus())
}

func TestFilesOfAnOlderEngineAreBroughtUpToDateAndRun(t *testing.T) {
	dir := t.TempDir()
	start(t, engine.Options{DataDir: dir}).Stop()
	ask(t, filepath.Join(dir, "engine.db"), `DROP TABLE current_chasm_executions; UPDATE muster_stamp SET server = '1.30.0', version = '0.10' RETURNING version`)

	server := start(t, engine.Options{DataDir: dir})

	_, err := dial(t, server.HostPort()).ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "incident-1", TaskQueue: "q"}, "Incident")
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(dir, "engine.db.of-0.10"))
}

func TestFilesOfANewerEngineAreRefused(t *testing.T) {
	dir := t.TempDir()
	start(t, engine.Options{DataDir: dir}).Stop()
	ask(t, filepath.Join(dir, "engine.db"), `UPDATE muster_stamp SET server = '1.40.0', version = '0.12' RETURNING version`)

	_, err := engine.Start(t.Context(), engine.Options{DataDir: dir})

	require.ErrorContains(t, err, "was written by engine 1.40.0")
	require.ErrorContains(t, err, "start the newer muster again")
}

func TestDirectoryInUseIsRefusedAndFreeAfterwards(t *testing.T) {
	dir := t.TempDir()
	first := start(t, engine.Options{DataDir: dir})

	_, err := engine.Start(t.Context(), engine.Options{DataDir: dir})
	require.ErrorContains(t, err, "the data directory "+dir+" is in use by another process: stop that one first")

	first.Stop()
	start(t, engine.Options{DataDir: dir})
}

func TestWhatTheEngineCannotDoIsSaid(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, taken.Close()) })
	for _, c := range []struct {
		opts engine.Options
		says string
	}{
		{engine.Options{}, "the engine needs a data directory"},
		{engine.Options{DataDir: "/dev/null/data"}, "cannot make the data directory /dev/null/data"},
		{engine.Options{DataDir: t.TempDir(), Retention: time.Minute}, "for only 1m0s: give at least 1h"},
		{engine.Options{DataDir: t.TempDir(), Listen: "7233"}, "is no address: write host:port"},
		{engine.Options{DataDir: t.TempDir(), Listen: "127.0.0.1:port"}, `"port" is no port`},
		{engine.Options{DataDir: t.TempDir(), Listen: "0.0.0.0:0"}, "listens on this machine only: write 127.0.0.1 instead of 0.0.0.0"},
		{engine.Options{DataDir: t.TempDir(), Listen: taken.Addr().String()}, "cannot listen on " + taken.Addr().String()},
		{engine.Options{DataDir: t.TempDir(), UI: true, UIListen: "192.0.2.1:80"}, "listens on this machine only"},
	} {
		_, err := engine.Start(t.Context(), c.opts)
		require.ErrorContains(t, err, c.says)
	}
}

func TestWebPageIsServedOnlyWhenAsked(t *testing.T) {
	require.Empty(t, start(t, engine.Options{DataDir: t.TempDir()}).UIAddress())

	server := start(t, engine.Options{DataDir: t.TempDir(), UI: true})
	response, err := http.Get("http://" + server.UIAddress() + "/namespaces/muster/workflows")
	require.NoError(t, err)
	page, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.Contains(t, string(page), "<html")
}

func start(t *testing.T, opts engine.Options) *engine.Server {
	t.Helper()
	server, err := engine.Start(t.Context(), opts)
	require.NoError(t, err)
	require.Equal(t, "muster", server.Namespace())
	t.Cleanup(server.Stop)
	return server
}

func dial(t *testing.T, address string) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: address, Namespace: engine.Namespace, Logger: quiet()})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func attributes() temporal.SearchAttributes {
	return temporal.NewSearchAttributes(
		temporal.NewSearchAttributeKeyKeyword("MusterSite").ValueSet("riverside"),
		temporal.NewSearchAttributeKeyKeyword("MusterPlan").ValueSet("fire"),
		temporal.NewSearchAttributeKeyKeyword("MusterMode").ValueSet("drill"),
		temporal.NewSearchAttributeKeyKeyword("MusterState").ValueSet("open"),
		temporal.NewSearchAttributeKeyKeywordList("MusterPhones").ValueSet([]string{"7c1f", "9d20"}),
	)
}

func count(t *testing.T, c client.Client, query string) int64 {
	t.Helper()
	counted, err := c.CountWorkflow(t.Context(), &workflowservice.CountWorkflowExecutionsRequest{Namespace: engine.Namespace, Query: query})
	require.NoError(t, err)
	return counted.GetCount()
}

func retention(t *testing.T, server *engine.Server) time.Duration {
	t.Helper()
	described, err := dial(t, server.HostPort()).WorkflowService().DescribeNamespace(context.Background(), &workflowservice.DescribeNamespaceRequest{Namespace: server.Namespace()})
	require.NoError(t, err)
	return described.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration()
}

// ask runs statements on a file of the engine and returns the first value of the last row.
func ask(t *testing.T, file, statements string) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	require.NoError(t, err)
	var out string
	require.NoError(t, db.QueryRowContext(t.Context(), statements).Scan(&out))
	require.NoError(t, db.Close())
	return out
}
