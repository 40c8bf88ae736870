package reply_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/reply"
)

func free(string) bool { return false }

func all() []string {
	var out []string
	for _, a := range reply.TokenLetters {
		for _, d := range reply.TokenDigits {
			for _, b := range reply.TokenLetters {
				out = append(out, string([]rune{a, d, b}))
			}
		}
	}
	return out
}

func TestTokensAvoidWhatEyesConfuse(t *testing.T) {
	for _, pair := range []string{"0O", "1I", "1L", "2Z", "5S", "6G", "8B"} {
		digit, letter := pair[:1], pair[1:]
		require.NotContains(t, reply.TokenDigits, digit)
		require.NotContains(t, reply.TokenLetters, letter)
	}
	require.Len(t, all(), 1444)
}

func TestOnlyLetterDigitLetterIsAToken(t *testing.T) {
	for _, s := range all() {
		require.True(t, reply.IsToken(s))
		require.True(t, reply.IsToken(strings.ToLower(s)))
	}
	for _, s := range []string{"", "K", "K7", "K7M1", "77M", "K77", "KMM", "B7M", "K7B", "K2M", "K7é", "钥7M", "7KM", " K7", "[7M", "K/M", "{7M"} {
		require.False(t, reply.IsToken(s), s)
	}
}

func TestCarriersWordsAreReserved(t *testing.T) {
	for _, w := range strings.Fields("STOP stop End CANCEL QUIT YES START HELP INFO UNSTOP STOPALL UNSUBSCRIBE REVOKE OPTOUT 退订 T td") {
		require.True(t, reply.Reserved(w), w)
	}
	require.True(t, reply.Reserved(" stop "))
	for _, w := range []string{"", "K7M", "STOPS", "ACCEPT"} {
		require.False(t, reply.Reserved(w), w)
	}
	for _, token := range all() {
		require.False(t, reply.Reserved(token))
	}
}

func TestTokenIsTheSameForTheSamePage(t *testing.T) {
	require.Equal(t, reply.NewToken("inc-1", "chen", 0, free), reply.NewToken("inc-1", "chen", 0, free))
	seen := map[string]bool{}
	for _, seed := range [][2]string{{"inc-1", "chen"}, {"inc-1c", "hen"}, {"inc-", "1chen"}, {"", "inc-1chen"}, {"inc-1chen", ""}, {"chen", "inc-1"}} {
		seen[reply.NewToken(seed[0], seed[1], 0, free)] = true
	}
	require.Greater(t, len(seen), 4, "seeds that only differ in where they are cut differ")
}

// Pages out there hold these tokens; another derivation would orphan their answers.
func TestTokensNeverChange(t *testing.T) {
	got := []string{}
	for n := range 3 {
		got = append(got, reply.NewToken("inc-20261123-0300", "r-chen", n, free))
	}
	require.Equal(t, []string{"X3H", "N4A", "T7T"}, got)
}

func TestTokenIsNeverALabelOfTheSite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		taken := map[string]bool{}
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(all()), 0, 600).Draw(t, "taken") {
			taken[s] = true
		}
		token := reply.NewToken(rapid.String().Draw(t, "incident"), rapid.String().Draw(t, "person"), rapid.Int().Draw(t, "ordinal"), func(s string) bool { return taken[s] })
		require.True(t, reply.IsToken(token))
		require.Equal(t, strings.ToUpper(token), token)
		require.False(t, taken[token])
	})
}

func TestEveryTokenIsTriedOnce(t *testing.T) {
	for person := range 300 {
		tried := map[string]int{}
		last := reply.NewToken("inc", fmt.Sprint(person), 0, func(s string) bool { tried[s]++; return true })
		require.Len(t, tried, 1444)
		for s, n := range tried {
			require.Equal(t, 1, n, s)
		}
		require.Equal(t, reply.NewToken("inc", fmt.Sprint(person), 0, free), last, "with all taken, the first of the order is given")
	}
}

func TestTheLastFreeTokenIsFound(t *testing.T) {
	for _, only := range []string{"A3A", "K7M", "Y9Y"} {
		require.Equal(t, only, reply.NewToken("inc", "chen", 7, func(s string) bool { return s != only }))
	}
}

func TestTokensAreSpreadWell(t *testing.T) {
	counts := map[string]int{}
	const draws = 1444 * 20
	for n := range draws {
		counts[reply.NewToken("inc-"+fmt.Sprint(n/50), "person-"+fmt.Sprint(n%10), n%50/10, free)]++
	}
	chi := 0.0
	for _, token := range all() {
		d := float64(counts[token]) - 20
		chi += d * d / 20
	}
	require.InDelta(t, 1443, chi, 5*53.7, "chi square of 1443 degrees of freedom") // its deviation is the root of 2*1443
}

func TestQuartersPartTheTokens(t *testing.T) {
	sizes := map[int]int{}
	for _, token := range all() {
		sizes[reply.Quarter(token)]++
		require.Equal(t, reply.Quarter(token), reply.Quarter(strings.ToLower(token)))
	}
	require.Equal(t, map[int]int{1: 361, 2: 361, 3: 361, 4: 361}, sizes)
	require.Zero(t, reply.Quarter("B7M"))
}
