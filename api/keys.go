package api

// Keys of the simulator's handsets: what a person presses there while a call is on.

import (
	"context"
	"errors"
	"net/http"

	"muster/carrier"
)

// ErrNoCall is what Handsets say where a handset is in no call.
var ErrNoCall = errors.New("the handset is in no call")

func (s *server) keyRoutes() {
	keys := call(http.MethodPost, "/phones/{e164}/keys", "press-keys", tagPhones, "Press keys at a handset that is in a call",
		http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable)
	keys.Description = "Answers once Muster has answered each key. The call's message says which keys it takes."
	register(s, takes(keys, jsonBody), s.pressKeys)
}

type keysInput struct {
	Number string `path:"e164" doc:"The handset's number, such as +12025550101."`
	Body   keysBody
}

type keysBody struct {
	Digits string `json:"digits" minLength:"1" maxLength:"32" pattern:"^[0-9*#]+$" doc:"The keys, one after the other."`
}

// pressKeys answers with the handset's messages of the call that the keys were pressed in, oldest first.
func (s *server) pressKeys(ctx context.Context, in *keysInput) (*listOutput[messageItem], error) {
	if err := s.simulated(); err != nil {
		return nil, err
	}
	if !carrier.ValidNumber(in.Number) {
		return nil, unfit("path.e164", "Give a number such as +12025550101.")
	}
	before := len(s.Handsets.Messages(in.Number))
	bounded, cancel := context.WithTimeout(ctx, orderTimeout)
	defer cancel()
	err := s.Handsets.Press(bounded, in.Number, in.Body.Digits)
	switch {
	case errors.Is(err, ErrNoCall):
		return nil, problem(codeNoCall, "The handset is in no call: wait until it rings, and press while the call is on.")
	case err != nil:
		s.Log.WarnContext(ctx, "a simulated key was not taken", "request", requestOf(ctx).id, "error", err)
		return nil, problem(codeNotTaken, "Muster has not taken the key: see whether it is ready, and press again.")
	}
	var items []messageItem
	for _, m := range s.Handsets.Messages(in.Number)[before:] {
		items = append(items, messageOf(m))
	}
	return listed(items, ""), nil
}
