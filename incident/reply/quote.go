package reply

// What stands in a text without being its writer's answer: tapbacks, automatic replies, quotes of our own texts, signatures.

import (
	"regexp"
	"strings"
)

// tapbacks are the texts into which phones turn a reaction. They always quote, or name an attachment.
var tapbacks = []*regexp.Regexp{
	regexp.MustCompile(`(?s)^(liked|loved|disliked|laughed at|emphasi[sz]ed|questioned) ?(["']|an? (image|photo|picture|video|movie|attachment|audio|link|location|contact|sticker|message)\b)`),
	regexp.MustCompile(`(?s)^removed (an? )?[^"]{1,30} from (["']|an? (image|photo|picture|video|movie|attachment|audio|link|location|contact|sticker|message)\b)`),
	regexp.MustCompile(`(?s)^reacted .{1,30}?(to|with) ?["']`),
	regexp.MustCompile(`(?s)^[^\pL\pN\s"']{1,8} ?to ?"`),
	regexp.MustCompile(`(?s)^(点?赞|喜爱|喜欢|爱|不喜欢|踩|大笑|笑|强调|质疑|疑问)了? ?("|一[张个段条])`),
	regexp.MustCompile(`(?s)^(取消|移除|撤回)了?(对)? ?".*"`),
	regexp.MustCompile(`(?s)^(对|给|将|觉得) ?".*" ?(点了?赞|表示|作出|做出|发出|回应|大笑|有疑问|强调|很|的)`),
	regexp.MustCompile(`(?s)^[用以] ?[^\pL\pN"]{1,8} ?(回应|回复)了? ?"`),
}

// automatic are phrases that only machines write; they settle it, whatever else the text holds.
var automatic = []string{
	"auto-reply", "auto reply", "autoreply", "auto-response", "auto response", "automatic reply", "automatic response", "automated reply",
	"automated response", "automated message", "automatically generated", "do not disturb while driving", "with focus turned on",
	"when i get where i'm going", "not receiving notifications", "自动回复", "自动应答", "自动答复", "系统自动", "驾驶勿扰", "驾驶模式",
}

// away are phrases of automatic replies that people write too: with a clear answer beside them they are a person's.
var away = []string{
	"i'm driving", "im driving", "i am driving", "currently driving", "driving right now", "driving now", "out of office", "out of the office",
	"in a meeting", "can't talk right now", "call you later", "call me later", "get back to you", "正在开车", "在开车", "开车中", "正在驾驶", "正在开会", "开会中",
	"稍后联系", "稍后回复", "稍后给您", "稍后给你", "不方便接听",
}

// notWritten says why nobody meant this text as an answer, or "".
func notWritten(folded string) string {
	if folded == "" {
		return "an empty text"
	}
	for _, t := range tapbacks {
		if t.MatchString(folded) {
			return "a tapback"
		}
	}
	for _, phrase := range automatic {
		if strings.Contains(folded, phrase) {
			return "an automatic reply: " + phrase
		}
	}
	return ""
}

func awayMarker(folded string) string {
	for _, phrase := range away {
		if strings.Contains(folded, phrase) {
			return phrase
		}
	}
	return ""
}

const tokenPattern = `[` + TokenLetters + `][` + TokenDigits + `][` + TokenLetters + `]`

var (
	// ours is how each of our pages and tasks asks for its answer.
	ours = regexp.MustCompile(`(?i)(?:reply|respond|answer|text|send|(?:^|[^撤返收])回复?|答复)[^\pL\pN]{0,3}` + tokenPattern + `(?:[^A-Za-z]|$)`)
	// request opens such an asking; somebody who types it out, with one answer, means that answer.
	request      = regexp.MustCompile(`(?i)^[^\pL\pN]*(?:reply|回复?)[^\pL\pN]*` + tokenPattern)
	quotedBlock  = regexp.MustCompile(`"[^"]*"`)
	anyToken     = regexp.MustCompile(`(?i)(?:^|[^A-Za-z])(` + tokenPattern + `)(?:[^A-Za-z]|$)`)
	quoteHeading = regexp.MustCompile(`(?i)^(on .{4,80} wrote:|.{0,40}写道:|[-_=* ]{3,})$`)
	original     = regexp.MustCompile(`(?i)^-+ ?(original message|forwarded message|原始邮件|原始短信|转发)`)
	ourLink      = regexp.MustCompile(`(?i)^https?://\S+/r/inc-[0-9a-z]+\.\S+$`) // by which people answer on a page
	signature    = regexp.MustCompile(`(?i)^(sent from my |sent from |get outlook for |发自我的|发送自)`)
)

func isOurs(text string) bool { return ours.MatchString(text) }

// typedOut reads a text that is nothing but one of our requests, typed out with a single answer: "Reply K7M 1".
func (rd Reader) typedOut(clean string) (Reply, bool) {
	if strings.Contains(clean, "\n") || !request.MatchString(clean) {
		return Reply{}, false
	}
	r := rd.answer(clean)
	return r, r.Verb != Unclear
}

// unquote splits a text into what its writer answers and the token of the one text of ours that it quotes, if any.
func (rd Reader) unquote(clean string) (answer, token string) {
	var quoted []string
	clean = quotedBlock.ReplaceAllStringFunc(clean, func(block string) string {
		if !isOurs(strings.Trim(block, `"`)) {
			return block
		}
		quoted = append(quoted, block)
		return "\n"
	})
	lines, more := written(clean)
	quoted = append(quoted, more...)
	lines, more = rd.ownLines(lines)
	quoted = append(quoted, more...)
	return tidy(strings.Join(lines, "\n")), onlyToken(quoted)
}

// written leaves out marked quotes, the headings above them, and signatures.
func written(clean string) (lines, quoted []string) {
	for line := range strings.SplitSeq(clean, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case original.MatchString(line):
			return lines, quoted // the rest is another message
		case strings.HasPrefix(line, ">"):
			quoted = append(quoted, line)
		case quoteHeading.MatchString(line), signature.MatchString(line), ourLink.MatchString(line):
		default:
			lines = append(lines, line)
		}
	}
	return lines, quoted
}

// ownLines leaves out a page of ours that was copied unmarked. A page may have several lines of which only the last asks
// for the answer, so what follows that one is the answer; if nothing follows, the answer stands first.
func (rd Reader) ownLines(lines []string) (kept, quoted []string) {
	first, last := -1, -1
	for i, line := range lines {
		if isOurs(line) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return lines, nil
	}
	if after := lines[last+1:]; tidy(strings.Join(after, "\n")) != "" {
		return after, lines[:last+1]
	}
	before := lines[:first]
	if len(before) > 1 && rd.answer(before[0]).Verb != Unclear {
		return before[:1], lines[1:]
	}
	return before, lines[first:]
}

// onlyToken is the token that the quoted texts name, if they name a single one.
func onlyToken(quoted []string) string {
	only := ""
	for _, text := range quoted {
		for _, m := range anyToken.FindAllStringSubmatch(text, -1) {
			t := strings.ToUpper(m[1])
			if only != "" && only != t {
				return ""
			}
			only = t
		}
	}
	return only
}
