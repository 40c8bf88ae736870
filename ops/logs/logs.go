// Package logs is how the program's log is written: one line each, as JSON or as text, with the incident that it is about and
// the trace that it belongs to.
package logs

import (
	"cmp"
	"context"
	"io"
	"log/slog"

	"go.opentelemetry.io/otel/trace"
)

// Format is how lines are written.
type Format string

// The formats.
const (
	JSON Format = "json"
	Text Format = "text"
)

// New makes a log that writes lines of a level and above.
func New(out io.Writer, format Format, level slog.Leveler) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: rename}
	if format == JSON {
		return slog.New(handler{slog.NewJSONHandler(out, options)})
	}
	return slog.New(handler{slog.NewTextHandler(out, options)})
}

// engineKeys are the names that the engine's library gives, and ours.
var engineKeys = map[string]string{
	"WorkflowID": "workflow", "WorkflowType": "workflow_type", "RunID": "run", "ActivityID": "activity", "ActivityType": "activity_type", "Attempt": "attempt",
	"Namespace": "namespace", "TaskQueue": "queue", "WorkerID": "worker", "Error": "error", "TraceID": "trace_id", "SpanID": "span_id",
}

func rename(groups []string, a slog.Attr) slog.Attr {
	if ours, known := engineKeys[a.Key]; known && len(groups) == 0 {
		a.Key = ours
	}
	return mask(a)
}

// handler adds to each line the incident and the trace of its context.
type handler struct{ slog.Handler }

// Handle implements slog.Handler.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if said, id := named(r); !said {
		if id = cmp.Or(id, incidentOf(ctx)); id != "" {
			r.AddAttrs(slog.String("incident", id))
		}
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		r.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

// named says whether a line names its incident itself, or else which one it names as a workflow; empty: none.
func named(r slog.Record) (said bool, incident string) {
	r.Attrs(func(a slog.Attr) bool {
		said = a.Key == "incident"
		if a.Key == "WorkflowID" && Incident(a.Value.String()) {
			incident = a.Value.String()
		}
		return !said
	})
	return said, incident
}

// WithAttrs implements slog.Handler. What the engine's library says of an incident's workflow names the incident too.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	for _, a := range attrs {
		if a.Key == "WorkflowID" && Incident(a.Value.String()) {
			attrs = append([]slog.Attr{slog.String("incident", a.Value.String())}, attrs...)
			break
		}
	}
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
