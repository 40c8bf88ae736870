package reply_test

// Which of a person's open things an answer is about, told as stories.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
)

func page(incident, token string) reply.Item {
	return reply.Item{Incident: incident, Kind: reply.Page, Token: token, Ref: "p-" + token, Open: true}
}

func post(incident, token string) reply.Item {
	return reply.Item{Incident: incident, Kind: reply.Post, Token: token, Ref: "p-" + token, Open: true}
}

func task(incident, token string) reply.Item {
	return reply.Item{Incident: incident, Kind: reply.Task, Token: token, Ref: "s-" + token, Open: true}
}

func closed(it reply.Item) reply.Item {
	it.Open = false
	return it
}

// outcome is "action targets !question items", each item as incident:kind:token.
func outcome(u reply.Understanding) string {
	out := string(u.Action)
	for _, it := range u.Targets {
		out += " " + name(it)
	}
	if u.Question.Code != reply.AskNone {
		out += " !" + string(u.Question.Code)
		for _, it := range u.Question.Items {
			out += " " + name(it)
		}
	}
	return strings.TrimSpace(out)
}

func name(it reply.Item) string { return it.Incident + ":" + string(it.Kind) + ":" + it.Token }

func resolve(text string, items ...reply.Item) reply.Understanding {
	return reply.Resolve(reply.Parse(text), items)
}

type story struct {
	text  string
	items []reply.Item
	want  string
}

func play(t *testing.T, stories []story) {
	t.Helper()
	for _, s := range stories {
		u := resolve(s.text, s.items...)
		require.Equal(t, s.want, outcome(u), "%q with %d items: %s", s.text, len(s.items), u.Why)
		require.NotEmpty(t, u.Why, s.text)
		if u.Question.Code != reply.AskNone {
			require.Equal(t, reply.Parse(s.text).Verb, u.Question.Verb)
		}
	}
}

func TestOneOpenPageNeedsNoToken(t *testing.T) {
	one := []reply.Item{page("fire", "K7M")}
	play(t, []story{
		{"1", one, "accept fire:page:K7M"},
		{"2 8", one, "eta fire:page:K7M"},
		{"3", one, "on_scene fire:page:K7M"},
		{"5", one, "cannot fire:page:K7M"},
		{"6", one, "need_help fire:page:K7M"},
		{"0", one, "repeat fire:page:K7M"},
		{"9", one, "undo"},
		{"4", one, "!does-not-fit fire:page:K7M"},
		{"8", one, "!does-not-fit fire:page:K7M"},
		{"打错了", one, "wrong_number fire:page:K7M"},
		{"7", one, "danger fire:page:K7M"},
		{"STOP", one, "opt_out fire:page:K7M"},
		{"START", one, "opt_in fire:page:K7M"},
		{"收到", one, "seen fire:page:K7M !seen-not-accepted fire:page:K7M"},
		{"28", one, "!not-understood fire:page:K7M"},
		{"2", one, "!minutes fire:page:K7M"},
		{"Liked “x”", one, ""},
	})
	require.Equal(t, 8, resolve("2 8", one...).Minutes)
	require.Equal(t, reply.HintNumber, resolve("28", one...).Question.Hint)
}

