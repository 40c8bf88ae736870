package postgres

// Databases of a private server, and the server that all tests of a package share.

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
)

// Database makes an empty database, which is dropped when the test ends, and gives its URL. Its user owns it and nothing else.
func (s *Server) Database(t testing.TB) (url string) {
	t.Helper()
	return s.create(t, "")
}

// Copy makes a database as Database does, with what is in the one at a URL, to which nobody may be connected.
func (s *Server) Copy(t testing.TB, from string) (url string) {
	t.Helper()
	config, err := pgconn.ParseConfig(from)
	require.NoError(t, err)
	return s.create(t, " TEMPLATE "+config.Database)
}

func (s *Server) create(t testing.TB, how string) (url string) {
	t.Helper()
	name := fmt.Sprintf("d%d", s.databases.Add(1))
	require.NoError(t, s.exec(s.url(owner, owner), "CREATE DATABASE "+name+" OWNER "+user+how))
	t.Cleanup(func() {
		_ = s.exec(s.url(owner, owner), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") // a server that was stopped takes it along
	})
	return s.url(user, name)
}

// Pair makes two empty databases, the second of the first one's name with "_visibility" behind it, as an engine wants them, and
// gives the first one's URL. They go with the server.
func (s *Server) Pair(t testing.TB) (url string) {
	t.Helper()
	name := fmt.Sprintf("d%d", s.databases.Add(1))
	for _, database := range []string{name, name + "_visibility"} {
		require.NoError(t, s.exec(s.url(owner, owner), "CREATE DATABASE "+database+" OWNER "+user))
	}
	return s.url(user, name)
}

// Port is where the server listens on the loopback interface.
func (s *Server) Port() int { return s.port }

// Dir is where the server's data lies.
func (s *Server) Dir() string { return s.dir }

// Secret is the password in the URLs of its databases.
func (s *Server) Secret() string { return s.password }

// Administer runs SQL as the server's owner.
func (s *Server) Administer(t testing.TB, sql string) {
	t.Helper()
	require.NoError(t, s.exec(s.url(owner, owner), sql))
}

// Other connects to a database as another program would and gives what performs its statements, all on one connection.
func Other(t testing.TB, url string) func(sql string) {
	t.Helper()
	conn, err := pgconn.Connect(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return func(sql string) {
		t.Helper()
		_, err := conn.Exec(t.Context(), sql).ReadAll()
		require.NoError(t, err)
	}
}

// shared is the server that all tests of a package use, from the first who asks for it on.
var shared struct {
	sync.Mutex
	server *Server
}

// Shared gives the server that all tests of a package use. Its TestMain ends it with End.
func Shared(t testing.TB) *Server {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		s, err := Open()
		require.NoError(t, err)
		shared.server = s
	}
	return shared.server
}

// Ending is a package's tests, after which the shared server is ended: what TestMain runs.
type Ending struct {
	Tests interface{ Run() int }
}

// Run runs the tests and gives their exit code, another one than 0 where the server did not end.
func (e Ending) Run() int {
	code := e.Tests.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		return code
	}
	if err := shared.server.Close(); err != nil {
		fmt.Println(err)
		code = max(code, 1)
	}
	return code
}
