package doctor

// Clocks: ours against one that somebody else keeps.

import (
	"net/http"
	"time"
)

// How far the clocks may be apart. The carrier's list is searched from a minute before a wave: past that, a message that was
// sent would not be found, and be sent again.
const (
	skewWarn = 5 * time.Second
	skewFail = 45 * time.Second
)

// Dated is an answer with the other side's time.
type Dated struct {
	Date   time.Time     // to the second, as the header gives it
	At     time.Time     // when it came, by our clock
	Within time.Duration // how long was waited for it
}

// DateOf reads an answer's time; ok is false where it has none.
func DateOf(h http.Header, asked, at time.Time) (d Dated, ok bool) {
	date, err := http.ParseTime(h.Get("Date"))
	return Dated{Date: date, At: at, Within: at.Sub(asked)}, err == nil
}

// Ahead is how far our clock is ahead of theirs, and by how much that may be wrong.
func (d Dated) Ahead() (skew, slack time.Duration) {
	return d.At.Add(-d.Within / 2).Sub(d.Date.Add(500 * time.Millisecond)), time.Second + d.Within/2 // the header is cut to the second
}

// Clock compares our clock with whose an answer shows.
func Clock(whose string, d Dated) Finding {
	const check = "clock"
	skew, slack := d.Ahead()
	apart := skew.Abs().Round(time.Second)
	way := "ahead of"
	if skew < 0 {
		way = "behind"
	}
	switch {
	case skew.Abs() > skewFail+slack:
		return Failure(check, "this machine's clock is %s %s %s: set it by NTP (timedatectl set-ntp true); messages could be sent twice, and deadlines be late", apart, way, whose)
	case skew.Abs() > skewWarn+slack:
		return Warning(check, "this machine's clock is %s %s %s: set it by NTP (timedatectl set-ntp true) before it is further off", apart, way, whose)
	}
	return Well(check, "agrees with %s", whose)
}
