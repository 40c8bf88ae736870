package board

// Layout: how the parts of the picture share its lines.

import (
	"fmt"
	"math"
	"slices"

	"muster/cli/text"
)

// unlimited is the height of what may be as long as it likes.
const unlimited = math.MaxInt

// section is a part with a heading; some of its rows may have to be left out.
type section struct {
	head   text.Line
	rows   []text.Line
	least  int    // lines that it gets before others get more
	newest bool   // the last rows are kept, not the first
	air    bool   // an empty line stands before the heading
	more   string // says how many rows are left out
}

// wants is how many lines the section would fill.
func (s section) wants() int {
	if len(s.rows) == 0 && len(s.head) == 0 {
		return 0
	}
	return s.top() + len(s.rows)
}

func wants(sections []section) int {
	sum := 0
	for _, s := range sections {
		sum += s.wants()
	}
	return sum
}

func (s section) top() int {
	if s.air {
		return 2
	}
	return 1
}

// lines draws the section in n lines.
func (s section) lines(n int) []text.Line {
	if n < s.top() {
		return make([]text.Line, n)
	}
	room, head := n-s.top(), s.head
	rows := s.rows
	if hidden := len(rows) - room; hidden > 0 {
		if s.newest {
			rows = rows[hidden:]
		} else {
			rows = rows[:room]
			head = text.Join(head, text.S(text.Faint, fmt.Sprintf("  "+s.more, hidden)))
		}
	}
	var lines []text.Line
	if s.air {
		lines = append(lines, nil)
	}
	return append(append(lines, head), rows...)
}

// stack puts sections one below the other in so many lines.
func stack(sections []section, height int) []text.Line {
	wants, least := make([]int, len(sections)), make([]int, len(sections))
	for i, s := range sections {
		wants[i], least[i] = s.wants(), s.least+s.top()
	}
	ease(least, height)
	var lines []text.Line
	for i, n := range share(height, wants, least) {
		lines = append(lines, sections[i].lines(n)...)
	}
	return lines
}

// few are the lines that a section keeps where there is little room: its heading and two rows.
const few = 3

// ease lowers what the sections get at least, the largest first, until it fits or none has more than a few lines.
func ease(least []int, height int) {
	sum := 0
	for _, n := range least {
		sum += n
	}
	for ; sum > height; sum-- {
		most := slices.Index(least, slices.Max(least))
		if least[most] <= few {
			return
		}
		least[most]--
	}
}

// share deals out a number of lines: first to each what it needs at least, then one by one to those that want more.
func share(total int, wants, least []int) []int {
	given := make([]int, len(wants))
	for i := range wants {
		given[i] = min(wants[i], least[i], total)
		total -= given[i]
	}
	for total > 0 {
		before := total
		for i := range wants {
			if given[i] < wants[i] && total > 0 {
				given[i]++
				total--
			}
		}
		if total == before {
			break
		}
	}
	return given
}
