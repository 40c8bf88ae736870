package incident

// Phones that several people share: whose a number is, how messages name them, and what the network says of all of them.

import (
	"slices"

	"muster/incident/frozen"
	"muster/incident/reply"
	"muster/incident/words"
)

// Owners are the responders whom a number belongs to, in the roster's order.
func (i *Incident) Owners(phone string) []string {
	var ids []string
	for _, r := range i.roster().Responders {
		if r.Phone == phone && (len(ids) == 0 || i.rules(frozen.PhonesAreShared)) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// line is everybody who has the phone of a person: themselves, and whoever shares it.
func (i *Incident) line(id string) []string {
	if r, ok := i.responder(id); ok && r.Phone != "" && i.rules(frozen.PhonesAreShared) {
		return i.Owners(r.Phone)
	}
	return []string{id}
}

// shares says whether somebody has their phone together with others.
func (i *Incident) shares(id string) bool { return len(i.line(id)) > 1 }

// named is a person's name where a message has to say whom it is for, else empty.
func (i *Incident) named(id string) string {
	if i.shares(id) {
		return i.name(id)
	}
	return ""
}

// forThem is a text as it is sent to somebody's phone.
func (i *Incident) forThem(id, text string) string {
	name := i.named(id)
	if name == "" {
		return text
	}
	r, _ := i.responder(id)
	return words.For(r.Language(), name, text)
}

// itemsOf lists what the people who have a phone could be answering to; where they share it, each thing says whose it is.
func (i *Incident) itemsOf(ids []string, list func(id string) []reply.Item) []reply.Item {
	var items []reply.Item
	for _, id := range ids {
		theirs := list(id)
		for k := range theirs {
			if len(ids) > 1 {
				theirs[k].Person, theirs[k].Name = id, i.name(id)
			}
		}
		items = append(items, theirs...)
	}
	return items
}

// ItemsOfPhone are all items of those who have a phone, for whoever looks at several incidents.
func (i *Incident) ItemsOfPhone(phone string) []reply.Item {
	return i.itemsOf(i.Owners(phone), i.ItemsAmong)
}

// ownCode is the code of somebody who shares a phone and was never sent one: put into a seat by the desk, they can still say who
// they are.
func (i *Incident) ownCode(id string) string {
	if !i.shares(id) {
		return ""
	}
	return reply.NewToken(i.In.ID, id, -1, i.foreign)
}

// foreign says whether a code may stand for nothing here: the site has a label of that name, or it is left to other incidents, so
// that nobody gets the same one from two of them.
func (i *Incident) foreign(token string) bool {
	return slices.Contains(i.In.Site.Labels, token) || (i.In.Quarter != 0 && reply.Quarter(token) != i.In.Quarter)
}

// codeTaken says whether a code already stands for something of a person, or of somebody who shares their phone.
func (i *Incident) codeTaken(ids []string, token string) bool {
	if i.foreign(token) {
		return true
	}
	for _, p := range i.State.Pages {
		if p.Token == token && slices.Contains(ids, p.Responder) {
			return true
		}
	}
	return slices.ContainsFunc(ids, func(id string) bool {
		return slices.Contains(i.carriedCodes(id), token) || i.ownCode(id) == token
	})
}

// loseLine marks everybody who has a number as out of reach: what is wrong with it is wrong for all of them.
func (i *Incident) loseLine(id string, why Failure) {
	line := i.line(id)
	for _, other := range line {
		if p := i.person(other); len(line) > 1 && p != nil && p.Bad == why {
			continue // their own message over the same phone has said so
		}
		i.lose(other, why)
	}
}
