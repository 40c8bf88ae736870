package reply_test

// The word that asks for the facts which its writer may state, and the answer to the list.

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/declare"
	"muster/incident/frozen"
	"muster/incident/reply"
)

func TestWordOfFactsIsTheWholeText(t *testing.T) {
	tell(t, []row{
		{"FACT", "facts"},
		{"fact.", "facts"},
		{"Facts?", "facts"},
		{"report fact", "facts"},
		{"please report a fact", "facts"},
		{"K7M fact", "facts @K7M"},
		{"fact k7m", "facts @K7M"},
		{"Reply K7M fact", "facts @K7M"},
		{"ＦＡＣＴ", "facts"},
		{"情况", "facts"},
		{"情況", "facts"},
		{"报告情况", "facts"},
		{"现场情况", "facts"},
		{"K7M情况", "facts @K7M"},
		{"K7M 情况报告", "facts @K7M"},
		{"fact 1", "unclear"},
		{"in fact", "unclear"},
		{"1 fact", "unclear"},
		{"that is a fact", "unclear"},
		{"情况不明", "unclear"},
		{"什么情况", "unclear"},
		{"情况严重", "unclear"},
		{"到了，情况严重", "on_scene"},
		{"情况危险", "danger"},
		{"真实情况", "real_emergency"},
		{"K7M 4 情况正常", `done "情况正常" @K7M`},
		{"7 fact", "danger"},
		{"K7M R4T fact", "unclear ?several-tokens"},
	})
}

func TestOlderRulesKnowNoWordOfFacts(t *testing.T) {
	before := reply.Reader{NoFacts: true}
	for _, text := range []string{"fact", "K7M fact", "Reply K7M fact", "报告情况", "现场情况"} {
		require.Equal(t, reply.Unclear, before.Parse(text).Verb, text)
		require.Equal(t, reply.Facts, reply.Parse(text).Verb, text)
	}
}

func TestWordOfFactsDeclaresNothing(t *testing.T) {
	hazards := declare.Gazetteer{Hazards: []declare.Hazard{{Plan: "fire", Title: frozen.Text{EN: "Fire", ZH: "火灾"}}, {Plan: "gas-leak", Title: frozen.Text{EN: "Gas leak", ZH: "燃气泄漏"}}}}
	for _, text := range []string{"fact", "facts", "report fact", "情况", "报告情况", "上报情况", "汇报情况", "情况报告"} {
		require.Equal(t, reply.Facts, reply.Parse(text).Verb, text)
		require.False(t, declare.Read(text, hazards).Is(), text)
	}
}

func TestListIsAskedForInOneIncident(t *testing.T) {
	post := func(incident, token string, open bool) reply.Item {
		return reply.Item{Incident: incident, Kind: reply.Post, Token: token, Ref: incident, Open: open}
	}
	fire, burst, over := post("fire", "K7M", true), post("burst", "R4T", true), post("storm", "A3C", false)
	for _, row := range []struct {
		text   string
		items  []reply.Item
		action reply.Action
		in     string
		code   reply.Code
	}{
		{"fact", []reply.Item{fire, over}, reply.ActFacts, "fire", ""},
		{"fact", []reply.Item{fire, burst}, "", "", reply.AskWhichPlace},
		{"R4T fact", []reply.Item{fire, burst}, reply.ActFacts, "burst", ""},
		{"A3C fact", []reply.Item{fire, over}, reply.ActFacts, "storm", ""},
		{"fact", []reply.Item{over}, reply.ActFacts, "storm", ""},
		{"fact", nil, "", "", reply.TellNothingOpen},
		{"D9E fact", []reply.Item{fire}, "", "", reply.AskUnknownToken},
	} {
		u := reply.Resolve(reply.Parse(row.text), row.items)
		require.Equal(t, row.action, u.Action, "%s: %s", row.text, u.Why)
		require.Equal(t, row.code, u.Question.Code, row.text)
		if row.in != "" {
			require.Equal(t, row.in, u.Targets[0].Incident, row.text)
		}
	}
}

func TestAnswersToAList(t *testing.T) {
	two, three := asked("K7M", "lift", "power"), asked("K7M", "lift", "power", "hurt")
	two.Listed, three.Listed = true, true
	later := three
	later.Open, later.Passed = false, true
	post := reply.Item{Incident: "fire", Kind: reply.Post, Token: "R4T", Ref: "ann", Open: true}
	for _, row := range []struct {
		text   string
		it     reply.Item
		action reply.Action
		value  string
		code   reply.Code
	}{
		{"2", two, reply.ActState, "power", ""},
		{"K7M 1", two, reply.ActState, "lift", ""},
		{"4 2", two, reply.ActState, "power", ""},
		{"4 power", two, reply.ActState, "power", ""},
		{"3", three, reply.ActOnScene, "", ""},
		{"1", three, reply.ActAccept, "", ""},
		{"4 3", three, reply.ActState, "hurt", ""},
		{"K7M 4 3", three, reply.ActState, "hurt", ""},
		{"K7M 3", three, "", "", reply.AskValue},
		{"K7M 4 4", three, "", "", reply.AskValue},
		{"K7M no", three, reply.ActLater, "", ""},
		{"K7M 7", three, reply.ActDanger, "", ""},
		{"4 3", later, "", "", reply.AskNotThis},
		{"K7M 4 3", later, reply.ActState, "hurt", ""},
	} {
		u := reply.Resolve(reply.Parse(row.text), []reply.Item{post, row.it})
		require.Equal(t, row.action, u.Action, "%s: %s", row.text, u.Why)
		require.Equal(t, row.value, u.Value, row.text)
		require.Equal(t, row.code, u.Question.Code, row.text)
	}
}

func TestWhoAsksForTheListOnASharedPhone(t *testing.T) {
	items := []reply.Item{
		{Incident: "fire", Kind: reply.Post, Token: "K7M", Person: "li", Open: true},
		{Incident: "fire", Kind: reply.Post, Token: "R4T", Person: "wang", Open: true},
	}
	require.Equal(t, reply.AskWhose, reply.Whose(reply.Parse("fact"), items).Question.Code)
	require.Equal(t, []string{"wang"}, reply.Whose(reply.Parse("R4T fact"), items).People)
	items[0].Open, items[1].Open = false, false
	require.Equal(t, reply.AskWhose, reply.Whose(reply.Parse("fact"), items).Question.Code)
}
