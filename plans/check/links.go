// This file checks the links to other plans. Whether those plans exist is known only where all plans are.

package check

import "muster/plans/document"

func links(s *subject) {
	for n, link := range s.doc.Links {
		path := item("links", n)
		switch {
		case link.Plan == s.doc.ID && link.Plan != "":
			s.at(path+".plan", "link-itself", "a plan cannot open itself; name another one, or take the link out")
		case s.linkedBefore(n):
			s.at(path, "link-twice", "the plan %s is %s above under the same condition; keep one of them", link.Plan, linkVerb(link.How))
		}
		if when := s.conditions[path+".when"]; when != nil && s.never(when) {
			s.at(path+".when", "unreachable", "this can never be true, so %s is never %s; correct the condition", link.Plan, linkVerb(link.How))
		}
	}
}

// linkedBefore says whether a link stands in the plan twice.
func (s *subject) linkedBefore(n int) bool {
	for _, before := range s.doc.Links[:n] {
		if before.Plan == s.doc.Links[n].Plan && before.When == s.doc.Links[n].When {
			return true
		}
	}
	return false
}

func linkVerb(how string) string {
	if how == document.Opens {
		return "opened"
	}
	return "proposed"
}
