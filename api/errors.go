package api

// Problems: every error that leaves the API, as RFC 9457 has it, with a stable code.

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"muster/account"
	"muster/drill"
	"muster/incident"
	"muster/incident/photo"
)

// The codes that the API adds to incident's.
const (
	codeToken      incident.Code = "token_missing"
	codeRoute      incident.Code = "route_unknown"
	codeMethod     incident.Code = "method_not_allowed"
	codeRequest    incident.Code = "request_invalid"
	codeMalformed  incident.Code = "body_malformed"
	codeEmpty      incident.Code = "body_empty"
	codeBody       incident.Code = "body_too_large"
	codeType       incident.Code = "content_type"
	codeSiteFile   incident.Code = "site_invalid"
	codeRoster     incident.Code = "roster_refused"
	codeRosterFile incident.Code = "roster_invalid"
	codePlanFile   incident.Code = "plan_invalid"
	codeChanged    incident.Code = "changed_meanwhile"
	codeEmptied    incident.Code = "roster_empty"
	codeNoEntry    incident.Code = "entry_unknown"
	codeDatabase   incident.Code = "database_unavailable"
	codeSimulator  incident.Code = "simulator_only"
	codePhone      incident.Code = "phone_unknown"
	codeNotTaken   incident.Code = "text_not_taken"
	codeNoCall     incident.Code = "call_none"
	codeSignature  incident.Code = "signature_invalid"
	codeNotReady   incident.Code = "not_ready"
	codeForbidden  incident.Code = incident.Code(account.CodeRight)
	codeCrossSite  incident.Code = "cross_site"
	codeNoProvider incident.Code = "provider_none"
	codeUnexpected incident.Code = "unexpected"
)

// kind is what a code means in HTTP. Title says what kind of problem it is, never what happened this time.
type kind struct {
	status int
	title  string
}

