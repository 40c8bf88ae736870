package plans

// This file says how often a plan must be practised.

// Cadence is the number of months within which a plan must be practised again, 0 if its drill section names none.
func Cadence(p *Plan) int {
	if p.Doc.Drill == nil {
		return 0
	}
	return p.Doc.Drill.EveryMonths
}
