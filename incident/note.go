package incident

// Notes: messages that only tell, and the mark and the code that they carry.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/words"
)

// tell sends a message that asks for no answer. body makes its text in the person's language.
func (i *Incident) tell(id string, body func(lang string) string) {
	if r, ok := i.responder(id); ok {
		i.note(id, words.Drill(r.Language(), i.Drill(), body(r.Language())))
	}
}

// note sends a text as it is, to somebody who can be reached.
func (i *Incident) note(id, text string) { i.noteSaying(id, Note{Body: text}) }

func (i *Incident) noteSaying(id string, n Note) {
	if !i.reachable(id) {
		return
	}
	mark := ""
	if token := i.lastToken(id); token != "" {
		mark = " [" + token + "]"
	}
	n.Body = i.unlike(id, n.Body, mark)
	p := i.newPage(NotePage, id)
	p.Text = &n
	p.Owed = true
}

// unlike is a text with its mark, numbered where its reader was sent the same before. Of two messages in the same words,
// neither of which is known to have left, nobody could say at the carrier which one is there (RESPONSE.md section 3).
func (i *Incident) unlike(id, text, mark string) string {
	body := text + mark
	for n := 2; i.rules(frozen.MessagesDiffer) && i.wasTold(id, body); n++ {
		body = words.Repeated(text, n) + mark
	}
	return body
}

func (i *Incident) wasTold(id, body string) bool {
	return slices.ContainsFunc(i.State.Pages, func(p *Page) bool {
		return p.Kind == NotePage && p.Responder == id && p.Text.Body == body
	})
}

// lastToken is the code of the last page that somebody got. On a message it tells apart what two incidents at one place say
// in the same words, for the reader and for whoever looks whether the carrier has it (RESPONSE.md section 3).
func (i *Incident) lastToken(id string) string {
	for _, p := range slices.Backward(i.State.Pages) {
		if p.Responder == id && p.Token != "" {
			return p.Token
		}
	}
	return i.ownCode(id)
}
