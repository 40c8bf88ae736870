package sites

import "strings"

// This file tells of phones that several responders share.

// shared names, for each phone that several responders share, who they are.
func (sv *survey) shared() {
	seen := map[string]bool{}
	for _, r := range sv.site.Responders {
		if seen[r.Phone] {
			continue
		}
		seen[r.Phone] = true
		var names []string
		for _, other := range sv.site.Responders {
			if other.Phone == r.Phone {
				names = append(names, other.Name)
			}
		}
		if len(names) > 1 {
			sv.warn("shared-phone", "%s share one phone: a message for several of them names each, and they answer with their own code first. When it is lost or busy none of them is reached.",
				strings.Join(names[:len(names)-1], ", ")+" and "+names[len(names)-1])
		}
	}
}
