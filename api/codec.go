package api

// The codec endpoint: what the engine keeps is encrypted, and its own page and command line ask here for what it says. The
// protocol is the engine's, and so it stands outside of the description.

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
)

const (
	codecPrefix = "/codec/"
	codecBytes  = 16 << 20 // a page of a history in one call
)

func (s *server) codecRoutes() {
	if s.Codec == nil {
		return
	}
	for _, name := range []string{"encode", "decode"} {
		s.engine.POST(codecPrefix+name, s.guarded(account.Operate, s.convert))
	}
}

func (s *server) convert(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, codecBytes)
	s.Codec.ServeHTTP(c.Writer, c.Request)
}

// share lets the pages that may ask for the codec do so from a browser, token and all. A browser asks first, without a token,
// whether it may; any other page is refused as everybody is who bears none.
func (s *server) share(c *gin.Context) {
	if s.Codec == nil || !strings.HasPrefix(c.Request.URL.Path, codecPrefix) {
		return
	}
	h, origin := c.Writer.Header(), c.GetHeader("Origin")
	h.Set("Vary", "Origin")
	if origin == "" || !slices.Contains(s.CodecOrigins, origin) {
		return
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Methods", "POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Namespace")
	if c.Request.Method == http.MethodOptions {
		c.AbortWithStatus(http.StatusNoContent)
	}
}
