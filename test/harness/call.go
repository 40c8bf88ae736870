package harness

// Calls of the API, and the parts of its JSON that tests look at.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/stretchr/testify/require"
)

// Incident is an incident as the API shows it.
type Incident struct {
	ID, Plan, Site, Mode, State, Phase, Level, Carrier string
	Outcome                                            *string
	Commander                                          *string
	Now                                                time.Time
	OpenedAt                                           time.Time `json:"opened_at"`
	Seats                                              []Seat
	Pages                                              []Page
	Messages                                           []Page
	Steps                                              []Step
	PossibleDuplicates                                 []string `json:"possible_duplicates"`
	Links                                              []Link
}

// Link is another incident that one belongs together with.
type Link struct {
	Incident, Kind, Plan string
}

// Seat is a seat of an incident.
type Seat struct {
	ID            string
	Open          bool
	Needs, Filled int
	Holders       []struct{ Responder, State string }
}

// Page is a page of an incident.
type Page struct {
	ID, Kind, Responder, State string
	Token                      *string
	Step                       *string
	Seats                      []string
	Attempts                   []Attempt
}

// Attempt is one message of a page.
type Attempt struct {
	N, Rung   int
	State     string
	At        time.Time
	Channel   string
	CarrierID *string `json:"carrier_id"`
}

// Step is a step of an incident.
type Step struct {
	ID, State, Seat string
	Value           *string
	Late            bool
	HardGate        bool `json:"hard_gate"`
	Evidence        struct {
		Kind    string
		Choices []string
	}
}

// Entry is a line of a timeline.
type Entry struct {
	Seq                         int
	At                          time.Time
	Kind                        string
	By                          string
	Text                        struct{ EN, ZH string }
	Seat, Step, Page, Responder string
	Rung                        int
}

// Problem is a refusal.
type Problem struct {
	Status               int
	Title, Detail, Code_ string
	Code                 string
	Errors               []struct{ Location, Message string }
}

// client gives up on what no call may take.
var client = &http.Client{Timeout: time.Minute}

// Call sends a request and gives status and body; body may be nil, a string or something to be made JSON of.
func (p *Program) Call(method, path string, body any, headers ...string) (int, []byte) {
	p.t.Helper()
	request, err := http.NewRequest(method, p.URL+path, reader(p, body))
	require.NoError(p.t, err)
	request.Header.Set("Authorization", "Bearer "+Token)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for k := 0; k+1 < len(headers); k += 2 {
		request.Header.Set(headers[k], headers[k+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, []byte(err.Error())
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, []byte(err.Error())
	}
	return response.StatusCode, data
}

func reader(p *Program, body any) io.Reader {
	switch b := body.(type) {
	case nil:
		return nil
	case string:
		return bytes.NewReader([]byte(b))
	default:
		data, err := json.Marshal(body)
		require.NoError(p.t, err)
		return bytes.NewReader(data)
	}
}

// Do sends a request that must succeed and reads its answer into out, unless that is nil.
func (p *Program) Do(method, path string, body, out any, headers ...string) {
	p.t.Helper()
	status, data := p.Call(method, path, body, headers...)
	require.Less(p.t, status, 300, "%s %s: %d %s", method, path, status, data)
	require.NotZero(p.t, status, "%s %s: %s", method, path, data)
	if out != nil {
		require.NoError(p.t, json.Unmarshal(data, out), "%s", data)
	}
}

// Refused sends a request that must be refused with a status and gives the problem.
func (p *Program) Refused(want int, method, path string, body any, headers ...string) Problem {
	p.t.Helper()
	status, data := p.Call(method, path, body, headers...)
	require.Equal(p.t, want, status, "%s", data)
	var problem Problem
	require.NoError(p.t, json.Unmarshal(data, &problem), "%s", data)
	require.NotEmpty(p.t, problem.Code, "%s", data)
	require.NotEmpty(p.t, problem.Detail, "%s", data)
	return problem
}

// Declaration is the body of a declaration.
type Declaration map[string]any

// Fire is a declaration of a fire at the demonstration site, with changes.
func Fire(changes ...any) Declaration {
	d := Declaration{"plan": "fire", "site": "riverside", "mode": "real", "location": "Building 3, floor 12", "summary": "smoke in the corridor"}
	for k := 0; k+1 < len(changes); k += 2 {
		d[fmt.Sprint(changes[k])] = changes[k+1]
	}
	return d
}

// Declare opens an incident.
func (p *Program) Declare(d Declaration) Incident {
	p.t.Helper()
	var in Incident
	p.Do(http.MethodPost, "/api/v1/incidents", d, &in)
	return in
}

// Incident shows an incident. Right after a power cut the engine takes up to five seconds to take up a step that was under way.
func (p *Program) Incident(id string) Incident {
	p.t.Helper()
	var (
		in     Incident
		status int
		data   []byte
	)
	Await(p.t, 15*time.Second, "the incident can be read", func() bool {
		status, data = p.Call(http.MethodGet, "/api/v1/incidents/"+id, nil)
		return status != http.StatusServiceUnavailable
	})
	require.Equal(p.t, http.StatusOK, status, "%s: %s", id, data)
	require.NoError(p.t, json.Unmarshal(data, &in), "%s", data)
	return in
}

// Timeline gives an incident's whole timeline.
func (p *Program) Timeline(id string) []Entry {
	p.t.Helper()
	var all []Entry
	for cursor := ""; ; {
		var list struct {
			Items      []Entry
			NextCursor *string `json:"next_cursor"`
		}
		p.Do(http.MethodGet, "/api/v1/incidents/"+id+"/timeline?limit=200&cursor="+url.QueryEscape(cursor), nil, &list)
		all = append(all, list.Items...)
		if list.NextCursor == nil {
			return all
		}
		cursor = *list.NextCursor
	}
}

// Message is a text in a handset of the program's own simulator, or what was said or pressed in a call there.
type Message struct {
	ID, Direction, Channel, Body string
	At                           time.Time
}

// Messages are those of a handset of the program's own simulator.
func (p *Program) Messages(number string) []Message {
	p.t.Helper()
	var list struct{ Items []Message }
	p.Do(http.MethodGet, "/api/v1/phones/"+url.PathEscape(number)+"/messages", nil, &list)
	return list.Items
}

// Reply writes a text as the person at a handset of the program's own simulator.
func (p *Program) Reply(number, text string) {
	p.t.Helper()
	p.Do(http.MethodPost, "/api/v1/phones/"+url.PathEscape(number)+"/replies", map[string]string{"text": text}, nil)
}

// Decode reads an incident; the zero one if it is none.
func Decode(data []byte) Incident {
	var in Incident
	_ = json.Unmarshal(data, &in)
	return in
}

// DecodeList reads a list of incidents; an empty one if it is none.
func DecodeList(data []byte) []Incident {
	var list struct{ Items []Incident }
	_ = json.Unmarshal(data, &list)
	return list.Items
}
