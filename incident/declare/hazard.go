package declare

// Hazards: which plan a text begins with, what makes it a drill's, and what says that it is over.

import "strings"

// The words around a declaration. [design]
var (
	opening = phrases("please|hello|hi|hey|urgent|emergency|alarm|report|reporting|declare|there is|there is a|theres a|theres|we have|we have a|a|an|the|" +
		"real emergency|this is real|紧急|报告|报警|快|发生|有|我要报警|你好|您好|各位|领导")
	fillers = phrases("in|at|on|the|a|an|is|there|there is|theres|please|pls|help|now|here|just|reported|of|by|inside|near|right now|quick|hurry|and|it|has|broken out|" +
		"broke out|started|urgent|emergency|building|了|啦|啊|呀|在|的|里|内|处|有|发生|出现|现在|正在|快|请|报告|紧急|快来|快来人|严重|那边|这边|是|被")
	practising = phrases("drill|drills|exercise|practice|rehearsal|simulation|演练|演习|预演|消防演练|消防演习|模拟")
	genuine    = phrases("not a drill|not drill|no drill|this is no drill|not an exercise|不是演练|不是演习|非演练|非演习|没有演练|并非演练")
	ended      = phrases("is out|out now|put out|is over|over now|extinguished|under control|false alarm|resolved|restored|is back|back on|fixed|repaired|all clear|no more|gone out|" +
		"解除|解除了|已解除|扑灭|已扑灭|已灭|灭了|误报|恢复|已恢复|来电|来水|修好|已修好|修复|已修复|已处理|处理完|处理好|控制住|已控制|没事了|假的|没有起火|没有着火|未发现|没发现|放人|已救出|救出来了")
)

// known is a hazard with its words cut.
type known struct {
	Hazard
	words []phrase
}

func vocabulary(hazards []Hazard) []known {
	var all []known
	for _, h := range hazards {
		k := known{Hazard: h}
		terms := append([]string{strings.ReplaceAll(h.Plan, "-", " "), h.Title.EN, h.Title.ZH}, h.Words...)
		for _, term := range terms {
			if p := phraseOf(term); len(p) > 0 {
				k.words = append(k.words, p)
			}
		}
		all = append(all, k)
	}
	return all
}

// longestHazard is the hazard whose words take the most atoms at i.
func (b *body) longestHazard(hazards []known, i int) (found *known, n int) {
	for k := range hazards {
		if m := b.longest(i, hazards[k].words); m > n {
			found, n = &hazards[k], m
		}
	}
	return found, n
}

// hazard is the one that begins at start, else the first anywhere; at is -1 if there is none.
func (b *body) hazard(hazards []known, start int) (at int, h *known, n int) {
	if h, n = b.longestHazard(hazards, start); n > 0 {
		return start, h, n
	}
	for at = range b.atoms {
		if h, n = b.longestHazard(hazards, at); n > 0 {
			return at, h, n
		}
	}
	return -1, nil, 0
}

// adjacent is another plan's hazard that stands right behind the first one; more words of the same one are taken.
func (b *body) adjacent(hazards []known, i int, plan string) *known {
	for {
		i = b.past(i, fillers)
		h, n := b.longestHazard(hazards, i)
		switch {
		case n == 0:
			return nil
		case h.Plan != plan:
			return h
		}
		b.take(i, i+n)
		i += n
	}
}

// practice says whether the text speaks of a drill, and does not say that it is none.
func (b *body) practice() bool { return b.find(practising) >= 0 && b.find(genuine) < 0 }

// drillFirst says whether the text begins with the drill.
func (b *body) drillFirst() bool { return b.longest(b.past(0, opening), practising) > 0 }

// over says whether the text speaks of something that has ended, or is nothing.
func (b *body) over() bool { return b.find(ended) >= 0 }