// kinds are all codes. Where a request's body or query is to blame for a name that is not known, the status is 422 instead.
var kinds = map[incident.Code]kind{
	incident.CodeEnded:       {http.StatusConflict, "The incident has ended"},
	incident.CodeNoIncident:  {http.StatusNotFound, "There is no such incident"},
	incident.CodeNoStep:      {http.StatusNotFound, "There is no such step"},
	incident.CodeNoSeat:      {http.StatusNotFound, "There is no such seat"},
	incident.CodeNoZone:      {http.StatusNotFound, "There is no such zone"},
	incident.CodeNoNotice:    {http.StatusNotFound, "There is no such notice"},
	incident.CodeNoFact:      {http.StatusNotFound, "There is no such fact"},
	incident.CodeNoResponder: {http.StatusNotFound, "There is no such responder"},
	incident.CodeNoPlan:      {http.StatusNotFound, "There is no such plan"},
	incident.CodeNoSite:      {http.StatusNotFound, "There is no such site"},
	drill.CodeUnknown:        {http.StatusNotFound, "There is no such schedule"},
	incident.CodeStepState:   {http.StatusConflict, "That cannot be done in this state"},
	incident.CodeHardGate:    {http.StatusConflict, "A named person must decide this"},
	incident.CodeNotYours:    {http.StatusConflict, "The fact is for others to state"},
	incident.CodeNothing:     {http.StatusConflict, "There is nothing that this applies to"},
	incident.CodeCommand:     {http.StatusConflict, "Somebody else commands now"},
	incident.CodeConflict:    {http.StatusConflict, "The key was used for another request"},
	incident.CodeNotNow:      {http.StatusConflict, "Something else comes first now"},
	incident.CodeValue:       {http.StatusUnprocessableEntity, "The value does not fit"},
	incident.CodeField:       {http.StatusUnprocessableEntity, "A field does not fit"},
	incident.CodePlanRefused: {http.StatusUnprocessableEntity, "The plan cannot be declared"},
	incident.CodeTooLarge:    {http.StatusUnprocessableEntity, "Plan and site are too large"},
	incident.CodeBusy:        {http.StatusTooManyRequests, "Too much at once"},
	incident.CodeEngine:      {http.StatusServiceUnavailable, "The engine is away"},

	codeForbidden:                {http.StatusForbidden, "You may not do this"},
	codeCrossSite:                {http.StatusForbidden, "Another site's page asked for it"},
	codeNoProvider:               {http.StatusNotFound, "There is no identity provider"},
	codeOf(account.CodeField):    {http.StatusUnprocessableEntity, "The account does not fit"},
	codeOf(account.CodePassword): {http.StatusUnprocessableEntity, "The password does not fit"},
	codeOf(account.CodeUnknown):  {http.StatusNotFound, "There is no such account"},
	codeOf(account.CodeToken):    {http.StatusNotFound, "There is no such token"},
	codeOf(account.CodeTaken):    {http.StatusConflict, "The login or the address is taken"},
	codeOf(account.CodeLast):     {http.StatusConflict, "It is the last administrator"},
	codeOf(account.CodeSignIn):   {http.StatusForbidden, "You are not signed in"},
	codeOf(account.CodeLocked):   {http.StatusForbidden, "The account is closed for a while"},
	codeOf(account.CodeOften):    {http.StatusTooManyRequests, "Too often"},
	codeOf(account.CodeProvider): {http.StatusServiceUnavailable, "The identity provider is away"},

	incident.Code(photo.CodeType):    {http.StatusUnsupportedMediaType, "The picture is of another kind than can be taken"},
	incident.Code(photo.CodeHEIC):    {http.StatusUnsupportedMediaType, "The picture is of another kind than can be taken"},
	incident.Code(photo.CodeSize):    {http.StatusRequestEntityTooLarge, "The picture is too large"},
	incident.Code(photo.CodeDamaged): {http.StatusUnprocessableEntity, "The picture cannot be read"},
	incident.Code(photo.CodeMany):    {http.StatusConflict, "There are too many photos"},
	incident.Code(photo.CodeUnknown): {http.StatusNotFound, "There is no such photo"},

	codeToken:      {http.StatusUnauthorized, "No valid token"},
	codeRoute:      {http.StatusNotFound, "There is no such address"},
	codeMethod:     {http.StatusMethodNotAllowed, "The address does not take this method"},
	codeRequest:    {http.StatusUnprocessableEntity, "The request does not fit"},
	codeMalformed:  {http.StatusBadRequest, "The body cannot be read"},
	codeEmpty:      {http.StatusUnprocessableEntity, "The body is empty"},
	codeBody:       {http.StatusRequestEntityTooLarge, "The body is too large"},
	codeType:       {http.StatusUnsupportedMediaType, "The body has another type than the call takes"},
	codeSiteFile:   {http.StatusUnprocessableEntity, "The site file has problems"},
	codeRoster:     {http.StatusUnprocessableEntity, "The roster does not allow that"},
	codeRosterFile: {http.StatusUnprocessableEntity, "The file that was brought in has problems"},
	codePlanFile:   {http.StatusUnprocessableEntity, "The plan file has problems"},
	codeChanged:    {http.StatusConflict, "Somebody else was quicker"},
	codeEmptied:    {http.StatusConflict, "The roster would be left empty"},
	codeNoEntry:    {http.StatusNotFound, "There is no such entry"},
	codeDatabase:   {http.StatusServiceUnavailable, "The database is away"},
	codeSimulator:  {http.StatusNotFound, "There are no simulated phones"},
	codePhone:      {http.StatusNotFound, "There is no such phone"},
	codeNotTaken:   {http.StatusServiceUnavailable, "The text was not taken"},
	codeNoCall:     {http.StatusConflict, "There is no call"},
	codeSignature:  {http.StatusForbidden, "The signature is wrong"},
	codeNotReady:   {http.StatusServiceUnavailable, "A declaration would not be taken"},
	codeUnexpected: {http.StatusInternalServerError, "Something went wrong"},
}

// retryAfter is how many seconds a client waits before it asks again what was too much or away.
const retryAfter = 1

// problemType is the content type of every problem.
const problemType = "application/problem+json"

// problemError is a problem as it leaves the API.
type problemError struct {
	Type   string        `json:"type" format:"uri-reference" doc:"Where the code is described."`
	Title  string        `json:"title" doc:"What kind of problem it is."`
	Status int           `json:"status" doc:"The HTTP status."`
	Detail string        `json:"detail" doc:"What is wrong this time, and what to do."`
	Code   incident.Code `json:"code" doc:"The stable name of the kind of problem."`
	Errors []fault       `json:"errors" doc:"What is wrong where, if the request is to blame."`
}

