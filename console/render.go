package console

// Rendering: a page is a template with a layout around it, in one language.

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/console/words"
	"muster/roster"
)

//go:embed templates
var templateFiles embed.FS

// pageNames are the pages; each has a template of its name that defines "main". parts.html is what several of them show.
var pageNames = []string{"sign-in", "password", "board", "declare", "incident", "stand-down", "phones", "notices", "plans", "plan", "plan-diff", "review", "roster", "people", "drills", "audit", "accounts", "tokens", "system", "import", "responder", "error"}

// pages are the templates by language and name.
type pages map[string]map[string]*template.Template

func parsePages(asset func(string) (string, error)) (pages, error) {
	all := pages{}
	for _, lang := range []string{english, chinese} {
		all[lang] = map[string]*template.Template{}
		for _, name := range pageNames {
			parsed, err := template.New(name).Funcs(funcs(lang, asset)).ParseFS(templateFiles,
				"templates/layout.html", "templates/parts.html", "templates/"+name+".html")
			if err != nil {
				return nil, fmt.Errorf("parse the page %s: %w", name, err)
			}
			all[lang][name] = parsed
		}
	}
	return all, nil
}

// funcs are what templates may call: t gives a text by its key, state the name of a state of some kind, in what is written in
// both languages, key a new name for what a form does, pair hands a step on together with its incident, and
// field reads the id and the name of a field from "id name".
func funcs(lang string, asset func(string) (string, error)) template.FuncMap {
	return template.FuncMap{
		"t":     func(key string, args ...any) string { return words.In(lang, key, args...) },
		"state": func(kind string, state any) string { return words.State(lang, kind, fmt.Sprint(state)) },
		"in":    func(text roster.Text) string { return text.In(lang) },
		"key":   rand.Text,
		"pair":  func(of, step any) map[string]any { return map[string]any{"Of": of, "Step": step} },
		"field": fieldOf,
		"asset": asset,
	}
}

// fieldOf is a field's id and its name.
func fieldOf(text string) map[string]string {
	id, name, _ := strings.Cut(text, " ")
	return map[string]string{"ID": id, "Name": name}
}

// frame is what every page has around its own.
type frame struct {
	Lang      string
	Other     string // the other language
	Path      string
	Keeps     string // the id of the form whose fields go along where the language is changed
	Title     string
	Who       string          // empty: nobody has signed in
	Menu      []choice        // the pages beside the board, by their addresses
	May       map[string]bool // by the names of rights, at some site
	Stream    string          // where the page hears of changes, empty if it does not
	Simulated bool            // no phone rings, and there are handsets to look at
	Degraded  []string
	Refused   *refusal
	Body      any
}

// page is what a handler shows.
type page struct {
	name    string
	title   string // in the language of the request
	path    string // where it is to be found again; empty: at the request's own address
	stream  string
	keeps   string // the id of a form that is not to be lost by a change of the language
	refused *refusal
	body    any
}

// show renders a page. A script gets the page's own part alone.
func (s *server) show(c *gin.Context, status int, p page) {
	var out bytes.Buffer
	part := "layout"
	if byScript(c) {
		part = "main"
	}
	if err := s.pages[langOf(c)][p.name].ExecuteTemplate(&out, part, s.frame(c, p)); err != nil {
		s.Log.ErrorContext(c.Request.Context(), "a page could not be rendered", "page", p.name, "error", err)
		c.String(http.StatusInternalServerError, words.In(langOf(c), "error.unexpected"))
		return
	}
	body := out.Bytes()
	h := c.Writer.Header()
	h.Set("Vary", "Accept-Encoding, Cookie, Accept-Language, HX-Request")
	if takesGzip(c) {
		body = pack(body)
		h.Set("Content-Encoding", "gzip")
	}
	c.Data(status, "text/html; charset=utf-8", body)
}

func (s *server) frame(c *gin.Context, p page) frame {
	who, known := whoOf(c)
	f := frame{
		Lang: langOf(c), Other: chinese, Path: cmp.Or(p.path, c.Request.URL.Path), Title: p.title, Keeps: p.keeps, Stream: p.stream, Refused: p.refused, Body: p.body,
		May: map[string]bool{}, Simulated: s.Handsets != nil,
	}
	if f.Lang == chinese {
		f.Other = english
	}
	if known {
		f.Who, f.Degraded, f.Menu = nameOf(who), s.Health.Degraded(), s.menu(who)
		for _, right := range account.Rights() {
			f.May[string(right)] = who.Somewhere(right)
		}
	}
	return f
}

// fail shows what went wrong instead of a page.
func (s *server) fail(c *gin.Context, status int, key string) {
	s.show(c, status, page{name: "error", title: words.In(langOf(c), "error.title"), body: words.In(langOf(c), key)})
	c.Abort()
}
