package pace_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/account/pace"
)

func TestEachNameHasItsOwnPace(t *testing.T) {
	now := time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC)
	l := pace.New(func() time.Time { return now }, time.Second, 2)
	require.Equal(t, []bool{true, true, false, true}, []bool{l.Allow("a"), l.Allow("a"), l.Allow("a"), l.Allow("b")})
	now = now.Add(time.Second)
	require.Equal(t, []bool{true, false}, []bool{l.Allow("a"), l.Allow("a")})
}

func TestPlaceIsTheNetworkOfWhoeverHasManyAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64",
		"2001:db8:1:3::9": "2001:db8:1:3::/64", "fe80::1%eth0": "fe80::/64", "": "", "elsewhere": "elsewhere",
	} {
		require.Equal(t, want, pace.Place(address), address)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	l := pace.New(time.Now, time.Hour, 1)
	l.Allow("first")
	for k := range 20_000 {
		l.Allow(fmt.Sprint(k))
		if k%5000 == 0 {
			require.False(t, l.Allow("first"), "who comes again and again is remembered")
		}
	}
	require.Equal(t, 10_000, l.Len())
}
