package reply_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
)

// seeds are the starting corpus: one text of each kind, then all pieces.
var seeds = append([]string{
	"", "1", "k7m1", "2 8", "4 12/15", "K7M 4 1 fire", "1️⃣ ２", "危险已解除", "no danger here", "> FIRE Reply K7M 1\n5", "「王: 回K7M 1接受」\n1", "Liked “Reply K7M 1”", "I'm driving, there in 10", "done, pump 2 restarted",
	"一百二十分钟", "a7k3m4c", "K7M 2", "k7m yes", "还没有", "not yet", "是", "\xff\xfe1", "5" + strings.Repeat("\u0301", 40), strings.Repeat("ﷺ", 200), strings.Repeat("no danger ", 160), strings.Repeat("没有", 400) + "危险", strings.Repeat("7", 1600), strings.Repeat("k7m ", 400), strings.Repeat("\"回K7M\"", 200),
}, pieces...)

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := reply.Parse(text)
		sound(t, text, r)
		clean := reply.Normalise(text)
		require.Equal(t, clean, reply.Normalise(clean))
		again := reply.Parse(clean)
		r.Raw, again.Raw = "", ""
		require.Equal(t, r, again)
	})
}

func FuzzResolve(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, uint64(i)*0x9E3779B97F4A7C15)
	}
	f.Fuzz(func(t *testing.T, text string, shape uint64) {
		r, items := reply.Parse(text), itemsOf(shape)
		careful(t, r, items, reply.Resolve(r, items))
	})
}

// itemsOf makes up to six items of the bits of a number.
func itemsOf(shape uint64) []reply.Item {
	take := func(n uint64) int {
		v := shape % n
		shape /= n
		return int(v)
	}
	items := make([]reply.Item, take(7))
	for i := range items {
		items[i] = reply.Item{
			Incident: []string{"fire", "burst", "storm"}[take(3)],
			Kind:     []reply.Kind{reply.Page, reply.Task, reply.Post, reply.Ask}[take(4)],
			Token:    []string{"K7M", "R4T", "V4A"}[take(3)],
			Ref:      string(rune('a' + i)),
			Open:     take(4) > 0,
			Person:   []string{"", "", "li", "wang"}[take(4)],
			Evidence: reply.Evidence{Kind: []reply.EvidenceKind{reply.EvidenceNone, reply.EvidenceChoice, reply.EvidenceNumber, reply.EvidenceCount, reply.EvidenceText}[take(5)], Choices: []reply.Choice{{Value: "true", Names: []string{"fire", "有火"}}, {Value: "false", Names: []string{"no fire"}}}},
		}
	}
	return items
}
