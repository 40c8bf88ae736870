package reply_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
)

func asked(token string, values ...string) reply.Item {
	it := reply.Item{Incident: "fire", Kind: reply.Ask, Token: token, Ref: "p9", Title: "Brigade on site", Open: true, Evidence: reply.Evidence{Kind: reply.EvidenceChoice}}
	for _, v := range values {
		it.Evidence.Choices = append(it.Evidence.Choices, reply.Choice{Value: v})
	}
	return it
}

// TestAnswersToQuestions: a question, and what the person has beside it.
func TestAnswersToQuestions(t *testing.T) {
	arrived, hurt := asked("K7M", "true", "false"), asked("V4A")
	hurt.Evidence = reply.Evidence{Kind: reply.EvidenceNumber}
	colours := asked("D9E", "blue", "yellow", "orange", "red", "black")
	post := reply.Item{Incident: "fire", Kind: reply.Post, Token: "R4T", Ref: "ann", Open: true}
	late := post
	late.Asked = true
	page := reply.Item{Incident: "fire", Kind: reply.Page, Token: "A3C", Ref: "p1", Open: true}
	task := reply.Item{Incident: "fire", Kind: reply.Task, Token: "R4T", Ref: "p2", Open: true}
	closed := arrived
	closed.Open = false
	for _, row := range []struct {
		text   string
		items  []reply.Item
		action reply.Action
		value  string
		code   reply.Code
	}{
		{"K7M 1", []reply.Item{post, arrived}, reply.ActState, "true", ""},
		{"k7m2", []reply.Item{page, task, arrived}, reply.ActState, "false", ""},
		{"K7M 4 2", []reply.Item{arrived}, reply.ActState, "false", ""},
		{"K7M yes", []reply.Item{page, arrived}, reply.ActState, "true", ""},
		{"Reply K7M 1", []reply.Item{page, arrived}, reply.ActState, "true", ""},
		{"K7M not yet", []reply.Item{page, arrived}, reply.ActLater, "", ""},
		{"还没有", []reply.Item{post, arrived}, reply.ActLater, "", ""},
		{"1", []reply.Item{post, arrived}, reply.ActState, "true", ""},
		{"1.", []reply.Item{post, arrived}, reply.ActState, "true", ""},
		{"1 2", []reply.Item{post, arrived}, "", "", reply.AskUnclear},
		{"1", []reply.Item{late, arrived}, "", "", reply.AskWhichToken},
		{"1", []reply.Item{page, arrived}, "", "", reply.AskWhichToken},
		{"1", []reply.Item{task, arrived}, "", "", reply.AskWhichToken},
		{"1", []reply.Item{arrived, asked("A3C", "true", "false")}, "", "", reply.AskWhichToken},
		{"1", []reply.Item{page, closed}, reply.ActAccept, "", ""},
		{"3", []reply.Item{post, arrived}, reply.ActOnScene, "", ""},
		{"5", []reply.Item{post, arrived}, reply.ActCannot, "", ""},
		{"K7M 5", []reply.Item{post, arrived}, reply.ActCannot, "", ""},
		{"K7M 7", []reply.Item{post, arrived}, reply.ActDanger, "", ""},
		{"K7M 6", []reply.Item{post, arrived}, reply.ActNeedHelp, "", ""},
		{"K7M 0", []reply.Item{post, arrived}, reply.ActRepeat, "", ""},
		{"K7M 3", []reply.Item{arrived}, "", "", reply.AskValue},
		{"K7M 4 maybe", []reply.Item{arrived}, "", "", reply.AskValue},
		{"K7M coming", []reply.Item{arrived}, "", "", reply.AskValue},
		{"coming", []reply.Item{page, arrived}, reply.ActAccept, "", ""},
		{"4", []reply.Item{task, arrived}, reply.ActDone, "", ""},
		{"done", []reply.Item{task, hurt}, reply.ActDone, "", ""},
		{"V4A 4 3", []reply.Item{task, hurt}, reply.ActState, "3", ""},
		{"4 3", []reply.Item{post, hurt}, reply.ActState, "3", ""},
		{"4 3", []reply.Item{task, hurt}, "", "", reply.AskWhichToken},
		{"4 many", []reply.Item{post, hurt}, "", "", reply.AskValue},
		{"V4A 1", []reply.Item{hurt}, "", "", reply.AskValue},
		{"1", []reply.Item{post, hurt}, reply.ActAccept, "", ""},
		{"D9E 2", []reply.Item{colours}, "", "", reply.AskValue},
		{"D9E 4 2", []reply.Item{colours}, reply.ActState, "yellow", ""},
		{"K7M 1", []reply.Item{closed}, "", "", reply.TellClosed},
		{"打错了", []reply.Item{arrived}, "", "", reply.AskUnclear},
	} {
		u := reply.Resolve(reply.Parse(row.text), row.items)
		require.Equal(t, row.action, u.Action, "%s: %s", row.text, u.Why)
		require.Equal(t, row.value, u.Value, row.text)
		require.Equal(t, row.code, u.Question.Code, row.text)
	}
}
