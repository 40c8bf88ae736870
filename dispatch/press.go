package dispatch

// Keys: from a call to the incident that placed it.

import (
	"context"

	"muster/incident"
	"muster/incident/words"
	"muster/workflows"
)

// Press takes in a key and gives what the call says next. When it returns without an error the engine holds the key. A call of an
// incident that is over is told that nothing is open.
func (d *Desk) Press(ctx context.Context, id string, p incident.Press) (incident.Spoken, error) {
	var said incident.Spoken
	err := d.attempt(ctx, answerRetries, id, workflows.Press, p.ID, p, &said)
	if err == nil {
		return said, nil
	}
	if refused := d.endedOr(ctx, id, err); !gone(refused) {
		return incident.Spoken{}, refused
	}
	return incident.Spoken{Language: "en", Text: words.CallOver("en")}, nil
}
