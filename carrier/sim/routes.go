package sim

// The carrier's own routes for asking: the list of messages and one message. Sending is in send.go.

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"muster/carrier"
)

const (
	basePath    = "/2010-04-01/Accounts/{sid}"
	maxForm     = 64 << 10
	defaultPage = 50
	maxPage     = 1000
)

func (s *Simulator) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+basePath+"/Messages.json", s.own(s.send))
	mux.HandleFunc("GET "+basePath+"/Messages.json", s.own(s.list))
	mux.HandleFunc("GET "+basePath+"/Messages/{file}", s.own(s.fetch))
	mux.HandleFunc("POST "+basePath+"/Calls.json", s.own(s.place))
	mux.HandleFunc("GET "+basePath+"/Calls.json", s.own(s.listCalls))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusNotFound, 20404, "not found") })
	return mux
}

// ServeHTTP serves the carrier's routes.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	closed, outage := s.closed, s.faults.Outage
	if !closed {
		s.handlers.Add(1)
	}
	s.mu.Unlock()
	if closed || outage == Cutting {
		if !closed {
			s.handlers.Done()
		}
		panic(http.ErrAbortHandler)
	}
	defer s.handlers.Done()
	if outage == Unavailable {
		refuse(w, http.StatusServiceUnavailable, 20503, "service unavailable")
		return
	}
	s.mux.ServeHTTP(w, r)
}

// own lets only the account's owner in.
func (s *Simulator) own(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if !same(user, s.options.AccountSID) || !same(password, s.options.AuthToken) {
			refuse(w, http.StatusUnauthorized, 20003, "authentication failed")
			return
		}
		if r.PathValue("sid") != s.options.AccountSID {
			refuse(w, http.StatusNotFound, 20404, "no such account")
			return
		}
		next(w, r)
	}
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func (s *Simulator) fetch(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimSuffix(r.PathValue("file"), ".json")
	s.mu.Lock()
	m, known := s.book.byID[id]
	var answer resource
	if known {
		answer = s.resource(m)
	}
	s.mu.Unlock()
	if !known {
		refuse(w, http.StatusNotFound, 20404, "no such message")
		return
	}
	respond(w, http.StatusOK, answer)
}

func (s *Simulator) list(w http.ResponseWriter, r *http.Request) {
	query, size, ok := listQuery(w, r)
	if !ok {
		return
	}
	answer, ok := s.page(query, size)
	if !ok {
		refuse(w, http.StatusInternalServerError, 20500, "internal server error")
		return
	}
	respond(w, http.StatusOK, answer)
}

// listQuery reads what a list is asked for; where ok is false it has been refused.
func listQuery(w http.ResponseWriter, r *http.Request) (query url.Values, size int, ok bool) {
	query = r.URL.Query()
	for name := range query {
		switch name {
		case "To", "From", "PageSize", "Page", "PageToken":
		default:
			refuse(w, http.StatusBadRequest, 20001, "the simulator does not know this filter")
			return nil, 0, false
		}
	}
	if size, ok = pageSize(query.Get("PageSize")); !ok {
		refuse(w, http.StatusBadRequest, 20006, "page size is not a number from 1 to 1000")
	}
	return query, size, ok
}

func pageSize(text string) (size int, ok bool) {
	if text == "" {
		return defaultPage, true
	}
	size, err := strconv.Atoi(text)
	return size, err == nil && size >= 1 && size <= maxPage
}

