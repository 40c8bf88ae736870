package reply_test

// What holds for every text and every set of open things.

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/reply"
)

// pieces are what texts are made of: most of them mean something, so that their mixtures are near to real ones.
var pieces = []string{
	"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "28", "12/15", "0.3", "8 min", "10分钟到", "K7M", "k7m", "R4T", "K 7 M", "①", "1️⃣", "２", "ok", "收到", "👍🏽", "coming", "on my way", "马上到", "去", "去不了", "can't", "no", "not", "没", "没有", "danger", "危险",
	"救命", "解除", "real emergency", "真实情况", "done", "完成", "here", "到", "help", "支援", "STOP", "退订", "START", "yes", "wrong number", "打错了", "or", "吗", "?", "？", ",", "，", ".", "。", "\n", " ", "  ", "-", "/", ":", "\"", "“", "”", "'", "> ", "Reply K7M 1 accept", "回R4T1接受",
	"Liked “", "👍 to “", "赞了“", "I'm driving", "自动回复", "thanks", "谢谢", "to building 3", "3号楼", "what", "people", "楼", "十五", "half an hour", "undo", "relief", "fact", "情况", "not yet", "还没有", "是", "\u200b", "\ufe0f", "\xff", "\u0301", "ﷺ", "½", "馬", "İ", "K", "-----Original Message-----",
}

var anyText = rapid.OneOf(
	rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12), func(p []string) string { return strings.Join(p, " ") }),
	rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12), func(p []string) string { return strings.Join(p, "") }),
	rapid.String(),
	rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
)

var anyItem = rapid.Custom(func(t *rapid.T) reply.Item {
	return reply.Item{
		Incident: rapid.SampledFrom([]string{"fire", "burst", "storm"}).Draw(t, "incident"),
		Kind:     rapid.SampledFrom([]reply.Kind{reply.Page, reply.Task, reply.Post, reply.Ask}).Draw(t, "kind"),
		Token:    rapid.SampledFrom([]string{"K7M", "R4T", "A3C", "D9E", "V4A"}).Draw(t, "token"),
		Ref:      rapid.StringMatching(`[a-z]{8}`).Draw(t, "ref"),
		Open:     rapid.Bool().Draw(t, "open"),
		Evidence: reply.Evidence{Kind: rapid.SampledFrom([]reply.EvidenceKind{reply.EvidenceNone, reply.EvidenceChoice, reply.EvidenceNumber, reply.EvidenceCount, reply.EvidenceText}).Draw(t, "evidence"), Choices: []reply.Choice{{Value: "true", Names: []string{"fire"}}, {Value: "false"}}},
	}
})

var (
	anyItems = rapid.SliceOfN(anyItem, 0, 6)
	verbs    = []reply.Verb{reply.Accept, reply.ETA, reply.OnScene, reply.Done, reply.Cannot, reply.NeedHelp, reply.Danger, reply.Relief, reply.Undo, reply.Repeat, reply.Facts, reply.Seen, reply.WrongNumber, reply.OptOut, reply.OptIn, reply.RealEmergency, reply.NotAnAnswer, reply.Unclear}
	anyReply = rapid.OneOf(rapid.Map(anyText, reply.Parse), rapid.Custom(func(t *rapid.T) reply.Reply {
		return reply.Reply{
			Verb: rapid.SampledFrom(verbs).Draw(t, "verb"), Token: rapid.SampledFrom([]string{"", "", "K7M", "R4T", "Y9Y"}).Draw(t, "token"),
			Value: rapid.SampledFrom([]string{"", "1", "fire", "12/15", "0.3", "not yet"}).Draw(t, "value"), Why: "drawn",
		}
	}))
	manyAtOnce = []reply.Action{reply.ActDanger, reply.ActRealEmergency, reply.ActRepeat, reply.ActOptOut, reply.ActOptIn, reply.ActWrongNumber, reply.ActUndo}
)

// sound holds for what Parse gives for any text.
func sound(t require.TestingT, text string, r reply.Reply) {
	require.Contains(t, verbs, r.Verb)
	require.NotEmpty(t, r.Why)
	require.Equal(t, r.Verb == reply.ETA, r.Minutes != 0, "%q", text)
	require.GreaterOrEqual(t, r.Minutes, 0)
	require.LessOrEqual(t, r.Minutes, reply.MaxMinutes)
	require.True(t, r.Token == "" || (reply.IsToken(r.Token) && r.Token == strings.ToUpper(r.Token)), r.Token)
	require.True(t, r.Value == "" || r.Verb == reply.Done, "%q", text)
	require.True(t, r.Hint == "" || r.Verb == reply.Unclear, "%q", text)
	for _, s := range []string{r.Raw, r.Value, r.Why} {
		require.True(t, utf8.ValidString(s))
		require.LessOrEqual(t, utf8.RuneCountInString(s), reply.MaxRunes)
	}
}

