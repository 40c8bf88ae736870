package api

// Webhooks: what the carrier posts. Nothing is read before the signature is verified, and nothing is said to be taken
// before the engine holds it (RESPONSE.md section 4).

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"muster/carrier"
	"muster/incident"
)

// webhookPrefix begins the address of every webhook.
const webhookPrefix = "/webhooks/twilio/"

// answerTimeout leaves the carrier its answer within a second.
const answerTimeout = 900 * time.Millisecond

// markup is the content type of an answer to the carrier.
const markup = "application/xml; charset=utf-8"

func (s *server) webhookRoutes() {
	sms := webhook("sms", "receive-text", "A phone has written", http.StatusServiceUnavailable)
	sms.Description = "200 says that the engine holds the text; the answer is what the phone gets back."
	register(s, sms, s.receiveText)
	status := webhook("status", "receive-receipt", "The network reports on a message", http.StatusServiceUnavailable)
	status.Description = "204 says that the engine holds the receipt, or that it is of no message that an incident waits for. The query names the message."
	register(s, status, s.receiveReceipt)
	voice := webhook("voice", "receive-key", "Somebody has pressed a key in a call")
	voice.Description = "The answer is what the call says next. The query names the call; one that is none of Muster's is hung up on."
	register(s, voice, s.receiveKey)
	for _, path := range []string{"sms", "status", "voice"} {
		s.huma.OpenAPI().Paths[webhookPrefix+path].Post.RequestBody = &huma.RequestBody{
			Description: "The carrier's form, signed in the header " + carrier.SignatureHeader + ".",
			Content:     map[string]*huma.MediaType{"application/x-www-form-urlencoded": {Schema: &huma.Schema{Type: huma.TypeObject}}},
		}
	}
}

func webhook(name, id, summary string, errors ...int) operation {
	op := plain(http.MethodPost, webhookPrefix+name, id, tagWebhooks, summary, append(errors, http.StatusForbidden, http.StatusUnprocessableEntity)...)
	op.Security = []map[string][]string{{"signature": {}}}
	return takes(op, anyBody)
}

// webhookInput is a request as it came.
type webhookInput struct {
	request *http.Request
}

// Resolve implements huma.Resolver.
func (in *webhookInput) Resolve(ctx huma.Context) []error {
	in.request = humagin.Unwrap(ctx).Request
	return nil
}

// markupOutput is an answer to the carrier.
type markupOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func badSignature() *problemError {
	return problem(codeSignature, "The signature is missing or wrong: check that MUSTER_PUBLIC_URL is the address that the carrier calls, and that the auth token is the account's.")
}

func incomplete() *problemError {
	return problem(codeRequest, "The form lacks a field that it must have: it was not taken.")
}

func (s *server) receiveText(ctx context.Context, in *webhookInput) (*markupOutput, error) {
	if s.Webhooks.Verify(in.request) != nil {
		return nil, badSignature()
	}
	text, err := s.Webhooks.Inbound(in.request)
	if err != nil {
		return nil, incomplete()
	}
	engine, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTimeout) // a carrier that hangs up has delivered
	defer cancel()
	reply, err := s.Desk.Answer(engine, text)
	if err != nil {
		s.Log.WarnContext(ctx, "a text was not taken", "request", requestOf(ctx).id, "message", text.ID, "error", causes(err))
		return nil, problem(codeNotTaken, "The text was not taken: send it again.")
	}
	return s.rendered(reply)
}

func (s *server) rendered(reply string) (*markupOutput, error) {
	body, err := s.Webhooks.Reply(reply)
	if err != nil {
		return nil, err
	}
	return &markupOutput{ContentType: markup, Body: body}, nil
}

func (s *server) receiveReceipt(ctx context.Context, in *webhookInput) (*struct{}, error) {
	if s.Webhooks.Verify(in.request) != nil {
		return nil, badSignature()
	}
	receipt, err := s.Webhooks.Receipt(in.request)
	if err != nil {
		return nil, incomplete()
	}
	if s.Reported != nil {
		s.Reported(receipt)
	}
	if !incidentIDs.MatchString(receipt.Tag.Incident) {
		return nil, s.noticeReceipt(ctx, receipt) // of a message that belongs to no incident
	}
	err = s.receipts.add(ctx, receipt.Tag.Incident, s.receiptOf(receipt))
	switch {
	case err == nil:
		return nil, nil
	case errors.Is(err, errCrowded):
		return nil, problem(incident.CodeEngine, "Too many receipts wait for the engine: send this one again.")
	}
	s.Log.WarnContext(ctx, "a receipt was not taken", "request", requestOf(ctx).id, "incident", receipt.Tag.Incident, "error", causes(err))
	return nil, problem(incident.CodeEngine, "The receipt was not taken: send it again.")
}
