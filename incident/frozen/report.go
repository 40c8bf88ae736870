package frozen

import "time"

// Report is how an incident came to be declared that was reported by text. Times are the engine's.
type Report struct {
	By          string    `json:"by"`   // the responder's id
	Name        string    `json:"name"` // who may not be among those whom the plan can reach
	Said        string    `json:"said"` // the text
	At          time.Time `json:"at"`
	Confirmed   string    `json:"confirmed"` // the id of whoever confirmed it
	ConfirmedBy string    `json:"confirmed_by"`
	ConfirmedAt time.Time `json:"confirmed_at"`
	Phone       string    `json:"phone,omitempty"` // of whoever confirmed it
}
