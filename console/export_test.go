package console

// What the tests look at from outside.

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// Routes are all that a console serves: method and pattern.
func Routes(handler http.Handler) [][2]string {
	engine, ok := handler.(*gin.Engine)
	if !ok {
		return nil
	}
	var all [][2]string
	for _, route := range engine.Routes() {
		all = append(all, [2]string{route.Method, route.Path})
	}
	return all
}

// Unruled is what a console says that has a route to which nobody has given a rule: one that passes by the table of rules, or one with
// an empty rule.
func Unruled(empty bool) error {
	s := &server{engine: gin.New()}
	s.get("/ruled", rule{reach: whoever}, func(*gin.Context) {})
	if err := s.unruled(); err != nil {
		return err
	}
	if empty {
		s.get("/new", rule{}, func(*gin.Context) {})
	} else {
		s.engine.GET(Prefix+"/new", func(*gin.Context) {})
	}
	return s.unruled()
}
