package dispatch

// Strangers: numbers that belong to nobody at any site. They start nothing, are told whom to call, and not every time.

import (
	"strings"
	"sync"
	"time"

	"muster/incident/words"
	"muster/workflows"
)

// strangerRest is how long a stranger is not answered again, so that nobody makes us pay; mostStrangers bounds what is
// remembered of them, and so the replies within that time.
const (
	strangerRest  = 10 * time.Minute
	mostStrangers = 1000
)

// strangers are those who were answered last, by the keyed hash of their number.
type strangers struct {
	mu       sync.Mutex
	answered map[string]answered
}

// answered is when a stranger was, and to which text: the same one gets the same reply.
type answered struct {
	text string
	at   time.Time
}

// mayAnswer says whether a stranger's text is answered now, and remembers that it was.
func (s *strangers) mayAnswer(hash, text string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last, ok := s.answered[hash]; ok && now.Sub(last.at) < strangerRest {
		return last.text == text
	}
	if s.answered == nil {
		s.answered = map[string]answered{}
	}
	for other, last := range s.answered {
		if now.Sub(last.at) >= strangerRest {
			delete(s.answered, other)
		}
	}
	if len(s.answered) >= mostStrangers {
		return false
	}
	s.answered[hash] = answered{text, now}
	return true
}

// stranger gives the reply to a text from a number that is nobody's, empty if it gets none.
func (d *Desk) stranger(t workflows.Inbound) string {
	if !wantsReply(t.Body) || !d.strangers.mayAnswer(d.options.PhoneKey.Hash(t.From), t.ID, time.Now()) {
		return ""
	}
	if one := d.emergency(); one != "" {
		return words.Stranger(one)
	}
	return words.StrangerOf(d.numbers())
}

// numbers are the sites' names with their numbers, one each.
func (d *Desk) numbers() (en, zh []string) {
	for _, s := range d.catalog.Sites() {
		if strings.TrimSpace(s.Emergency) != "" {
			en, zh = append(en, s.Name.In("en")+" "+s.Emergency), append(zh, s.Name.In("zh")+s.Emergency)
		}
	}
	return en, zh
}
