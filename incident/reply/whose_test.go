package reply_test

// Phones that several people share: whose a text is.

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/incident/reply"
)

func TestWhoseATextIs(t *testing.T) {
	page := func(person, token string, open bool) reply.Item {
		return reply.Item{Incident: "fire", Kind: reply.Page, Person: person, Name: person, Token: token, Ref: token, Open: open}
	}
	task := func(person, token string) reply.Item {
		return reply.Item{Incident: "fire", Kind: reply.Task, Person: person, Token: token, Ref: token, Open: true}
	}
	post := func(person, token string) reply.Item {
		return reply.Item{Incident: "fire", Kind: reply.Post, Person: person, Token: token, Ref: person, Open: true}
	}
	both := []reply.Item{page("li", "K7M", true), page("wang", "P3Q", true)}
	one := []reply.Item{page("li", "K7M", true), page("wang", "P3Q", false)}
	none := []reply.Item{page("li", "K7M", false), page("wang", "P3Q", false)}
	posts := []reply.Item{post("li", "K7M"), post("wang", "P3Q"), task("wang", "A3C")}
	ll := []string{"li", "wang"}
	tests := []struct {
		name  string
		text  string
		items []reply.Item
		want  []string
		code  reply.Code
		asked []string // tokens
	}{
		{"the code decides", "P3Q 1", both, []string{"wang"}, "", nil},
		{"also where it is closed", "P3Q 1", one, []string{"wang"}, "", nil},
		{"without one it is asked", "1", both, nil, reply.AskWhose, []string{"K7M", "P3Q"}},
		{"unless one alone has anything open", "1", one, []string{"li"}, "", nil},
		{"nobody has", "1", none, nil, "", nil},
		{"a post counts as open", "3", posts, nil, reply.AskWhose, []string{"K7M", "P3Q"}},
		{"whom it fits better is not guessed; their own code is offered", "4", posts, nil, reply.AskWhose, []string{"K7M", "A3C"}},
		{"seen, with pages open", "ok", both, nil, reply.AskWhose, []string{"K7M", "P3Q"}},
		{"thanks, with posts held", "ok", posts, nil, "", nil},
		{"danger is everybody's who is active", "7", one, []string{"li"}, "", nil},
		{"of both", "救命", both, ll, "", nil},
		{"with nothing open it is everybody's", "7", none, ll, "", nil},
		{"the code says who is in danger", "P3Q 7", both, []string{"wang"}, "", nil},
		{"under a mistyped one it is everybody's", "Y9Y 7", both, ll, "", nil},
		{"a mistyped code", "Y9Y 1", both, nil, reply.AskUnknownToken, []string{"K7M", "P3Q"}},
		{"STOP is of the phone", "STOP", one, ll, "", nil},
		{"START too", "START", none, ll, "", nil},
		{"all is repeated", "0", both, ll, "", nil},
		{"an undo is asked about", "9", none, nil, reply.AskWhose, []string{"K7M", "P3Q"}},
		{"nothing is taken back under a mistyped code", "Y9Y 9", both, nil, reply.AskUnknownToken, []string{"K7M", "P3Q"}},
		{"a wrong number is nobody's in particular", "wrong number", both, nil, "", nil},
		{"nor is what is not understood", "what?", both, nil, "", nil},
		{"one owner", "1", both[:1], []string{"li"}, "", nil},
		{"a report of the phone's stands beside", "1", append(slices.Clone(one), reply.Item{Incident: "report", Kind: reply.Page, Token: "A3C", Open: true}), []string{"li"}, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from := reply.Whose(reply.Parse(tt.text), tt.items)
			require.Equal(t, tt.want, from.People)
			require.Equal(t, tt.code, from.Question.Code)
			var asked []string
			for _, it := range from.Question.Items {
				asked = append(asked, it.Token)
			}
			require.Equal(t, tt.asked, asked)
		})
	}
}

func TestASharedPhonesTextIsAppliedToNobodyByGuess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, items := anyReply.Draw(t, "reply"), anyItems.Draw(t, "items")
		for k := range items {
			items[k].Person = rapid.SampledFrom([]string{"", "li", "wang", "sun"}).Draw(t, "person")
		}
		u := reply.Resolve(r, items)
		careful(t, r, items, u)
		if slices.Contains(manyAtOnce, u.Action) {
			return
		}
		active := map[string]bool{}
		for _, it := range items {
			if it.Open && it.Person != "" {
				active[it.Person] = true
			}
		}
		for _, it := range u.Targets {
			named := r.Token != "" && (it.Bears(r.Token) || u.Action == reply.ActRelief)
			require.True(t, it.Person == "" || named || len(active) < 2, "%s could be another's", it.Person)
		}
	})
}

func TestDangerOfASharedPhoneReachesEveryIncidentOfWhoeverItMayBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := anyItems.Draw(t, "items")
		for k := range items {
			items[k].Person = rapid.SampledFrom([]string{"li", "wang"}).Draw(t, "person")
		}
		from := reply.Whose(reply.Reply{Verb: reply.Danger, Why: "drawn"}, items)
		require.Equal(t, reply.AskNone, from.Question.Code)
		for _, it := range items {
			require.True(t, !it.Open || slices.Contains(from.People, it.Person))
		}
		require.Equal(t, len(items) > 0, len(from.People) > 0)
	})
}
