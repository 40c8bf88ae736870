package carrier_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/carrier"
)

func TestCallStatusesRiseToTheirEnd(t *testing.T) {
	rising := []carrier.CallStatus{"", carrier.CallQueued, carrier.CallInitiated, carrier.CallRinging, carrier.CallInProgress}
	ends := []carrier.CallStatus{carrier.CallCompleted, carrier.CallBusy, carrier.CallFailed, carrier.CallNoAnswer, carrier.CallCanceled}
	for k, s := range rising {
		require.False(t, s.Final(), s)
		for _, before := range rising[:k] {
			require.True(t, s.After(before), "%s after %s", s, before)
			require.False(t, before.After(s))
		}
		for _, end := range ends {
			require.True(t, end.Final())
			require.True(t, end.After(s))
			require.False(t, s.After(end), "what comes late changes nothing")
		}
	}
	require.False(t, carrier.CallCompleted.After(carrier.CallBusy), "a call ends once")
}

func TestWhatTheEndOfACallMeans(t *testing.T) {
	for _, row := range []struct {
		status carrier.CallStatus
		code   int
		class  carrier.Class
		failed bool
	}{
		{carrier.CallQueued, 0, "", false},
		{carrier.CallInitiated, 0, "", false},
		{carrier.CallRinging, 0, "", false},
		{carrier.CallInProgress, 0, "", false},
		{carrier.CallCompleted, 0, "", false},
		{carrier.CallBusy, 0, carrier.Unreachable, true},
		{carrier.CallNoAnswer, 0, carrier.Unreachable, true},
		{carrier.CallCanceled, 0, carrier.Unreachable, true},
		{carrier.CallFailed, 0, carrier.Unreachable, true},
		{carrier.CallFailed, 99999, carrier.Unreachable, true},
		{carrier.CallFailed, 13224, carrier.Recipient, true},
		{carrier.CallFailed, 13227, carrier.Account, true},
		{carrier.CallFailed, 21612, carrier.Route, true},
	} {
		class, failed := carrier.ClassifyCall(row.status, row.code)
		require.Equal(t, row.class, class, "%s %d", row.status, row.code)
		require.Equal(t, row.failed, failed)
	}
	for code, class := range map[int]carrier.Class{
		21205: carrier.Bug, 21210: carrier.Account, 21215: carrier.Account, 21216: carrier.Account, 21217: carrier.Recipient, 21219: carrier.Account,
	} {
		require.Equal(t, class, carrier.Classify(code, 400), code)
	}
}