// careful holds for what Resolve gives for any reply and any items.
func careful(t require.TestingT, r reply.Reply, items []reply.Item, u reply.Understanding) {
	for _, it := range append(append([]reply.Item{}, u.Targets...), u.Question.Items...) {
		require.Contains(t, items, it, "nothing is invented")
	}
	require.NotEmpty(t, u.Why)
	if u.Action == reply.ActNone {
		require.Empty(t, u.Targets)
		require.Empty(t, u.Value)
		return
	}
	if u.Action == reply.ActState || u.Action == reply.ActLater {
		require.Equal(t, reply.Ask, u.Targets[0].Kind)
	} else {
		require.Equal(t, string(r.Verb), string(u.Action))
	}
	alarm := u.Action == reply.ActDanger || u.Action == reply.ActRealEmergency
	for _, it := range u.Targets {
		require.True(t, it.Open || alarm || u.Action == reply.ActUndo || u.Action == reply.ActFacts, "only what is about the incident as a whole reaches what is closed, and what takes an answer back")
		require.True(t, it.Kind == reply.Task || u.Action != reply.ActDone)
		require.True(t, it.Kind == reply.Post || u.Action != reply.ActRelief)
	}
	if u.Question.Code != reply.AskNone && !alarm {
		require.Equal(t, reply.TellNotAccepted, u.Question.Code, "an action goes with no other question")
	}
	for _, many := range manyAtOnce {
		if u.Action == many {
			return
		}
	}
	require.Len(t, u.Targets, 1, "nothing is applied by guess")
	if r.Token != "" && r.Verb != reply.Relief {
		require.Equal(t, r.Token, u.Targets[0].Token)
	}
}

func TestEveryTextIsReadSoundly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		sound(t, text, reply.Parse(text))
	})
}

func TestReadingIsTheSameAfterNormalising(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		clean := reply.Normalise(text)
		require.Equal(t, clean, reply.Normalise(clean))
		a, b := reply.Parse(text), reply.Parse(clean)
		a.Raw, b.Raw = "", ""
		require.Equal(t, a, b)
	})
}

func TestCaseOfATokenDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.SampledFrom(all()).Draw(t, "token")
		answer := rapid.SampledFrom([]string{"1", "2 8", "3", "5", "6", "7", "8", "9", "0", "coming", "收到", "去不了", "完成"}).Draw(t, "answer")
		shape := rapid.SampledFrom([]string{"T A", "A T", "TA", "T-A", "T: A", "[T] A", "A (T)"}).Draw(t, "shape")
		if latin := strings.Trim(answer, "0123456789 去不了完成收到") != ""; latin && shape == "TA" {
			shape = "T A"
		}
		upper := strings.NewReplacer("T", token, "A", answer).Replace(shape)
		lower := strings.NewReplacer("T", strings.ToLower(token), "A", answer).Replace(shape)
		a, b := reply.Parse(upper), reply.Parse(lower)
		require.Equal(t, token, a.Token, upper)
		require.NotEqual(t, reply.Unclear, a.Verb, upper)
		a.Raw, b.Raw = "", ""
		require.Equal(t, a, b)

		items := anyItems.Draw(t, "items")
		b.Token = strings.ToLower(token)
		require.Equal(t, reply.Resolve(a, items), reply.Resolve(b, items))
	})
}

func TestDangerIsNeverMissedBesideOtherWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.SliceOfN(rapid.SampledFrom([]string{"1", "5 ", "K7M ", "coming, ", "ok. ", "there is ", "3楼", "smoke and ", "收到，", "can't move, ", "完成。", "no. "}), 0, 4).Draw(t, "before")
		word := rapid.SampledFrom([]string{"danger", "DANGER!", "救命", "危险", "sos"}).Draw(t, "word")
		after := rapid.SampledFrom([]string{"", " on 12", "，快来", "?", " 5", "\n1"}).Draw(t, "after")
		text := strings.Join(before, "") + " " + word + after
		require.Equal(t, reply.Danger, reply.Parse(text).Verb, text)
	})
}

func TestNothingIsAppliedByGuess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, items := anyReply.Draw(t, "reply"), anyItems.Draw(t, "items")
		careful(t, r, items, reply.Resolve(r, items))
	})
}

func TestClosedThingsOfOthersChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, items := anyReply.Draw(t, "reply"), anyItems.Draw(t, "items")
		open := false
		for _, it := range items {
			open = open || it.Open
		}
		if whole := r.Verb == reply.Danger || r.Verb == reply.RealEmergency || r.Verb == reply.Facts; whole && !open {
			t.Skip("with nothing open, what is about the incident as a whole goes by what was closed")
		}
		more := append([]reply.Item{}, items...)
		for _, it := range anyItems.Draw(t, "more") {
			it.Token, it.Open = "Y4Y", false
			at := rapid.IntRange(0, len(more)).Draw(t, "at")
			more = append(more[:at], append([]reply.Item{it}, more[at:]...)...)
		}
		require.Equal(t, reply.Resolve(r, items), reply.Resolve(r, more))
	})
}

func TestAlarmReachesEachOpenIncidentOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := anyItems.Draw(t, "items")
		u := reply.Resolve(reply.Reply{Verb: reply.Danger, Token: rapid.SampledFrom([]string{"", "K7M"}).Draw(t, "token"), Why: "drawn"}, items)
		reached := map[string]int{}
		for _, it := range u.Targets {
			reached[it.Incident]++
			require.Equal(t, 1, reached[it.Incident])
		}
		for _, it := range items {
			require.True(t, !it.Open || reached[it.Incident] == 1)
		}
	})
}