// page reads one page of the list; ok is false while the list fails.
func (s *Simulator) page(query url.Values, size int) (answer pageResource, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.ListFails {
		return pageResource{}, false
	}
	shownUntil := s.options.Clock().Add(-s.faults.ListLag)
	before := -1
	if last, known := s.book.byID[strings.TrimPrefix(query.Get("PageToken"), "PA")]; known {
		before = last.seq
	}
	found, more := s.book.find(search{
		to: query.Get("To"), from: query.Get("From"), before: before, limit: size,
		visible: func(m *message) bool { return !m.Accepted.After(shownUntil) },
	})
	number, _ := strconv.Atoi(query.Get("Page")) // 0 if absent
	answer = pageResource{listHead: listHead{Page: number, PageSize: size, Start: number * size, URI: s.listURI("Messages", query)}, Messages: []resource{}}
	for _, m := range found {
		answer.Messages = append(answer.Messages, s.resource(m))
	}
	answer.End = answer.Start + max(len(found)-1, 0)
	if more {
		answer.NextPageURI = s.following("Messages", query, number, found[len(found)-1].ID)
	}
	return answer, true
}

func (s *Simulator) listURI(what string, query url.Values) string {
	return "/2010-04-01/Accounts/" + s.options.AccountSID + "/" + what + ".json?" + query.Encode()
}

// following is where a list goes on after a page that ends with an id.
func (s *Simulator) following(what string, query url.Values, page int, last string) *string {
	query.Set("Page", strconv.Itoa(page+1))
	query.Set("PageToken", "PA"+last)
	uri := s.listURI(what, query)
	return &uri
}

// listHead is what every page of a list says beside its records.
type listHead struct {
	Page        int     `json:"page"`
	PageSize    int     `json:"page_size"`
	Start       int     `json:"start"`
	End         int     `json:"end"`
	URI         string  `json:"uri"`
	NextPageURI *string `json:"next_page_uri"`
}

type pageResource struct {
	listHead
	Messages []resource `json:"messages"`
}

// resource is a message as the carrier shows it.
type resource struct {
	AccountSID  string  `json:"account_sid"`
	APIVersion  string  `json:"api_version"`
	Body        string  `json:"body"`
	DateCreated string  `json:"date_created"`
	DateSent    *string `json:"date_sent"`
	DateUpdated string  `json:"date_updated"`
	Direction   string  `json:"direction"`
	ErrorCode   *int    `json:"error_code"`
	From        string  `json:"from"`
	NumMedia    string  `json:"num_media"`
	NumSegments string  `json:"num_segments"`
	SID         string  `json:"sid"`
	Status      string  `json:"status"`
	To          string  `json:"to"`
	URI         string  `json:"uri"`
}

func (s *Simulator) resource(m *message) resource {
	shown := resource{
		AccountSID:  s.options.AccountSID,
		APIVersion:  "2010-04-01",
		Body:        m.Body,
		DateCreated: rfc2822(m.Accepted),
		DateUpdated: rfc2822(m.updated),
		Direction:   m.Direction,
		From:        m.From,
		NumMedia:    "0",
		NumSegments: strconv.Itoa(m.Parts),
		SID:         m.ID,
		Status:      string(m.status),
		To:          m.To,
		URI:         "/2010-04-01/Accounts/" + s.options.AccountSID + "/Messages/" + m.ID + ".json",
	}
	if m.Direction == inbound {
		shown.Status = "received"
	}
	if m.code != 0 {
		code := m.code
		shown.ErrorCode = &code
	}
	if !m.sent.IsZero() {
		sent := rfc2822(m.sent)
		shown.DateSent = &sent
	}
	return shown
}

func rfc2822(at time.Time) string { return at.UTC().Format(time.RFC1123Z) }

// respond writes JSON; a caller that has gone needs no answer.
func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// refuse writes an error as the carrier does.
func refuse(w http.ResponseWriter, status, code int, text string) {
	respond(w, status, map[string]any{
		"code": code, "message": text, "status": status, "more_info": "https://www.twilio.com/docs/errors/" + strconv.Itoa(code),
	})
}

// refuseCode writes the refusal of a message by code alone.
func refuseCode(w http.ResponseWriter, code int) {
	status := http.StatusBadRequest
	if carrier.Classify(code, 0) == carrier.Throttled {
		status = http.StatusTooManyRequests
	}
	refuse(w, status, code, "the message is refused")
}
