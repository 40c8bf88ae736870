package reply

// Danger and real emergencies: looked for in the whole text, before anything else is read.

// The words of danger and what takes it back. Softening words may stand between a negation and the danger.
var (
	dangers  = words("danger|dangerous|dangers|in danger|sos|mayday|save me|save us|im trapped|i am trapped|we are trapped|were trapped|im hurt|i am hurt|im injured|i am injured|we are injured|危险|救命|救我|救救我|救救|遇险|我被困|我们被困|我受伤|🆘")
	negators = words("no|not|never|without|isnt|arent|wasnt|werent|aint|dont|doesnt|didnt|nobody|none|nothing|out of|free of|没有|没|无|不|不是|并无|并没有|未|非|毫无|暂无|并非|脱离|脱离了|已脱离|已经脱离|解除|排除|已解除|已排除|未见|没发现|没有发现|未发现")
	softener = words("in|any|a|an|the|of|immediate|real|more|longer|further|serious|apparent|obvious|visible|see|sense|feel|is|there|one|body|here|out|free|任何|什么|啥|再|有|生命|人身|明显|大|见|发现|了|看到|现场")
	allClear = words("over|is over|has passed|passed|is past|is gone|gone|averted|cleared|is cleared|解除|解除了|已解除|已经解除|排除|排除了|已排除|已经排除|消除|消除了|已消除|已经消除")
	genuine  = words("real emergency|real incident|this is real|its real|it is real|not a drill|not drill|this is no drill|不是演练|不是演习|非演练|真实情况|真实事件|真的着火|真着火|真出事|真的出事|是真的")
)

// opensQuestion are the words with which a clause asks even without a question mark.
var opensQuestion = words("is|are|was|if|whether|does")

// stretch is atoms from..to.
type stretch struct{ from, to int }

// alarm finds danger, or somebody saying that it is real; the zero Reply if neither.
func (b *body) alarm() Reply {
	real := false
	for i := range b.atoms {
		if _, n := dangers.match(b.atoms, i); n > 0 && !b.covered(i) {
			if from, to := b.takenBack(i, n); to > 0 {
				b.safe = append(b.safe, stretch{from, to})
				continue
			}
			return Reply{Verb: Danger, Why: "a word of danger: " + key(b.atoms[i:i+n])}
		}
		if _, n := genuine.match(b.atoms, i); n > 0 && b.negation(i) < 0 && !b.questioned(i, n) {
			real = true
		}
	}
	if real {
		return Reply{Verb: RealEmergency, Why: "says that it is real"}
	}
	return Reply{}
}

// covered says whether atom i, which lies behind all that was looked at before, lies in a stretch that was found safe.
func (b *body) covered(i int) bool {
	for _, s := range b.safe {
		if i < s.to {
			return true
		}
	}
	return false
}

// safeAt is how many atoms of a taken-back danger begin at i.
func (b *body) safeAt(i int) int {
	for _, s := range b.safe {
		if s.from == i {
			return s.to - i
		}
	}
	return 0
}

// takenBack gives the stretch "no danger" or "危险已解除" around the words at i; to is 0 if the danger stands.
func (b *body) takenBack(i, n int) (from, to int) {
	if start := b.negation(i); start >= 0 {
		return start, i + n
	}
	_, m := allClear.match(b.atoms, i+n)
	if m == 0 {
		return 0, 0
	}
	end := i + n + m
	if next := b.at(end); next.kind == stop || next.text == "了" || next.text == "now" {
		if b.at(end+1).kind != ask && b.at(end+1).text != "吗" {
			return i, end
		}
	}
	return 0, 0
}

// negation is where a clear negation of what begins at i begins, or -1. A negated negation is not clear.
func (b *body) negation(i int) int {
	for start := max(0, i-10); start < i; start++ {
		if b.negates(start, i) {
			for before := max(0, start-8); before < start; before++ {
				if b.negates(before, start) {
					return -1
				}
			}
			if before := b.at(start - 1).text; before == "是" || before == "有" { // 有没有危险 asks
				return -1
			}
			return start
		}
	}
	return -1
}

// negates says whether from..to is a negation with nothing but softening words after it.
func (b *body) negates(from, to int) bool {
	_, n := negators.match(b.atoms[:to], from)
	if n == 0 {
		return false
	}
	for at := from + n; at < to; at += n {
		if _, n = softener.match(b.atoms[:to], at); n == 0 {
			return false
		}
	}
	return true
}

// questioned says whether the clause around i..i+n asks.
func (b *body) questioned(i, n int) bool {
	for j := i + n; b.at(j).kind != stop; j++ {
		if b.at(j).kind == ask || b.at(j).text == "吗" {
			return true
		}
	}
	first := i
	for b.at(first-1).kind != stop {
		first--
	}
	_, m := opensQuestion.match(b.atoms, first)
	return m > 0
}
