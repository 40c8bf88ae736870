package reply

// Digits and minutes: the answers 0 to 9, what may follow 2 and 4, and promises in words ("10 min", "半小时到").

import (
	"strconv"
	"strings"
)

// answers are the digits that every page explains.
var answers = map[string]Verb{
	"1": Accept, "2": ETA, "3": OnScene, "4": Done, "5": Cannot, "6": NeedHelp, "7": Danger, "8": Relief, "9": Undo, "0": Repeat,
}

// The words around minutes. A lead may stand before any number; after a firm one the number needs no unit.
var (
	leads = words("in|about|around|approx|approximately|roughly|within|another|need|max|预计|大概|大约|约|估计|还有|还要|还需|需要|需|要|再过|差不多|最多|最快")
	firm  = words("eta|eta is|my eta is|there in|be there in|will be there in|ill be there in|i will be there in|get there in|arriving in|arrive in|will arrive in|arrival in|see you in|coming in|here in")
	units = words("m|min|mins|minute|minutes|more min|more mins|more minutes|分|分钟")
	hours = words("h|hr|hrs|hour|hours|小时|个小时|钟头|个钟头|个钟")
	tails = words("away|out|max|from now|to arrive|to get there|to go|eta|以内|之内|内|后|之后|左右|就|能|可|可以|会|才能|即可|到|到达|到场|到位|到现场|赶到|抵达|过去|过来|路程|车程|的路程|的车程")
)

// lengths are the stretches of time that have a name.
var lengths = func() (p phrasebook[int]) {
	p.add("half an hour|half hour|a half hour|半小时|半个小时|半个钟头|半个钟", 30)
	p.add("an hour|one hour", 60)
	p.add("a quarter of an hour|quarter of an hour|quarter hour|一刻钟", 15)
	return p
}()

var english = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"fifteen": 15, "twenty": 20, "twentyfive": 25, "thirty": 30, "forty": 40, "fortyfive": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}

// span is a number of minutes found at a place; n is how many atoms it takes, 0 if there is none.
type span struct{ minutes, n int }

// minutesAt reads a promise at atom i. With bare, a number without a unit counts as one.
func (b *body) minutesAt(i int, bare bool) span {
	start := i
	for {
		if _, n := firm.match(b.atoms, i); n > 0 {
			bare, i = true, i+n
			continue
		}
		if _, n := leads.match(b.atoms, i); n > 0 {
			i += n
			continue
		}
		break
	}
	minutes, n := b.lengthAt(i, bare)
	if n == 0 {
		return span{}
	}
	for i += n; ; i += n {
		if _, n = tails.match(b.atoms, i); n == 0 {
			return span{minutes: minutes, n: i - start}
		}
	}
}

// lengthAt reads a number with its unit.
func (b *body) lengthAt(i int, bare bool) (minutes, n int) {
	if minutes, n = lengths.match(b.atoms, i); n > 0 {
		return minutes, n
	}
	count, n := b.countAt(i)
	if n == 0 {
		return 0, 0
	}
	if _, u := units.match(b.atoms, i+n); u > 0 {
		return count, n + u
	}
	if _, u := hours.match(b.atoms, i+n); u > 0 {
		return count * 60, n + u
	}
	if bare {
		return count, n
	}
	return 0, 0
}

// countAt reads a whole number in digits, English or Chinese; of a range ("10-15") the end, which is what is promised.
func (b *body) countAt(i int) (count, n int) {
	a := b.at(i)
	switch a.kind {
	case number:
		return upper(a.text)
	case word:
		if v, ok := english[a.text]; ok {
			return v, 1
		}
	case han:
		return b.chineseAt(i)
	case sign, stop, ask:
	}
	return 0, 0
}

func upper(text string) (count, n int) {
	low, high, ranged := strings.Cut(strings.ReplaceAll(text, "~", "-"), "-")
	first, ok := whole(low)
	if !ok || !ranged {
		return first, b2i(ok)
	}
	last, ok := whole(high)
	return last, b2i(ok && first < last)
}

// whole reads up to six digits.
func whole(text string) (int, bool) {
	if len(text) == 0 || len(text) > 6 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	v, err := strconv.Atoi(text)
	return v, err == nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// chineseAt reads Chinese numerals up to 999.
func (b *body) chineseAt(i int) (count, n int) {
	total, digit := 0, -1
	for ; ; n++ {
		r := b.at(i + n).text
		switch {
		case r == "百" || r == "十":
			if digit < 0 { // 十五
				digit = 1
			}
			total, digit = total+digit*tens[r], 0
		case numeral(r) < 0:
			return total + max(digit, 0), n
		case digit > 0 || n > 5:
			return 0, 0 // digits in a row ("三五分钟") are no number
		default:
			digit = numeral(r)
		}
	}
}

var tens = map[string]int{"十": 10, "百": 100}

func numeral(s string) int {
	if s == "" {
		return -1
	}
	if s == "两" {
		return 2
	}
	at := strings.Index("零一二三四五六七八九", s)
	if at < 0 {
		return -1
	}
	return at / len("零")
}

// digitAt is the single digit at atom i: written as one, or a numeral that is the whole of its clause.
func (b *body) digitAt(i int) string {
	a := b.at(i)
	if a.kind == number && len(a.text) == 1 {
		return a.text
	}
	if a.kind == number && len(a.text) <= 8 && strings.Trim(a.text, "7") == "" {
		return "7" // pressed again and again
	}
	if b.at(i-1).kind != stop || b.at(i+1).kind != stop {
		return ""
	}
	if v, ok := english[a.text]; ok && v < 10 {
		return strconv.Itoa(v)
	}
	if v := numeral(a.text); v >= 0 && a.text != "两" {
		return strconv.Itoa(v)
	}
	return ""
}

// counted are words that make a digit before them a count ("4 people", "7 floors", "3rd").
var counted = words("people|person|persons|men|man|women|woman|guys|children|kids|residents|guests|floors|floor|fl|flats|flat|units|unit|rooms|room|doors|lifts|lift|pumps|cars|hoses|th|st|nd|rd|of us|more|x|%")

// countedHan are the Chinese ones; they count only where they touch the digit.
const countedHan = "楼层号栋幢个人名位台部户间单座米点次种辆条岁天年月日万千百分小组室区期度"

// counts says whether the digit at atom i only counts what follows it.
func (b *body) counts(i int) bool {
	next := b.at(i + 1)
	switch next.kind {
	case word:
		_, n := counted.match(b.atoms, i+1)
		_, known := lexicon.match(b.atoms, i+1)
		return n > 0 || (!next.spaced && known == 0)
	case han:
		return !next.spaced && strings.Contains(countedHan, next.text)
	case number, sign, stop, ask:
	}
	return false
}
