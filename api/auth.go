package api

// Who may ask: whoever bears the token.

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"github.com/gin-gonic/gin"
)

// open says which addresses ask for no token; webhooks bear a signature instead, calendars a secret.
func open(path string) bool {
	switch path {
	case "/", "/healthz", "/readyz", openAPIPath, openAPI30Path, docsPath, stylePath:
		return true
	}
	return strings.HasPrefix(path, webhookPrefix) || strings.HasPrefix(path, calendarPrefix)
}

// authenticate refuses a request without the token, wherever it goes. The time that it takes tells nothing of the token.
func (s *server) authenticate(c *gin.Context) {
	if open(c.Request.URL.Path) {
		return
	}
	scheme, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	said := sha256.Sum256([]byte(strings.TrimSpace(token)))
	if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(said[:], s.TokenHash[:]) != 1 {
		problem(codeToken, "Give the token in the header \"Authorization: Bearer TOKEN\"; Muster says at its start where the token lies.").write(c)
	}
}
