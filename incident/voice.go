package incident

// Voice: when a page goes out as a call, what the call says, and how it is answered by a key (RESPONSE.md section 2).

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/incident/words"
)

// The most rounds in which a call asks for a key. Whoever has it repeated gets more than who presses a wrong one: a machine
// would try one after the other. [design]
const (
	callRounds   = 2
	repeatRounds = 5
)

// Press is a key that was pressed in a call.
type Press struct {
	ID        string `json:"id"` // of the key: repeating it changes nothing
	Page      string `json:"page"`
	Attempt   int    `json:"attempt"`
	CarrierID string `json:"carrier_id"` // of the call
	Key       string `json:"key"`        // empty: the carrier asks what the call says
	Round     int    `json:"round"`      // in which it was asked for, from 1; 0: it was not
}

// Spoken is what a call says. Ask is the round in which it then asks for a key, 0 if it asks for none and ends; Bye is what
// it says when none comes.
type Spoken struct {
	Language string `json:"language"`
	Text     string `json:"text"`
	Bye      string `json:"bye,omitempty"`
	Ask      int    `json:"ask,omitempty"`
}

// Keys are the digits by which an attempt is answered. They are drawn for each call, so that no machine that always plays the
// same tone answers it; the same arguments give the same keys.
func Keys(incident, page string, attempt int) words.CallKeys {
	h := sha256.New()
	for _, part := range []string{"keys", incident, page} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part)))) // "a"+"bc" is not "ab"+"c"
		h.Write([]byte(part))
	}
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(int64(attempt))))
	draw := binary.BigEndian.Uint64(h.Sum(nil))
	digits := []byte("123456789")
	next := func() string {
		k := int(draw % uint64(len(digits)))
		draw /= uint64(len(digits))
		digit := string(digits[k])
		digits = slices.Delete(digits, k, k+1)
		return digit
	}
	return words.CallKeys{Accept: next(), Cannot: next(), Repeat: next()}
}

// channelOf is how a page's next attempt goes out: by the first channel of its rung that this build, the site and the person have.
func (i *Incident) channelOf(p *Page) frozen.Channel {
	by := i.by(p)
	if i.ringsFor(p) || i.ringsFiltered(p) {
		return frozen.Voice
	}
	if !i.takesCalls(p.Responder) {
		by = slices.DeleteFunc(slices.Clone(by), func(c frozen.Channel) bool { return c == frozen.Voice })
	}
	return i.channel(by)
}

// takesCalls says whether a person can be called by voice.
func (i *Incident) takesCalls(id string) bool {
	p := i.person(id)
	return i.rules(frozen.CallsByVoice) && (p == nil || p.NoVoice == "")
}

// bodyFor is what a page's n-th attempt says over a channel.
func (i *Incident) bodyFor(p *Page, n int, c frozen.Channel) string {
	if c == frozen.Voice {
		return i.callText(p, n)
	}
	return i.body(p, n)
}

func (i *Incident) callText(p *Page, n int) string {
	r, _ := i.responder(p.Responder)
	return words.Call(r.Language(), i.pageText(p, r.Language(), n), Keys(i.In.ID, p.ID, n))
}

// sending is an attempt as it is handed to a wave.
func (i *Incident) sending(p *Page, a *Attempt) Send {
	r, _ := i.responder(p.Responder)
	s := Send{Page: p.ID, Attempt: a.N, Channel: a.Channel, To: r.Phone, Body: cmp.Or(a.Joint, a.Body)}
	if a.Channel == frozen.Voice {
		s.Language = r.Language()
	}
	if i.In.Site.Links && a.linked(p) {
		s.Link = p.Responder
	}
	return s
}

// linked says whether an attempt ends with a link, where the site wants links: a text that asks one person for something. Of several
// who share a phone each would need their own.
func (a *Attempt) linked(p *Page) bool {
	return a.Channel == frozen.SMS && a.Joint == "" && (p.Kind == CallPage || p.Kind == TaskPage)
}

