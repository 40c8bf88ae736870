package incident

// Notes: messages that only tell, and the mark and the code that they carry.

import (
	"slices"

	"muster/incident/words"
)

// tell sends a message that asks for no answer. body makes its text in the person's language.
func (i *Incident) tell(id string, body func(lang string) string) {
	if r, ok := i.responder(id); ok {
		i.note(id, words.Drill(r.Language(), i.Drill(), body(r.Language())))
	}
}

// note sends a text as it is, to somebody who can be reached.
func (i *Incident) note(id, text string) {
	if !i.reachable(id) {
		return
	}
	if token := i.lastToken(id); token != "" {
		text += " [" + token + "]"
	}
	p := i.newPage(NotePage, id)
	p.Text = &Note{Body: text}
	p.Owed = true
}

// lastToken is the code of the last page that somebody got. On a message it tells apart what two incidents at one place say
// in the same words, for the reader and for whoever looks whether the carrier has it (RESPONSE.md section 3).
func (i *Incident) lastToken(id string) string {
	for _, p := range slices.Backward(i.State.Pages) {
		if p.Responder == id && p.Token != "" {
			return p.Token
		}
	}
	return ""
}
