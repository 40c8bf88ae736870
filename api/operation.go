package api

// How calls are registered: with a description, their bodies' rules and the way in which their errors leave.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// The groups of calls in the documentation.
const (
	tagIncidents = "Incidents"
	tagOrders    = "Orders"
	tagSites     = "Sites, plans and people"
	tagStream    = "Live stream"
	tagPhones    = "Simulated phones"
	tagWebhooks  = "Carrier webhooks"
	tagHealth    = "Health"
)

// operation is short for huma's.
type operation = huma.Operation

// apiPrefix begins the address of every call that asks for the token.
const apiPrefix = "/api/v1"

// call describes a call of the API proper: with the token, without parameters that nobody knows.
func call(method, path, id, tag, summary string, errors ...int) operation {
	return operation{
		OperationID: id, Method: method, Path: apiPrefix + path, Tags: []string{tag}, Summary: summary,
		Errors: append([]int{http.StatusUnauthorized}, errors...), Security: []map[string][]string{{"token": {}}},
		RejectUnknownQueryParameters: true,
	}
}

// plain describes a call that asks for no token.
func plain(method, path, id, tag, summary string, errors ...int) operation {
	return operation{
		OperationID: id, Method: method, Path: path, Tags: []string{tag}, Summary: summary, Errors: errors, Security: []map[string][]string{},
	}
}

// takes gives a call a body.
func takes(op operation, kind bodyKind) operation {
	op.Middlewares = append(op.Middlewares, kind.admit)
	op.MaxBodyBytes = int64(kind.limit) + 1 // what is larger is refused before
	op.BodyReadTimeout = -1                 // the body has been read by then
	if kind.types != nil {
		op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity)
	}
	op.Errors = append(op.Errors, http.StatusRequestEntityTooLarge)
	return op
}

// register serves a call, held to its rule. What its handler returns as an error leaves as a problem.
func register[I, O any](s *server, op operation, handle func(context.Context, *I) (*O, error)) {
	if _, ruled := rules[op.OperationID]; !ruled {
		s.unruled = append(s.unruled, op.OperationID)
	}
	op.Middlewares = append(huma.Middlewares{s.authorize(op.OperationID), s.audited(op)}, op.Middlewares...)
	if rules[op.OperationID].reach > whoever {
		op.Errors = append(op.Errors, http.StatusForbidden)
	}
	huma.Register(s.huma, op, func(ctx context.Context, in *I) (*O, error) {
		s.begins(ctx)
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.refusal(ctx, err, nil)
		}
		return out, nil
	})
}
