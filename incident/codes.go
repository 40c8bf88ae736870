package incident

// Codes of other incidents: what people were sent there answers here for what they hold, or are asked.

import (
	"slices"

	"muster/incident/reply"
)

// withCarried lets a person answer under the codes of an incident that has become a part of this one: for their post, else for the
// page that waits. Where there is neither, what the code was for is closed.
func (i *Incident) withCarried(id string, items []reply.Item) []reply.Item {
	codes := slices.DeleteFunc(slices.Clone(i.carriedCodes(id)), func(token string) bool {
		return slices.ContainsFunc(items, func(it reply.Item) bool { return it.Token == token || slices.Contains(it.Also, token) })
	})
	if len(codes) == 0 {
		return items
	}
	if k := i.spokenFor(items); k >= 0 {
		items[k].Also = append(slices.Clone(items[k].Also), codes...)
		return items
	}
	r, _ := i.responder(id)
	for _, token := range codes {
		items = append(items, reply.Item{Incident: i.In.ID, Kind: reply.Post, Token: token, Ref: id, Title: i.hazard(r.Language())})
	}
	return items
}

// spokenFor is the item that a carried code answers for, -1 if there is none.
func (i *Incident) spokenFor(items []reply.Item) int {
	post := slices.IndexFunc(items, func(it reply.Item) bool { return it.Kind == reply.Post && it.Open })
	if post >= 0 {
		return post
	}
	return slices.IndexFunc(items, func(it reply.Item) bool {
		p := i.page(it.Ref)
		return it.Kind == reply.Page && it.Open && p != nil && len(p.seats()) > 0
	})
}
