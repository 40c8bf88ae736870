package frozen

import "time"

// Sound says whether a clock can run: from some moment, and from as fast as the engine's to an hour in a second.
func (s Story) Sound() bool { return !s.Start.IsZero() && s.Speed >= 1 && s.Speed <= 3600 }

// At maps a moment of the engine's clock to the incident's.
func (in *Input) At(engine time.Time) time.Time {
	if in.Story == nil {
		return engine.UTC()
	}
	passed := float64(engine.Sub(in.DeclaredAt)) * in.Story.Speed
	return in.Story.Start.Add(time.Duration(passed)).UTC()
}

// Engine maps a moment of the incident to the engine's clock.
func (in *Input) Engine(at time.Time) time.Time {
	if in.Story == nil {
		return at
	}
	passed := float64(at.Sub(in.Story.Start)) / in.Story.Speed
	return in.DeclaredAt.Add(time.Duration(passed))
}