func TestTokenDecides(t *testing.T) {
	two := []reply.Item{page("fire", "K7M"), page("burst", "R4T"), task("storm", "A3C"), post("storm", "D9E"), closed(page("fire", "F4F"))}
	play(t, []story{
		{"K7M 1", two, "accept fire:page:K7M"},
		{"r4t 5", two, "cannot burst:page:R4T"},
		{"R4T ok", two, "seen burst:page:R4T !seen-not-accepted burst:page:R4T"},
		{"A3C 4", two, "done storm:task:A3C"},
		{"A3C 5", two, "cannot storm:task:A3C"},
		{"A3C ok", two, "seen storm:task:A3C"},
		{"A3C 0", two, "repeat storm:task:A3C"},
		{"D9E 3", two, "on_scene storm:post:D9E"},
		{"D9E 2 5", two, "eta storm:post:D9E"},
		{"D9E 5", two, "cannot storm:post:D9E"},
		{"A3C 8", two, "relief storm:post:D9E"},
		{"D9E 8", two, "relief storm:post:D9E"},
		{"K7M 8", two, "!does-not-fit fire:page:K7M"},
		{"D9E 4", two, "!does-not-fit storm:task:A3C storm:post:D9E"},
		{"K7M 6", two, "need_help fire:page:K7M"},
		{"F4F 1", two, "!closed fire:page:F4F"},
		{"Y9Y 1", two, "!unknown-token fire:page:K7M burst:page:R4T storm:task:A3C storm:post:D9E"},
		{"K7M 28", two, "!not-understood fire:page:K7M"},
		{"K7M 2", two, "!minutes fire:page:K7M"},
		{"K7M 9", two, "undo fire:page:K7M"},
		{"F4F ok", two, "!closed fire:page:F4F"},
	})
}

func TestTokenThatNamesTwoThingsGetsOneQuestion(t *testing.T) {
	both := []reply.Item{page("fire", "K7M"), page("burst", "K7M")}
	play(t, []story{
		{"K7M 1", both, "!which-incident fire:page:K7M burst:page:K7M"},
		{"K7M 4", []reply.Item{page("fire", "K7M"), task("burst", "K7M")}, "done burst:task:K7M"}, // nobody has done a call
		{"K7M 4", []reply.Item{task("fire", "K7M"), task("burst", "K7M")}, "!which-incident fire:task:K7M burst:task:K7M"},
		{"K7M 4", []reply.Item{page("fire", "K7M"), task("fire", "K7M")}, "!which-incident fire:page:K7M fire:task:K7M"}, // as it was before
		{"K7M 4", both, "!which-incident fire:page:K7M burst:page:K7M"},
		{"K7M 8", []reply.Item{post("fire", "K7M"), task("burst", "K7M")}, "relief fire:post:K7M"},
		{"K7M ok", both, "!which-incident fire:page:K7M burst:page:K7M"},
		{"K7M 0", both, "repeat fire:page:K7M burst:page:K7M"},
		{"K7M 7", both, "danger fire:page:K7M burst:page:K7M !which-incident fire:page:K7M burst:page:K7M"},
		{"K7M 1", []reply.Item{page("fire", "K7M"), closed(page("burst", "K7M"))}, "accept fire:page:K7M"},
	})
}

func TestSeveralOpenPagesNeedATokenEach(t *testing.T) {
	two := []reply.Item{page("fire", "K7M"), page("burst", "R4T")}
	for _, text := range []string{"1", "2 8", "5", "3"} {
		play(t, []story{{text, two, "!which-token fire:page:K7M burst:page:R4T"}})
	}
	play(t, []story{
		{"ok", two, "!seen-not-accepted fire:page:K7M burst:page:R4T"},
		{"6", two, "!which-incident fire:page:K7M burst:page:R4T"},
		{"wrong number", two, "wrong_number fire:page:K7M burst:page:R4T"},
		{"0", two, "repeat fire:page:K7M burst:page:R4T"},
		{"1", []reply.Item{page("fire", ""), page("burst", "R4T")}, "!which-incident fire:page: burst:page:R4T"},
	})
}

