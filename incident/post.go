package incident

// Answers about a post: what somebody says who holds seats already.

import (
	"time"

	"muster/incident/reply"
	"muster/incident/words"
)

func (i *Incident) applyToPost(id, lang string, a reply.Action, minutes time.Duration) string {
	switch a {
	case reply.ActAccept, reply.ActETA:
		return i.promise(id, lang, minutes)
	case reply.ActOnScene:
		for _, s := range i.State.Seats {
			if h := s.holder(id); h != nil {
				i.arrive(s, h)
			}
		}
		i.pageOnScene(id)
		i.log(KindPageOnScene, id, words.OnScene(i.name(id)), about{Responder: id})
		return words.OnSceneTaken(lang)
	case reply.ActCannot:
		for _, s := range i.State.Seats {
			if s.holder(id) != nil {
				i.leave(s, id, id)
			}
		}
		return words.CannotTaken(lang)
	default:
	}
	return ""
}

// pageOnScene moves the pages under which a person holds their seats.
func (i *Incident) pageOnScene(id string) {
	for _, p := range i.State.Pages {
		if p.Kind == CallPage && p.Responder == id && p.State == PageAccepted {
			p.State, p.Rev = PageOnScene, i.touch()
		}
	}
}
