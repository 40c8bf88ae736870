package engine

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPortTakenAtTheLastMomentIsAnErrorAndNotTheEndOfTheProcess(t *testing.T) {
	st := storeIn(t.TempDir())
	s := &Server{logger: newServerLogger(nil), store: st}
	require.NoError(t, st.prepare(t.Context(), s.logger.out))
	require.NoError(t, createNamespace(st, DefaultRetention))
	chosen, err := choosePorts("")
	require.NoError(t, err)
	taken, err := net.Listen("tcp", hostPort(loopback, chosen.history))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, taken.Close()) })

	err = s.run(serverConfig(st, chosen), chosen)

	require.ErrorContains(t, err, "the engine could not start")
	require.ErrorContains(t, err, "address already in use")
}

func TestAttributesTakeTheColumnsThatHaveAnIndex(t *testing.T) {
	require.Equal(t, map[string]string{
		"Keyword01": "MusterMode", "Keyword02": "MusterPlan", "Keyword03": "MusterSite", "Keyword04": "MusterState",
		"KeywordList01": "MusterPhones",
	}, columns())
}
