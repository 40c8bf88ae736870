// The server's log, written to Muster's.

package engine

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// known begins the warnings that are about what Muster does on purpose.
var known = []string{
	"HTTP API port has not been set",
}

// serverLogger passes on what the server says at warning level and above.
type serverLogger struct {
	out    *slog.Logger
	hushed *atomic.Bool
}

var (
	_ log.Logger     = (*serverLogger)(nil)
	_ log.WithLogger = (*serverLogger)(nil)
)

// fatalError carries what the server wanted to end the process for.
type fatalError struct{ message string }

// Error is the server's own message.
func (e fatalError) Error() string { return e.message }

func newServerLogger(out *slog.Logger) *serverLogger {
	if out == nil {
		out = slog.New(slog.DiscardHandler)
	}
	return &serverLogger{out: out.With("part", "engine"), hushed: &atomic.Bool{}}
}

// hush drops everything from here on: a server that is being stopped complains
// of each connection that it loses to itself.
func (l *serverLogger) hush() { l.hushed.Store(true) }

// With returns a logger that adds the tags to each line.
func (l *serverLogger) With(tags ...tag.Tag) log.Logger {
	return &serverLogger{out: slog.New(l.out.Handler().WithAttrs(attrs(tags))), hushed: l.hushed}
}

// Debug is dropped.
func (l *serverLogger) Debug(string, ...tag.Tag) {}

// Info is dropped.
func (l *serverLogger) Info(string, ...tag.Tag) {}

// Warn is passed on.
func (l *serverLogger) Warn(msg string, tags ...tag.Tag) { l.write(slog.LevelWarn, msg, tags) }

// Error is passed on.
func (l *serverLogger) Error(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// DPanic is for what should not happen but can be lived with.
func (l *serverLogger) DPanic(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// Panic logs and panics, as the server expects of it.
func (l *serverLogger) Panic(msg string, tags ...tag.Tag) { l.Fatal(msg, tags...) }

// Fatal logs and panics: run turns it into an error of Start, anywhere else it
// ends the process.
func (l *serverLogger) Fatal(msg string, tags ...tag.Tag) {
	l.write(slog.LevelError, msg, tags)
	panic(fatalError{message: fmt.Sprintf("%s %v", msg, attrs(tags))}) //nolint:forbidigo // The server's interface: this call must not return.
}

func (l *serverLogger) write(level slog.Level, msg string, tags []tag.Tag) {
	begins := func(text string) bool { return strings.HasPrefix(msg, text) }
	if l.hushed.Load() || slices.ContainsFunc(known, begins) || slices.ContainsFunc(tags, own) {
		return
	}
	l.out.LogAttrs(context.Background(), level, msg, attrs(tags)...) //nolint:sloglint // The message is the server's own.
}

// own says that a line is about one of the server's own workflows, which it tries again by itself: workers that register their
// version at once make it say a dozen times that they have to wait.
func own(t tag.Tag) bool {
	id, ok := t.Value().(string)
	return ok && t.Key() == "wf-id" && strings.HasPrefix(id, "temporal-sys-")
}

func attrs(tags []tag.Tag) []slog.Attr {
	out := make([]slog.Attr, 0, len(tags))
	for _, t := range tags {
		out = append(out, slog.Any(t.Key(), t.Value()))
	}
	return out
}
