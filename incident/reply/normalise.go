package reply

// How texts from many keyboards are brought to one form before they are read.

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxRunes is how much of a text is read: what a carrier delivers at most.
const MaxRunes = 1600

// Normalise gives the form in which texts are read: valid UTF-8, compatibility characters unfolded (full-width digits,
// ①), keycaps, invisible characters and skin tones dropped, one kind of quote and dash, single spaces, no empty lines.
// A normalised text is its own normal form.
func Normalise(text string) string {
	text = clip(strings.ToValidUTF8(text, " "))
	for range 4 { // unfolding can bring up what the table maps; it settles in two rounds
		next := clip(tidy(norm.NFKC.String(respell(text))))
		if next == text {
			break
		}
		text = next
	}
	return text
}

// respell maps character by character. More than two marks on one letter are nobody's spelling and are dropped.
func respell(text string) string {
	var out strings.Builder
	marks := 0
	for _, r := range text {
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		if marks <= 2 {
			out.WriteString(spelling(r))
		}
	}
	return out.String()
}

// spelling is what a character is read as; NFKC does the rest.
func spelling(r rune) string {
	switch {
	case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
		return "\n"
	case unicode.IsSpace(r) || r == unicode.ReplacementChar:
		return " "
	case invisible(r):
		return ""
	case r < unicode.MaxASCII:
		return string(r)
	}
	if digit := roundDigit(r); digit != 0 {
		return string(digit)
	}
	switch {
	case strings.ContainsRune("“”„‟″「」『』﹁﹂﹃﹄《》«»〝〞", r):
		return `"`
	case strings.ContainsRune("‘’‛′´", r):
		return "'"
	case strings.ContainsRune("‐‑‒–—―−", r):
		return "-"
	case strings.ContainsRune("〜∼", r):
		return "~"
	case strings.ContainsRune("，、", r): // never a decimal comma
		return ", "
	case strings.ContainsRune("。｡", r):
		return ". "
	}
	return string(r)
}

// invisible covers controls, format characters, variation selectors, keycap enclosures and skin tones.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u20E3' || r == '\u034F' ||
		(r >= '\uFE00' && r <= '\uFE0F') || (r >= 0x1F3FB && r <= 0x1F3FF)
}

// roundDigit reads the circled digits that Unicode does not unfold by itself: ❶ ➀ ➊ ⓵ ⓿.
func roundDigit(r rune) rune {
	for _, one := range []rune{'❶', '➀', '➊', '⓵'} {
		if r >= one && r < one+9 {
			return '1' + r - one
		}
	}
	if r == '⓿' {
		return '0'
	}
	return 0
}

// tidy leaves single spaces, and lines that are neither empty nor padded.
func tidy(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func clip(text string) string {
	n := 0
	for i := range text {
		if n == MaxRunes {
			return text[:i]
		}
		n++
	}
	return text
}

// Fold maps a normalised text for comparison, character by character, as the vocabulary is compared.
func Fold(clean string) string { return fold(clean) }

// fold maps a normalised text for comparison, character by character so that places stay the same: lower case, and the
// traditional characters of our vocabulary as simplified ones.
func fold(clean string) string {
	return strings.Map(func(r rune) rune {
		if s, ok := simplified[r]; ok {
			return s
		}
		return unicode.ToLower(r)
	}, clean)
}

var simplified = pairs("馬马險险達达鐘钟鍾钟場场現现請请幫帮員员實实緊紧報报開开車车動动復复覆复訂订錯错換换沒没來来過过趕赶預预計计個个時时後后內内" +
	"點点無无傷伤們们發发號号樓楼層层棟栋經经謝谢務务離离還还這这嗎吗銷销練练習习況况應应贊赞讚赞愛爱歡欢強强調调質质對对將将門门話话電电處处認认識识" +
	"會会為为從从給给誰谁麼么樣样幾几兩两單单準准備备駕驾駛驶說说説说見见進进聯联絡络係系間间圖图視视頻频剛刚辦办癥症條条業业臺台戶户閒闲頂顶簡简訊讯" +
	"彈弹獲获據据確确定定顯显須须領领師师傅傅遲迟遠远壓压閥阀關关滅灭熄熄煙烟氣气慘惨隨随")

func pairs(s string) map[rune]rune {
	m := map[rune]rune{}
	runes := []rune(s)
	for i := 0; i+1 < len(runes); i += 2 {
		m[runes[i]] = runes[i+1]
	}
	return m
}
