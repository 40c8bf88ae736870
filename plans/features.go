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
	{"approver", "a notice waits for as many people as the site wants, not for one seat of the plan's", usesApprover},
	{"photo", "no picture comes in by SMS: the answer says that it was taken", usesPhoto},
	{"notice_expiry", "a notice does not expire", usesExpiry},
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
		if n.Expires > 0 {
			return true
		}
	}
	return false
}
