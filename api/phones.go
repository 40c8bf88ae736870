package api

// Phones: the simulator's handsets, to look at and to write from. Numbers are shown whole: they belong to nobody.

import (
	"context"
	"net/http"
	"slices"
	"time"

	"muster/carrier"
	"muster/incident"
)

func (s *server) phoneRoutes() {
	register(s, call(http.MethodGet, "/phones", "list-phones", tagPhones, "List the simulated handsets", http.StatusNotFound), s.listPhones)
	register(s, call(http.MethodGet, "/phones/{e164}/messages", "list-messages", tagPhones, "Read a handset's messages, oldest first",
		http.StatusNotFound), s.listMessages)
	register(s, takes(replies(), jsonBody), s.reply)
	habit := takes(call(http.MethodPut, "/phones/{e164}/habit", "set-habit", tagPhones, "Set what a handset does with the texts that it gets", http.StatusNotFound), jsonBody)
	register(s, habit, s.setHabit)
}

func replies() (op operation) {
	op = call(http.MethodPost, "/phones/{e164}/replies", "reply", tagPhones, "Write a text as the person at a handset",
		http.StatusNotFound, http.StatusServiceUnavailable)
	op.Description = "Answers once Muster has taken the text. Any number may write, also one that belongs to nobody known."
	op.DefaultStatus = http.StatusCreated
	return op
}

// phoneItem is a handset in a list.
type phoneItem struct {
	Number    string  `json:"number"`
	Responder *string `json:"responder" doc:"Null for a resident's."`
	Name      string  `json:"name"`
}

// messageItem is a message in a handset's mailbox.
type messageItem struct {
	ID        string        `json:"id"`
	Direction string        `json:"direction" enum:"in,out" doc:"out is towards the handset."`
	Channel   string        `json:"channel"`
	Body      string        `json:"body"`
	At        incident.Time `json:"at"`
}

func messageOf(m Message) messageItem {
	return messageItem{ID: m.ID, Direction: m.Direction, Channel: m.Channel, Body: m.Body, At: incident.Time(m.At)}
}

// simulated refuses where a real carrier is in force.
func (s *server) simulated() error {
	if s.Handsets == nil {
		return problem(codeSimulator, "A real carrier is in force: there are no simulated phones to look at.")
	}
	return nil
}

func (s *server) listPhones(_ context.Context, in *Paging) (*listOutput[phoneItem], error) {
	if err := s.simulated(); err != nil {
		return nil, err
	}
	var items []phoneItem
	for _, p := range s.Handsets.Phones() {
		items = append(items, phoneItem{Number: p.Number, Responder: optional(p.Responder), Name: p.Name})
	}
	return cut(items, func(i phoneItem) string { return i.Number + "/" + text(i.Responder) + "/" + i.Name }, *in)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

type messagesInput struct {
	Number string `path:"e164" doc:"The handset's number, such as +12025550101."`
	Paging
}

func (s *server) listMessages(_ context.Context, in *messagesInput) (*listOutput[messageItem], error) {
	if err := s.simulated(); err != nil {
		return nil, err
	}
	box := s.Handsets.Messages(in.Number)
	if len(box) == 0 && !s.phoneKnown(in.Number) {
		return nil, noPhone()
	}
	after, err := openCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	from := 1 + slices.IndexFunc(box, func(m Message) bool { return m.ID == after })
	if after != "" && from == 0 {
		return nil, wrongCursor()
	}
	var items []messageItem
	for _, m := range box[from:min(len(box), from+in.most())] {
		items = append(items, messageOf(m))
	}
	if from+len(items) == len(box) {
		return listed(items, ""), nil
	}
	return listed(items, sealCursor(items[len(items)-1].ID)), nil
}

func (s *server) phoneKnown(number string) bool {
	return slices.ContainsFunc(s.Handsets.Phones(), func(p Phone) bool { return p.Number == number })
}

func noPhone() *problemError {
	return problem(codePhone, "There is no handset with this number: see the phones.")
}

type replyInput struct {
	Number string `path:"e164" doc:"The number that the text comes from, such as +12025550101."`
	Body   replyBody
}

type replyBody struct {
	Text string `json:"text" minLength:"1" maxLength:"1600" doc:"What the person writes."`
}

type messageOutput struct {
	Body messageItem
}

func (s *server) reply(ctx context.Context, in *replyInput) (*messageOutput, error) {
	if err := s.simulated(); err != nil {
		return nil, err
	}
	if !carrier.ValidNumber(in.Number) {
		return nil, unfit("path.e164", "Give a number such as +12025550101.")
	}
	bounded, cancel := context.WithTimeout(ctx, orderTimeout)
	defer cancel()
	if err := s.Handsets.Reply(bounded, in.Number, in.Body.Text); err != nil {
		s.Log.WarnContext(ctx, "a simulated text was not taken", "request", requestOf(ctx).id, "error", err)
		return nil, problem(codeNotTaken, "Muster has not taken the text: see whether it is ready, and write again.")
	}
	box := s.Handsets.Messages(in.Number)
	for _, m := range slices.Backward(box) {
		if m.Direction == "in" && m.Body == in.Body.Text {
			return &messageOutput{Body: messageOf(m)}, nil
		}
	}
	return nil, problem(codeNotTaken, "The text was taken, but it is not in the handset's mailbox.")
}

type habitInput struct {
	Number string `path:"e164" doc:"The handset's number, such as +12025550101."`
	Body   habitBody
}

type habitBody struct {
	Habit HabitKind `json:"habit" enum:"ignore,accept,decline,answer,bounce,opt-out,accept-call,decline-call,voicemail,busy,no-answer,pick-up" doc:"What it does with the texts that it gets from now on; from accept-call on, with the calls."`
	After float64   `json:"after_seconds,omitempty" minimum:"0" maximum:"86400" doc:"How long it takes to answer."`
	Text  string    `json:"text,omitempty" maxLength:"1600" doc:"Of answer: what it writes; {token} stands for the token of the text. Of voicemail: the digits whose tones it plays."`
	Code  int       `json:"code,omitempty" minimum:"20000" maximum:"69999" doc:"Of bounce: the carrier's error code; 30003 (out of reach) if left out."`
}

type habitOutput struct {
	Body habitBody
}

// unreachable is why a text bounces where nothing else is said: the handset is off.
const unreachable = 30003

func (s *server) setHabit(_ context.Context, in *habitInput) (*habitOutput, error) {
	if err := s.simulated(); err != nil {
		return nil, err
	}
	if !s.phoneKnown(in.Number) {
		return nil, noPhone()
	}
	b := in.Body
	if b.Habit == HabitAnswer && b.Text == "" {
		return nil, unfit("body.text", "Give the text that it answers with.")
	}
	if b.Habit == HabitBounce && b.Code == 0 {
		b.Code = unreachable
	}
	s.Handsets.SetHabit(in.Number, Habit{Kind: b.Habit, After: time.Duration(b.After * float64(time.Second)), Text: b.Text, Code: b.Code})
	return &habitOutput{Body: b}, nil
}
