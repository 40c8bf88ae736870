package app

// What the doctor says of the server that Muster's database is on.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/ops/doctor"
	"muster/test/postgres"
)

func TestDoctorWarnsWhereOneServerIsMustersAndTheEngines(t *testing.T) {
	server := postgres.Start(t)
	e := &examination{Config: Config{DataDir: t.TempDir(), Database: server.Database(t)}}
	requireApart := func(says string) {
		t.Helper()
		found := e.server(t.Context())
		require.Len(t, found, 1)
		require.Equal(t, doctor.Warn, found[0].State)
		require.Contains(t, found[0].Text, says)
		require.Contains(t, found[0].Text, "give Muster's database a server of its own")
		require.NotContains(t, found[0].Text, server.Secret())
	}
	require.Empty(t, e.server(t.Context()))
	t.Setenv(engineDatabase, "postgres://engine:secret@db.example.org:5432/engine")
	require.Empty(t, e.server(t.Context()))
	t.Setenv(engineDatabase, server.Database(t))
	requireApart("its server is the engine's too, by MUSTER_ENGINE_DATABASE_URL")
	t.Setenv(engineDatabase, "")
	server.Pair(t)
	requireApart("_visibility): ")

	e.Database = "postgres://muster@127.0.0.1:1/muster"
	found := e.server(t.Context())
	require.Equal(t, doctor.Warn, found[0].State)
	require.Contains(t, found[0].Text, "its server cannot be looked at")
	e.Database = ""
	require.Empty(t, e.server(t.Context()), "a file is on no server")
}