func TestSomebodyWhoHoldsAPost(t *testing.T) {
	held := []reply.Item{post("fire", "K7M")}
	play(t, []story{
		{"3", held, "on_scene fire:post:K7M"},
		{"5", held, "cannot fire:post:K7M"},
		{"2 5", held, "eta fire:post:K7M"},
		{"1", held, "accept fire:post:K7M"},
		{"8", held, "relief fire:post:K7M"},
		{"6", held, "need_help fire:post:K7M"},
		{"ok", held, "seen fire:post:K7M"},
		{"4", held, "!does-not-fit fire:post:K7M"},
		{"打错了", held, "!not-understood fire:post:K7M"},
		{"K7M 1", held, "accept fire:post:K7M"},
		{"5", append(held, page("burst", "R4T")), "cannot burst:page:R4T"},
		{"1", append(held, page("burst", "R4T")), "accept burst:page:R4T"},
		{"2 5", append(held, page("burst", "R4T")), "eta burst:page:R4T"},
		{"8", append(held, page("burst", "R4T")), "relief fire:post:K7M"},
		{"3", append(held, page("burst", "R4T")), "!which-token fire:post:K7M burst:page:R4T"},
		{"ok", append(held, page("burst", "R4T")), "seen burst:page:R4T !seen-not-accepted burst:page:R4T"},
		{"6", append(held, page("burst", "R4T")), "!which-incident fire:post:K7M burst:page:R4T"},
		{"5", append(held, task("fire", "A3C")), "!which-token fire:post:K7M fire:task:A3C"},
		{"3", append(held, task("fire", "A3C")), "on_scene fire:post:K7M"},
		{"ok", append(held, task("fire", "A3C")), ""},
		{"6", append(held, task("fire", "A3C")), "need_help fire:post:K7M"},
		{"3", append(held, post("burst", "R4T")), "!which-token fire:post:K7M burst:post:R4T"},
		{"8", append(held, post("burst", "R4T")), "!which-incident fire:post:K7M burst:post:R4T"},
		{"1", append(held, post("burst", "R4T")), "!which-token fire:post:K7M burst:post:R4T"},
		{"5", []reply.Item{task("fire", "A3C")}, "cannot fire:task:A3C"},
		{"1", []reply.Item{task("fire", "A3C")}, "!does-not-fit fire:task:A3C"},
		{"wrong number", []reply.Item{task("fire", "A3C")}, "!not-understood fire:task:A3C"},
	})
}

func TestPostAnswersUnderTheTokensOfAllItsPages(t *testing.T) {
	held := post("fire", "K7M")
	held.Also = []string{"A3C", "D9E"}
	items := []reply.Item{held, page("burst", "R4T"), page("storm", "D9E")}
	play(t, []story{
		{"K7M 3", items, "on_scene fire:post:K7M"},
		{"a3c 3", items, "on_scene fire:post:K7M"},
		{"A3C 5", items, "cannot fire:post:K7M"},
		{"D9E 3", items, "!which-token fire:post:K7M storm:page:D9E"},
		{"F4F 3", items, "!unknown-token fire:post:K7M burst:page:R4T storm:page:D9E"},
	})
}

func TestFourCompletesTheOnlyOpenStep(t *testing.T) {
	one := []reply.Item{post("fire", "K7M"), task("fire", "A3C"), closed(task("fire", "D9E"))}
	play(t, []story{
		{"4", one, "done fire:task:A3C"},
		{"done", one, "done fire:task:A3C"},
		{"完成", append(one, page("burst", "R4T")), "done fire:task:A3C"},
		{"4", append(one, task("fire", "F4F")), "!which-token fire:task:A3C fire:task:F4F"},
		{"F4F 4", append(one, task("fire", "F4F")), "done fire:task:F4F"},
		{"D9E 4", one, "!closed fire:task:D9E"},
		{"4 not yet", one, "!value fire:task:A3C"},
	})
	require.Equal(t, "all 12 floors", resolve("4 all 12 floors", one...).Value)
}

