package api

// The description of the API: what huma derives from the Go types, with what Go's types cannot say added, as OpenAPI 3.1
// and 3.0 and as a page.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"muster/api/reference"
	"muster/drill"
	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/review"
)

// Where the description lies.
const (
	openAPIPath   = "/openapi.json"
	openAPI30Path = "/openapi-3.0.json"
	docsPath      = "/docs"
	stylePath     = "/docs/style.css"
	schemaPrefix  = "#/components/schemas/"
)

// config is huma's: JSON alone, and no pages of its own.
func (s *server) config() huma.Config {
	registry := huma.NewMapRegistry(schemaPrefix, schemaName)
	registry.RegisterTypeAlias(reflect.TypeFor[incident.Time](), reflect.TypeFor[time.Time]())
	registry.RegisterTypeAlias(reflect.TypeFor[review.Span](), reflect.TypeFor[float64]())
	format := huma.Format{Marshal: marshal, Unmarshal: json.Unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Muster", Version: s.Version,
				Description: "Declare emergencies, follow them and give orders. Times are RFC 3339 in UTC; what is absent is null; errors are problems (RFC 9457) whose code is stable.",
			},
			Servers: []*huma.Server{{URL: s.PublicURL}},
			Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":     {Type: "http", Scheme: "bearer", Description: "The token; Muster says at its start where it lies."},
				"signature": {Type: "apiKey", In: "header", Name: "X-Twilio-Signature", Description: "The carrier's signature over address and form."},
			}},
		},
		Formats:       map[string]huma.Format{"application/json": format, "json": format}, // the second for types ending in +json
		DefaultFormat: "application/json",
	}
}

func marshal(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(v)
}

// schemaName gives the types of incident the names that the contract uses.
func schemaName(t reflect.Type, hint string) string {
	switch name := huma.DefaultSchemaNamer(t, hint); reviewName(t, name) {
	case "View":
		return "Incident"
	case "ListView":
		return "ListIncident"
	case "ProblemError":
		return "Problem"
	default:
		return strings.TrimSuffix(reviewName(t, name), "View")
	}
}

// description is the API described: in OpenAPI 3.1, in 3.0, and as a page.
type description struct{ now, before, page []byte }

// describe finishes the description and serves it. Nothing is registered after it. It is made once, when somebody asks for it first:
// that takes longer than all the rest of a start.
func (s *server) describe() {
	doc := s.huma.OpenAPI()
	for name, schema := range doc.Components.Schemas.Map() {
		refine(schema, doc.Components.Schemas.TypeFromRef(schemaPrefix+name))
	}
	made := sync.OnceValues(func() (description, error) { return described(doc) })
	serve := func(path, kind string, part func(description) []byte) {
		s.engine.GET(path, func(c *gin.Context) {
			d, err := made()
			if err != nil {
				s.refusal(c.Request.Context(), err, nil).write(c)
				return
			}
			asset(kind, part(d))(c)
		})
	}
	s.engine.GET("/", func(c *gin.Context) { c.Redirect(http.StatusFound, docsPath) })
	serve(openAPIPath, "application/json", func(d description) []byte { return d.now })
	serve(openAPI30Path, "application/json", func(d description) []byte { return d.before })
	serve(docsPath, "text/html; charset=utf-8", func(d description) []byte { return d.page })
	s.engine.GET(stylePath, asset("text/css; charset=utf-8", reference.Style()))
}

func described(doc *huma.OpenAPI) (d description, err error) {
	if d.now, err = json.Marshal(doc); err != nil {
		return d, fmt.Errorf("describe the API: %w", err)
	}
	if d.before, err = downgrade(doc); err != nil {
		return d, fmt.Errorf("describe the API in OpenAPI 3.0: %w", err)
	}
	var problems []reference.Problem
	for _, code := range codes() {
		problems = append(problems, reference.Problem{Code: string(code), Status: kinds[code].status, Title: kinds[code].title})
	}
	if d.page, err = reference.Page(doc, problems); err != nil {
		return d, fmt.Errorf("describe the API as a page: %w", err)
	}
	return d, nil
}

// asset serves what never changes. A page may use its own style, and nothing else.
func asset(kind string, body []byte) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		c.Header("Cache-Control", "no-cache")
		c.Data(http.StatusOK, kind, body)
	}
}

// refine adds to an object's schema what its Go type says and huma leaves out: pointers may be null, and named types have
// their values.
func refine(s *huma.Schema, t reflect.Type) {
	if t == nil || t.Kind() != reflect.Struct {
		return
	}
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := s.Properties[name]
		if property == nil {
			continue
		}
		property = enumerate(property, field.Type)
		if field.Type.Kind() == reflect.Pointer && !strings.Contains(options, "omitempty") {
			property = orNull(property)
		}
		s.Properties[name] = property
	}
}

