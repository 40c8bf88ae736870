package api

// Measures: how requests went, for whoever counts them, and the address at which a Prometheus with the token reads them.

import (
	"time"

	"github.com/gin-gonic/gin"

	"muster/account"
)

// metricsPath is where measures are read.
const metricsPath = "/metrics"

// Served is how a request ended.
type Served struct {
	Method string
	Route  string // its pattern; empty where nothing is at the address
	Status int
	Took   time.Duration
}

// observe tells of a request. A stream's time says how long somebody watched.
func (s *server) observe(c *gin.Context, took time.Duration) {
	if s.Served != nil && c.FullPath() != apiPrefix+streamPath {
		s.Served(c.Request.Context(), Served{Method: c.Request.Method, Route: c.FullPath(), Status: c.Writer.Status(), Took: took})
	}
}

// metricsRoutes serves what is no JSON and belongs to no description.
func (s *server) metricsRoutes() {
	if s.Metrics != nil {
		s.engine.GET(metricsPath, s.guarded(account.Operate, gin.WrapH(s.Metrics)))
	}
}