// nextCall is when the next call for a person was begun after an attempt, in the engine's time; zero if there was none. A call
// of the carrier's list from then on is not this attempt's: the list tells calls of one phone apart by their time alone.
func (i *Incident) nextCall(id string, a *Attempt) time.Time {
	var next time.Time
	if a.Channel != frozen.Voice {
		return next
	}
	line := i.line(id)
	for _, p := range i.State.Pages {
		for _, other := range p.Attempts {
			later := slices.Contains(line, p.Responder) && other.Channel == frozen.Voice && other.At.After(a.At) && other.left()
			if at := i.In.Engine(other.At); later && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

// sentBy records an attempt of a page that the carrier took.
func (i *Incident) sentBy(p *Page, a *Attempt) Text {
	if a.Channel == frozen.Voice {
		return words.PageRung(i.name(p.Responder), i.subjects(p))
	}
	return words.PageSent(i.name(p.Responder), a.N, i.subjects(p))
}

// callTaken takes in how a call went that was taken. Somebody, or a machine, heard it and pressed nothing that counts: the page
// is passed on as one that did not arrive.
func (i *Incident) callTaken(p *Page, a *Attempt) {
	a.State = AttemptDelivered
	i.hungUp(p)
	if p.Kind != CallPage || !p.waits() {
		return
	}
	a.Failure = FailNoKey
	i.log(KindUnreachable, "", words.CallUnanswered(i.name(p.Responder)), about{Page: p.ID, Responder: p.Responder})
	i.replace(p)
}

// noVoice marks a person whom no call can reach; what is asked of them goes out by the next channel, and to others.
func (i *Incident) noVoice(p *Page, why Failure) {
	for _, id := range i.line(p.Responder) {
		if known := i.person(id); known != nil {
			known.NoVoice = why
		} else {
			i.State.People = append(i.State.People, &Person{ID: id, NoVoice: why})
		}
	}
	if p.Kind == CallPage && p.waits() {
		p.Owed, p.Rev = i.reachable(p.Responder), i.touch()
		if !p.Owed && i.rules(frozen.UnreadAreCalled) { // no text reaches them either
			p.State = PageUnreachable
		}
		i.replace(p)
	}
}

// Press takes in a key and says what the call says next. The key that accepts is the page's code and 1, the one that says no
// its code and 5; a key that was applied before changes nothing and gets the same answer.
func (i *Incident) Press(now time.Time, in Press) Spoken {
	p, a := i.attemptOf(in.Page, in.Attempt)
	if p == nil || p.Kind != CallPage || (a != nil && a.Channel != frozen.Voice) {
		return Spoken{Language: "en", Text: words.CallOver("en")}
	}
	r, _ := i.responder(p.Responder)
	lang := r.Language()
	if said, ok := i.Applied(in.ID); ok {
		return Spoken{Language: lang, Text: words.CallTaken(lang, said)}
	}
	i.now = now
	if i.Ended() {
		return Spoken{Language: lang, Text: words.CallTaken(lang, words.IncidentOver(lang, i.hazard(lang)))}
	}
	if a != nil {
		i.arrived(p, a, in.CarrierID)
	}
	keys := Keys(i.In.ID, p.ID, in.Attempt)
	switch in.Key {
	case keys.Accept, keys.Cannot:
		return i.keyed(p, lang, in.ID, in.Key == keys.Accept)
	case "":
		return i.asking(lang, i.callText(p, in.Attempt), in.Round+1, callRounds)
	case keys.Repeat:
		if i.rules(frozen.RepeatsAreTold) {
			i.show(p)
		}
		return i.asking(lang, i.callText(p, in.Attempt), in.Round+1, repeatRounds)
	}
	return i.asking(lang, words.WrongKey(lang, in.Key, len(p.seats()) > 0, keys), in.Round+1, callRounds)
}

// keyed performs a key as the text that means the same.
func (i *Incident) keyed(p *Page, lang, id string, accepts bool) Spoken {
	text := p.Token + " 5"
	if accepts {
		text = p.Token + " 1"
	}
	i.log(KindReply, p.Responder, words.KeyPressed(i.name(p.Responder), accepts), about{Page: p.ID, Responder: p.Responder})
	r, _ := i.responder(p.Responder)
	defer i.heard(saying{id, r.Phone, DeedByKey})()
	said := i.answer(p.Responder, text)
	i.Remember(id, said)
	return Spoken{Language: lang, Text: words.CallTaken(lang, said)}
}

// asking is a text after which a key is asked for, while there are rounds left.
func (i *Incident) asking(lang, text string, round, most int) Spoken {
	if round > most {
		return Spoken{Language: lang, Text: words.CallBye(lang)}
	}
	return Spoken{Language: lang, Text: text, Bye: words.CallBye(lang), Ask: round}
}

// arrived notes that a call has come through, whatever became of the carrier's answer to it.
func (i *Incident) arrived(p *Page, a *Attempt, id string) {
	switch {
	case id == "":
	case a.CarrierID == "":
		i.sent(p, a, id)
	case a.CarrierID != id:
		i.doubled(p, a, id)
	}
}
