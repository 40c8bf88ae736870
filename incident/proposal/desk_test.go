package proposal_test

// A desk where a guard's text is looked at: its people, what they say, and what goes out to them.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
	"muster/incident/proposal"
	"muster/roster"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func after(d time.Duration) time.Time { return noon.Add(d) }

var numbers = map[string]string{
	"guard": "+12025550101", "ann": "+12025550102", "bao": "+12025550103", "cheng": "+12025550104", "dan": "+12025550105",
}

// crew has Ann and Bao in the control room, beside the guard who writes; Ann and Cheng in command; and the company's Dan.
func crew() proposal.Crew {
	person := func(id, name, lang string) roster.Responder {
		return roster.Responder{ID: id, Name: name, Phone: numbers[id], Languages: []string{lang}}
	}
	return proposal.Crew{
		Site: "garden",
		Roster: roster.Roster{
			Responders: []roster.Responder{
				person("guard", "Guard Gu", "en"), person("ann", "Ann", "en"), person("bao", "Bao", "zh"), person("cheng", "Cheng", "en"), person("dan", "Dan", "en"),
			},
			Shifts: []roster.Shift{{
				ID: "always", From: "00:00", To: "00:00", First: "2026-01-01", Every: 1, Days: []int{0},
				Posts: []roster.Post{{Seat: "CR", People: []string{"guard", "ann", "bao"}}, {Seat: "IC", People: []string{"ann", "cheng"}}},
			}},
		},
		Control: []string{"CR"}, Command: []string{"IC"}, Company: []string{"dan"}, Emergency: "119",
		Hashes: []frozen.PhoneHash{
			{Responder: "guard", Hash: "h1"}, {Responder: "ann", Hash: "h2"}, {Responder: "bao", Hash: "h2"}, {Responder: "dan", Hash: "h5"},
		},
	}
}

func fire() proposal.Report {
	return proposal.Report{
		Text: "t1", By: "guard", Phone: numbers["guard"], Said: "FIRE B3", At: noon, Token: "K7M", Crew: crew(),
		Hazard: frozen.Text{EN: "Fire", ZH: "火警"}, Place: frozen.Text{EN: "Building 3", ZH: "3栋"},
		Declaration: frozen.Declaration{Plan: "fire", Location: "Building 3", Places: []frozen.Spot{{Building: "B3"}}, Summary: "smoke"},
	}
}

// flood is another emergency, in another text.
func flood() proposal.Report {
	r := fire()
	r.Text, r.Token, r.Hazard, r.Declaration.Plan = "t2", "Q4T", frozen.Text{EN: "Flood", ZH: "水浸"}, "flood"
	return r
}

type desk struct {
	*proposal.Proposal
	t    *testing.T
	now  time.Time
	sent int
}

// reported is a desk at which the guard has just written.
func reported(t *testing.T, r proposal.Report) *desk {
	d := &desk{Proposal: proposal.New("report-x"), t: t, now: noon}
	d.Propose(noon, r)
	return d
}

// minutes goes to a moment, minute by minute from the last one, where the carrier takes whatever is sent.
func (d *desk) minutes(n int) []incident.Send {
	var out []incident.Send
	for until := after(time.Duration(n) * time.Minute); d.now.Before(until); {
		d.now = d.now.Add(time.Minute)
		out = d.goesOut()
	}
	return out
}

// goesOut is what is sent now; the carrier takes it.
func (d *desk) goesOut() []incident.Send {
	sends := d.handedOut()
	var results []incident.Result
	for _, s := range sends {
		d.sent++
		results = append(results, incident.Result{Page: s.Page, Fate: incident.FateSent, CarrierID: "SM" + s.Page})
	}
	d.Sent(d.now, sends, results)
	return sends
}

// handedOut is what is to be sent now.
func (d *desk) handedOut() (sends []incident.Send) {
	for _, wave := range d.Take(d.now).Waves {
		require.LessOrEqual(d.t, len(wave), incident.WaveSize)
		sends = append(sends, wave...)
	}
	return sends
}

// fate has all of these end alike.
func (d *desk) fate(sends []incident.Send, fate incident.Fate, wait time.Duration) {
	var results []incident.Result
	for _, s := range sends {
		results = append(results, incident.Result{Page: s.Page, Fate: fate, After: wait})
	}
	d.Sent(d.now, sends, results)
}

// says is what somebody's text is answered.
func (d *desk) says(who, text, body string) string {
	d.Answer(d.now, incident.Inbound{ID: text, From: numbers[who], Body: body})
	said, _ := d.Said(text)
	return said
}

// token is the code under which somebody was asked.
func (d *desk) token(who string) string {
	for _, a := range d.Asked {
		if a.Responder == who {
			return a.Token
		}
	}
	require.Fail(d.t, "not asked: "+who)
	return ""
}

func (d *desk) dueAt() time.Time {
	due, ok := d.NextDue()
	require.True(d.t, ok)
	return due
}

func (d *desk) states() (all []incident.AttemptState) {
	for _, m := range d.Messages {
		all = append(all, m.State)
	}
	return all
}

// told is what goes to whom.
func told(sends []incident.Send) map[string]string {
	texts := map[string]string{}
	for _, s := range sends {
		for who, number := range numbers {
			if number == s.To {
				texts[who] = s.Body
			}
		}
	}
	return texts
}

func whom(sends []incident.Send) (ids []string) {
	for _, s := range sends {
		for who, number := range numbers {
			if number == s.To {
				ids = append(ids, who)
			}
		}
	}
	return ids
}
