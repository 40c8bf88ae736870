package watch

import (
	"fmt"
	"io"
	"strings"
)

// screen draws full pictures on a terminal without flicker: on its alternate page, and only the lines that have changed.
type screen struct {
	out   io.Writer
	shown []string
	on    bool
}

// What the terminal is told. Without automatic wrapping, a line that the terminal draws wider than expected is cut, not
// folded into the next one. A terminal that knows begin and end shows all changes between them at once.
const (
	enter      = "\x1b[?1049h\x1b[?25l\x1b[?7l"
	leave      = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"
	begin, end = "\x1b[?2026h", "\x1b[?2026l"
	clear      = "\x1b[2J"
	// A line is emptied before it is written: behind a full one the cursor still stands on its last cell.
	fresh = "\x1b[%d;1H\x1b[0m\x1b[K"
)

func (s *screen) open() {
	s.on = true
	s.write(enter)
}

func (s *screen) close() {
	if s.on {
		s.on = false
		s.write(leave)
	}
}

// forget has the next picture drawn as a whole.
func (s *screen) forget() { s.shown = nil }

// show draws a picture, its lines parted by line feeds.
func (s *screen) show(picture string) {
	lines := strings.Split(picture, "\n")
	var out strings.Builder
	if s.shown == nil {
		out.WriteString(clear)
	}
	for i, line := range lines {
		if i >= len(s.shown) || s.shown[i] != line {
			fmt.Fprintf(&out, fresh+"%s", i+1, line)
		}
	}
	for i := len(lines); i < len(s.shown); i++ {
		fmt.Fprintf(&out, fresh, i+1)
	}
	s.shown = lines
	if out.Len() > 0 {
		s.write(begin + out.String() + end)
	}
}

// write ignores errors: a terminal that has gone away takes the view with it.
func (s *screen) write(codes string) { _, _ = io.WriteString(s.out, codes) }
