package frozen

import "time"

// Away says that Muster's own database could not be asked when the incident was declared.
type Away struct {
	// Kept is when the sites, people and plans that were frozen were known to be right, by the engine's clock; nil where they
	// came from a process that had read them itself.
	Kept *time.Time `json:"kept,omitempty"`
}
