package carrier_test

// Classification, held against the vendor's table.

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/carrier"
)

func TestEachCodeOfTheVendorHasItsClass(t *testing.T) {
	table := map[carrier.Class][]int{
		carrier.Account:     {20003, 20404, 21212, 21606, 21603, 21408, 21608, 572005, 30002, 30032, 30034},
		carrier.Throttled:   {20429, 14107},
		carrier.Ambiguous:   {20500, 20503},
		carrier.Recipient:   {21211, 21614, 21635, 21268, 30004, 30005, 30006},
		carrier.Route:       {21612, 63016},
		carrier.OptedOut:    {21610},
		carrier.QueueFull:   {21611, 30001, 30022, 30023},
		carrier.Unreachable: {30003, 30008, 30500, 30036},
		carrier.Filtered:    {30007},
		carrier.Bug:         {21617, 21602},
	}
	for class, codes := range table {
		for _, code := range codes {
			require.Equal(t, class, carrier.Classify(code, 0), "%d in a receipt", code)
			require.Equal(t, class, carrier.Classify(code, 400), "%d in a refusal", code)
		}
	}
}

func TestAStatusAloneHasItsClass(t *testing.T) {
	for _, c := range []struct {
		status int
		want   carrier.Class
	}{
		{0, carrier.Ambiguous},
		{200, carrier.Ambiguous},
		{302, carrier.Ambiguous},
		{400, carrier.Bug},
		{401, carrier.Account},
		{402, carrier.Account},
		{403, carrier.Account},
		{404, carrier.Account},
		{407, carrier.Account},
		{408, carrier.Ambiguous},
		{413, carrier.Bug},
		{422, carrier.Bug},
		{429, carrier.Throttled},
		{499, carrier.Bug},
		{500, carrier.Ambiguous},
		{502, carrier.Ambiguous},
		{503, carrier.Ambiguous},
		{504, carrier.Ambiguous},
	} {
		require.Equal(t, c.want, carrier.Classify(0, c.status), "HTTP %d", c.status)
		require.Equal(t, c.want, carrier.Classify(99999, c.status), "HTTP %d with an unknown code", c.status)
	}
}

func TestAServerErrorIsAmbiguousWhateverItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.OneOf(rapid.Just(21211), rapid.Just(20429), rapid.IntRange(0, 99999)).Draw(t, "code")
		status := rapid.IntRange(500, 599).Draw(t, "status")
		require.Equal(t, carrier.Ambiguous, carrier.Classify(code, status))
	})
}

func TestAnUnknownCodeInAReceiptIsAmbiguous(t *testing.T) {
	require.Equal(t, carrier.Ambiguous, carrier.Classify(31999, 0))
}
