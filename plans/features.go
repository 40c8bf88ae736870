// This file says which of a plan's wishes this build does not fulfil yet.

package plans

import (
	"fmt"
	"slices"
	"strings"

	"muster/plans/document"
)

// feature is something that plans can say and this build does not do.
type feature struct {
	name    string // as a plan's requires names it
	missing string // what therefore does not happen
	used    func(*document.Document) bool
}

// notBuilt lists them. Whoever builds one takes its line out.
var notBuilt = []feature{
	{"check_in", "people on scene are not asked again whether they are well", usesCheckIn},
	{"for_each", "a step for each place is one step for all of them", usesForEach},
	{"audiences", "a plan's own audiences are widened to the built-in ones that contain them", usesAudiences},
	{"approver", "notices do not wait for their approver", usesApprover},
	{"photo", "no picture comes in by SMS: the answer says that it was taken", usesPhoto},
	{"notice_expiry", "a notice does not name the one that it corrects, and does not expire", usesExpiry},
}

// NotYet lists what a plan says and this build does not do, a sentence each; UNSAFE marks what the plan requires.
func NotYet(plan *Plan) []string {
	var list []string
	for _, f := range notBuilt {
		switch {
		case slices.Contains(plan.Doc.Requires, f.name):
			list = append(list, fmt.Sprintf("%s: %s. UNSAFE: the plan requires it, and its declaration is refused.", f.name, f.missing))
		case f.used(&plan.Doc):
			list = append(list, fmt.Sprintf("%s: %s.", f.name, f.missing))
		}
	}
	return list
}

// Refusal is why a plan must not be declared on this build: it requires something that is not built. Nil if it may be.
func Refusal(plan *Plan) error {
	var lacking []string
	for _, f := range notBuilt {
		if slices.Contains(plan.Doc.Requires, f.name) {
			lacking = append(lacking, f.name+" ("+f.missing+")")
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return fmt.Errorf("the plan %s is not safe on this version of Muster, which lacks %s: install a version that has it, or change the plan's requires",
		plan.Doc.ID, strings.Join(lacking, ", "))
}

func anySeat(d *document.Document, has func(document.Seat) bool) bool {
	for _, s := range d.Seats {
		if has(s) {
			return true
		}
	}
	return false
}

func usesCheckIn(d *document.Document) bool {
	return anySeat(d, func(s document.Seat) bool { return s.CheckIn > 0 })
}

func usesForEach(d *document.Document) bool {
	return slices.ContainsFunc(d.Steps, func(s document.Step) bool { return s.ForEach != "" })
}

// usesAudiences says whether a notice goes to an audience that is narrower than what it compiles to.
func usesAudiences(d *document.Document) bool {
	for _, n := range d.Notices {
		if _, own := d.Audiences[n.Audience]; own {
			return true
		}
	}
	return false
}

func usesApprover(d *document.Document) bool {
	for _, n := range d.Notices {
		if n.Approver != "" {
			return true
		}
	}
	return false
}

func usesPhoto(d *document.Document) bool {
	return slices.ContainsFunc(d.Steps, func(s document.Step) bool { return s.Evidence.Photo })
}

func usesExpiry(d *document.Document) bool {
	for _, n := range d.Notices {
		if n.Expires > 0 || n.Corrects != "" {
			return true
		}
	}
	return false
}