func orNull(s *huma.Schema) *huma.Schema {
	if s.Ref != "" {
		return &huma.Schema{OneOf: []*huma.Schema{s, {Type: "null"}}}
	}
	s.Nullable = true
	return s
}

// enumerate names the values of a field whose type has a known set of them.
func enumerate(s *huma.Schema, t reflect.Type) *huma.Schema {
	if t.Kind() == reflect.Slice {
		if s.Items != nil {
			s.Items = enumerate(s.Items, t.Elem())
		}
		return s
	}
	if values := valuesOf[t]; values != nil && s.Enum == nil {
		s.Enum = values
	}
	return s
}

var valuesOf = map[reflect.Type][]any{
	reflect.TypeFor[frozen.Mode]():         {frozen.Real, frozen.Drill},
	reflect.TypeFor[frozen.Level]():        {frozen.L1, frozen.L2, frozen.L3, frozen.L4},
	reflect.TypeFor[frozen.Phase]():        {frozen.Alarm, frozen.Response, frozen.Recovery},
	reflect.TypeFor[frozen.Channel]():      {frozen.SMS, frozen.Voice},
	reflect.TypeFor[frozen.FactType]():     {frozen.FactBool, frozen.FactNumber, frozen.FactText, frozen.FactChoice},
	reflect.TypeFor[frozen.EvidenceKind](): {frozen.EvidenceAck, frozen.EvidenceChoice, frozen.EvidenceNumber, frozen.EvidenceCount, frozen.EvidenceText, frozen.EvidencePhoto, frozen.EvidenceConnected},
	reflect.TypeFor[drill.Unit]():          {drill.Once, drill.Weekly, drill.Monthly, drill.Yearly},
	reflect.TypeFor[drill.Notice]():        {drill.Announced, drill.Surprise},
	reflect.TypeFor[drill.State]():         {drill.Starting, drill.Begun, drill.Refused, drill.Missed, drill.Off},
	reflect.TypeFor[drill.Standing]():      {drill.Practised, drill.Planned, drill.DueSoon, drill.IsOverdue, drill.Never},
	reflect.TypeFor[incident.Lifecycle]():  {incident.Open, incident.StandingDown, incident.Closed, incident.Cancelled},
	reflect.TypeFor[incident.HolderState](): {
		incident.HolderAccepted, incident.HolderOnScene, incident.HolderLate,
	},
	reflect.TypeFor[incident.StepState](): {
		incident.StepWaiting, incident.StepOpen, incident.StepStarted, incident.StepDone, incident.StepSkipped, incident.StepBlocked,
	},
	reflect.TypeFor[review.SeatVerdict](): {review.SeatFilled, review.SeatShort, review.SeatNotAsked},
	reflect.TypeFor[review.StepVerdict](): {
		review.StepOnTime, review.StepLate, review.StepDone, review.StepAssumed, review.StepNever, review.StepSkipped, review.StepOpen, review.StepWaiting,
	},
	reflect.TypeFor[review.Answer](): {
		review.Accepted, review.Declined, review.Unreachable, review.NotNeeded, review.SeenOnly, review.Silent,
	},
	reflect.TypeFor[incident.PageKind](): {incident.CallPage, incident.TaskPage, incident.QuestionPage, incident.NotePage},
	reflect.TypeFor[incident.PageState](): {
		incident.PageQueued, incident.PagePaging, incident.PageSeen, incident.PageAccepted, incident.PageOnScene, incident.PageDeclined,
		incident.PageUnreachable, incident.PageExhausted, incident.PageStoodDown,
	},
	reflect.TypeFor[incident.AttemptState](): {
		incident.AttemptSending, incident.AttemptUnknown, incident.AttemptSent, incident.AttemptDelivered, incident.AttemptUndelivered,
		incident.AttemptFailed, incident.AttemptSuperseded,
	},
}

// downgrade gives the description in OpenAPI 3.0, which has no type null.
func downgrade(doc *huma.OpenAPI) ([]byte, error) {
	text, err := doc.Downgrade()
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	return json.Marshal(nullable(tree))
}

// nullable turns "one of this or null" into "this, nullable".
func nullable(tree any) any {
	switch t := tree.(type) {
	case []any:
		for k := range t {
			t[k] = nullable(t[k])
		}
	case map[string]any:
		for name := range t {
			t[name] = nullable(t[name])
		}
		if choice, ok := t["oneOf"].([]any); ok && len(choice) == 2 && isNull(choice[1]) {
			delete(t, "oneOf")
			t["allOf"], t["nullable"] = choice[:1], true
		}
	}
	return tree
}

func isNull(schema any) bool {
	s, ok := schema.(map[string]any)
	return ok && s["type"] == "null"
}
