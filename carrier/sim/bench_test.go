package sim_test

// How fast messages are taken.

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/carrier/sim"
)

// BenchmarkAcceptingMessages measures the simulator alone, ledger file included, from many callers at once.
func BenchmarkAcceptingMessages(b *testing.B) {
	s, err := sim.Open(sim.Options{AccountSID: account, AuthToken: token, PublicURL: "http://127.0.0.1:9", Dir: b.TempDir()})
	require.NoError(b, err)
	defer func() { require.NoError(b, s.Close()) }()
	address, err := s.Listen("127.0.0.1:0")
	require.NoError(b, err)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	b.RunParallel(func(pb *testing.PB) {
		for n := 0; pb.Next(); n++ {
			body := "To=" + fmt.Sprintf("%%2B1202555%04d", n%1000) + "&From=%2B12025550100&Body=hi"
			req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, address+messages, strings.NewReader(body))
			require.NoError(b, err)
			req.SetBasicAuth(account, token)
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			res, err := client.Do(req)
			require.NoError(b, err)
			require.NoError(b, res.Body.Close())
			require.Equal(b, http.StatusCreated, res.StatusCode)
		}
	})
}