func TestNothingIsOpen(t *testing.T) {
	gone := []reply.Item{closed(page("fire", "K7M"))}
	play(t, []story{
		{"1", nil, "!nothing-open"},
		{"4", nil, "!nothing-open"},
		{"0", nil, "!nothing-open"},
		{"6", nil, "!nothing-open"},
		{"1", gone, "!nothing-open"},
		{"K7M 1", gone, "!closed fire:page:K7M"},
		{"K7M 1", nil, "!unknown-token"},
		{"ok", nil, ""},
		{"ok thanks", gone, ""},
		{"hello", nil, "!not-understood"},
		{"7", nil, "danger !nothing-open"},
		{"7", gone, "danger fire:page:K7M"},
		{"wrong number", nil, "wrong_number"},
		{"STOP", nil, "opt_out"},
		{"9", nil, "undo"},
	})
}

func TestDangerReachesEveryIncidentAtOnce(t *testing.T) {
	many := []reply.Item{page("fire", "K7M"), post("burst", "R4T"), task("burst", "A3C"), task("storm", "D9E"), post("storm", "F4F"), closed(page("lift", "H9H"))}
	everybody := "burst:post:R4T storm:post:F4F"
	play(t, []story{
		{"7", many, "danger fire:page:K7M " + everybody + " !which-incident fire:page:K7M " + everybody},
		{"救命", many, "danger fire:page:K7M " + everybody + " !which-incident fire:page:K7M " + everybody},
		{"real emergency", many, "real_emergency fire:page:K7M " + everybody + " !which-incident fire:page:K7M " + everybody},
		{"R4T danger", many, "danger burst:post:R4T fire:page:K7M storm:post:F4F"},
		{"H9H danger", many, "danger lift:page:H9H fire:page:K7M " + everybody},
		{"Y9Y danger", many, "danger fire:page:K7M " + everybody + " !which-incident fire:page:K7M " + everybody},
		{"7", many[:1], "danger fire:page:K7M"},
		{"A3C danger", many[1:3], "danger burst:post:R4T"},
	})
}

func TestUnknownVerbAppliesNothing(t *testing.T) {
	require.Equal(t, "!not-understood fire:page:K7M", outcome(reply.Resolve(reply.Reply{Verb: "dance"}, []reply.Item{page("fire", "K7M")})))
	require.Equal(t, "!not-understood fire:page:K7M", outcome(reply.Resolve(reply.Reply{}, []reply.Item{page("fire", "K7M")})))
}

func TestUndoInSeveralIncidentsAsksWhich(t *testing.T) {
	items := []reply.Item{
		{Incident: "fire", Kind: reply.Post, Token: "K7M", Ref: "ann", Open: true},
		{Incident: "storm", Kind: reply.Post, Token: "H3P", Ref: "ann", Open: true},
		{Incident: "storm", Kind: reply.Page, Token: "W4T", Ref: "p2"},
	}
	u := reply.Resolve(reply.Parse("9"), items)
	require.Equal(t, reply.ActNone, u.Action)
	require.Equal(t, reply.AskWhichPlace, u.Question.Code)
	u = reply.Resolve(reply.Parse("W4T 9"), items)
	require.Equal(t, reply.ActUndo, u.Action)
	require.Equal(t, "storm", u.Targets[0].Incident, "what was declined is closed, and its code still tells")
	u = reply.Resolve(reply.Parse("9"), items[:1])
	require.Equal(t, reply.ActUndo, u.Action)
	require.Empty(t, u.Targets)
}

func TestOnlyDoneIsTakenUnderTheCodeOfAStepThatOthersHave(t *testing.T) {
	passed := reply.Item{Incident: "inc", Kind: reply.Task, Token: "K7M", Ref: "p1", Passed: true}
	require.Equal(t, reply.ActDone, reply.Resolve(reply.Parse("K7M 4"), []reply.Item{passed}).Action)
	require.Equal(t, reply.TellClosed, reply.Resolve(reply.Parse("K7M 1"), []reply.Item{passed}).Question.Code)
	require.Equal(t, reply.TellNothingOpen, reply.Resolve(reply.Parse("4"), []reply.Item{passed}).Question.Code, "without its code it is nobody's guess")
}
