package sim_test

// The simulator's socket.

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rawPost is a request as it stands on the wire.
func rawPost(attempt int) string {
	body := form(phone, page, attempt).Encode()
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: carrier\r\nAuthorization: Basic %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		messages, base64.StdEncoding.EncodeToString([]byte(account+":"+token)), len(body), body)
}

func TestARequestBeginsWithItsFirstByte(t *testing.T) {
	n := open(t, nil)
	conn, err := net.Dial("tcp", strings.TrimPrefix(n.url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	answers := bufio.NewReader(conn)
	for attempt := range 2 { // the second on the same connection
		request := rawPost(attempt)
		begun := time.Now()
		_, err = conn.Write([]byte(request[:1]))
		require.NoError(t, err)
		for time.Since(begun) < 30*time.Millisecond {
			n.list(t, nil) // meanwhile the simulator works, and has read the byte
		}
		completed := time.Now()
		_, err = conn.Write([]byte(request[1:]))
		require.NoError(t, err)
		res, err := http.ReadResponse(answers, nil)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, http.StatusCreated, res.StatusCode)
		entry := n.Ledger()[attempt]
		require.WithinRange(t, entry.FirstByte, begun.Add(-time.Millisecond), completed)
		require.False(t, entry.Accepted.Before(completed))
	}
	require.Equal(t, 2, n.Connections())
}

func TestASimulatorListensOnce(t *testing.T) {
	n := open(t, nil)
	_, err := n.Listen("127.0.0.1:0")
	require.ErrorContains(t, err, "listens already")
	require.NoError(t, n.Plug(), "plugged in already")
}

func TestAPortThatIsTakenIsAnError(t *testing.T) {
	n := open(t, nil)
	other := open(t, nil)
	other.Unplug()
	_, err := other.Listen(strings.TrimPrefix(n.url, "http://"))
	require.Error(t, err)
}

func TestAfterItsEndNothingIsServed(t *testing.T) {
	n := open(t, nil)
	require.NoError(t, n.Close())
	_, err := n.call(t, http.MethodGet, messages, nil)
	require.Error(t, err)
	require.NoError(t, n.Close(), "closing twice is harmless")
}
