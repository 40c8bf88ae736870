package console

// The review as a PDF: the page without its frame, with its style and the small pictures of its photos in it, printed by a browser on the server where one is installed.

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"muster/console/words"
)

// printedBody is what the printed page shows.
type printedBody struct {
	reviewBody
	Style template.CSS // our own sheet
}

func (s *server) printReview(c *gin.Context) {
	if s.Printer == nil {
		s.fail(c, http.StatusNotImplemented, "review.no-pdf")
		return
	}
	body, ok := s.reviewOf(c)
	if !ok {
		return
	}
	s.enclose(c.Request.Context(), body.ID, body.Photos)
	lang := langOf(c)
	var out bytes.Buffer
	f := frame{Lang: lang, Title: words.In(lang, "review.title"), Body: printedBody{body, template.CSS(s.assets.files["console.css"].plain)}}
	err := s.pages[lang]["review"].ExecuteTemplate(&out, "print", f)
	var printed []byte
	if err == nil {
		printed, err = s.Printer.PDF(c.Request.Context(), out.Bytes())
	}
	if err != nil {
		s.Log.WarnContext(c.Request.Context(), "a review could not be printed", "incident", body.ID, "error", err)
		c.Header("Retry-After", "5")
		s.fail(c, http.StatusServiceUnavailable, "review.pdf-failed")
		return
	}
	c.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q", body.ID+".pdf"))
	c.Data(http.StatusOK, "application/pdf", printed)
}
