// This file checks steps that are done at each place.

package check

import (
	"slices"

	"muster/incident/words"
	"muster/plans/document"
)

// forEach refuses what a step for each place cannot mean, since it is done several times.
func forEach(s *subject) {
	for i := range s.doc.Steps {
		step := &s.doc.Steps[i]
		if step.ForEach == "" {
			continue
		}
		path := stepPath(i, "for_each")
		if step.Evidence.States != "" {
			s.at(path, "for-each", "each place would state the fact %s anew and the last one would win; take states out, or for_each", step.Evidence.States)
		}
		if step.StandDown != "" {
			s.at(path, "for-each", "the first place that is done would stand the incident down; take stand_down out, or for_each")
		}
		if slices.Contains(document.Values(step.Evidence.Choice), words.Mixed) {
			s.at(path, "for-each", "%q is what the step's value is where the places do not agree; give the choice another value", words.Mixed)
		}
	}
}

// placed adds to the values that a condition may compare a step for each place with the one of places that do not agree.
func placed(step *document.Step, values []string) []string {
	if step.ForEach == "" {
		return values
	}
	return append(slices.Clone(values), words.Mixed)
}
