package api_test

// The codec endpoint: for whoever bears the token, and from a browser for the engine's own page alone.

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// ownPage is the engine's own.
const ownPage = "https://temporal.example.org"

func TestCodecIsServedToWhoeverBearsTheToken(t *testing.T) {
	h := open(t)
	a := h.ask("POST", "/codec/decode", map[string]any{"payloads": []any{}}).ok(200)
	require.Equal(t, "/codec/decode", a.Body.String())
	require.Empty(t, a.Header().Get("Access-Control-Allow-Origin"))
	h.ask("POST", "/codec/decode", nil, "Authorization", "").problem(http.StatusUnauthorized, "token_missing")
	h.ask("POST", "/codec/encode", nil, "Authorization", "Bearer another-token-of-mine").problem(http.StatusUnauthorized, "token_missing")
}

func TestCodecIsSharedWithTheEnginesOwnPageAlone(t *testing.T) {
	h := open(t)
	asked := h.ask("OPTIONS", "/codec/decode", nil, "Authorization", "", "Origin", ownPage).ok(http.StatusNoContent)
	require.Equal(t, ownPage, asked.Header().Get("Access-Control-Allow-Origin"))
	require.Contains(t, asked.Header().Get("Access-Control-Allow-Headers"), "Authorization")
	require.Equal(t, ownPage, h.ask("POST", "/codec/decode", nil, "Origin", ownPage).ok(200).Header().Get("Access-Control-Allow-Origin"))
	h.ask("POST", "/codec/decode", nil, "Authorization", "", "Origin", ownPage).problem(http.StatusUnauthorized, "token_missing")
	for _, other := range []string{"https://evil.example.org", ownPage + ".evil.example.org", "null"} {
		h.ask("OPTIONS", "/codec/decode", nil, "Authorization", "", "Origin", other).problem(http.StatusUnauthorized, "token_missing")
		require.Empty(t, h.ask("POST", "/codec/decode", nil, "Origin", other).ok(200).Header().Get("Access-Control-Allow-Origin"))
	}
	require.Empty(t, h.ask("GET", "/api/v1/sites", nil, "Origin", ownPage).ok(200).Header().Get("Access-Control-Allow-Origin"), "nothing else is shared")
}

// echo stands in for the codec: it says what it was asked.
func echo(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, r.URL.Path)
}