// fault is one thing that is wrong with a request.
type fault struct {
	Location string `json:"location" doc:"Where: body.location, query.limit, or line:column in a file."`
	Message  string `json:"message" doc:"What to do about it."`
}

// problem makes one of a code.
func problem(code incident.Code, detail string, faults ...fault) *problemError {
	k, known := kinds[code]
	if !known {
		k = kinds[codeUnexpected]
	}
	return &problemError{
		Type: "/docs#" + string(code), Title: k.title, Status: k.status, Detail: detail, Code: code, Errors: append([]fault{}, faults...),
	}
}

// blame makes a problem that one part of the request is to blame for: a body or query that names what does not exist is
// not a wrong address, so that the status is never 404.
func blame(code incident.Code, detail, location string) *problemError {
	p := problem(code, detail, fault{Location: location, Message: detail})
	if p.Status == http.StatusNotFound {
		p.Status = http.StatusUnprocessableEntity
	}
	return p
}

// Error implements error.
func (p *problemError) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *problemError) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *problemError) ContentType(string) string { return problemType }

// GetHeaders implements huma.HeadersError.
func (p *problemError) GetHeaders() http.Header {
	h := http.Header{}
	switch p.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(retryAfter))
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", "Bearer")
	case http.StatusRequestEntityTooLarge:
		h.Set("Connection", "close") // the rest of the body is not read
	}
	return h
}

// blames says which field of a request is to blame for a refusal, by its code.
type blames map[incident.Code]string

// refusal turns an error into a problem. Its own text leaves the API only if it is a refusal; any other is logged.
func (s *server) refusal(ctx context.Context, err error, in blames) *problemError {
	var (
		p       *problemError
		refused *incident.Error
	)
	switch {
	case errors.As(err, &p):
		return p
	case refusedAccount(err) != nil:
		return s.refusal(ctx, refusedAccount(err), nil)
	case errors.As(err, &refused):
		if refused.Code == incident.CodeEngine || refused.Code == incident.CodeBusy {
			s.Log.WarnContext(ctx, "a request was refused", "request", requestOf(ctx).id, "code", refused.Code, "error", causes(err))
		}
		return refusedFor(refused, in)
	}
	id := requestOf(ctx).id
	s.Log.ErrorContext(ctx, "a request failed", "request", id, "error", err)
	return problem(codeUnexpected, "Something went wrong that should not. Try again; if it goes on, give the operator this request's id: "+id+".")
}

func refusedFor(refused *incident.Error, in blames) *problemError {
	location := in[refused.Code]
	if refused.Field != "" {
		location = "body." + refused.Field
	}
	if location == "" {
		return problem(refused.Code, refused.Message)
	}
	return blame(refused.Code, refused.Message, location)
}

// causes are the texts of what lies behind a refusal, for the log.
func causes(err error) string {
	var several interface{ Unwrap() []error }
	if !errors.As(err, &several) {
		return err.Error()
	}
	return errors.Join(several.Unwrap()...).Error()
}

// away is the problem of a database that cannot be asked now.
func (s *server) away(ctx context.Context, err error) *problemError {
	s.Log.WarnContext(ctx, "the database could not be asked", "request", requestOf(ctx).id, "error", err)
	return problem(codeDatabase, "The database cannot be asked now, so what you asked for cannot be shown. Incidents go on meanwhile: try again in a moment.")
}

// write sends a problem where no handler does.
func (p *problemError) write(c *gin.Context) {
	for name, values := range p.GetHeaders() {
		c.Writer.Header()[name] = values
	}
	body, err := json.Marshal(p)
	if err != nil { // strings and numbers alone
		c.AbortWithStatus(http.StatusInternalServerError)
		return
	}
	c.Data(p.Status, problemType, append(body, '\n'))
	c.Abort()
}

// codes are all codes in order, for the documentation.
func codes() []incident.Code {
	var all []incident.Code
	for code := range kinds {
		all = append(all, code)
	}
	slices.SortFunc(all, func(a, b incident.Code) int {
		return cmp.Or(cmp.Compare(kinds[a].status, kinds[b].status), cmp.Compare(a, b))
	})
	return all
}
