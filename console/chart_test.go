package console_test

import (
	"net/http"
	"testing"
	"time"

	"muster/incident"
	"muster/incident/frozen"
)

func TestReviewDrawsStepsAgainstTheirTargets(t *testing.T) {
	h := open(t)
	v := fire(frozen.Real)
	h.holds(v)
	opened := time.Time(v.OpenedAt)
	h.shadow.entries = []incident.Entry{
		{Seq: 1, At: opened, Kind: incident.KindOpened},
		entryOf(2, opened.Add(time.Second), incident.KindStepOpened, "F02"),
		entryOf(3, opened.Add(time.Minute), incident.KindStepDone, "F02"),
	}
	h.get("/console/incidents/"+known+"/review").is(http.StatusOK).has("<svg", `class="intime"`, "F02 Confirm the fire", "0:00")
}

// entryOf is a line about a step.
func entryOf(seq int, at time.Time, kind incident.Kind, step string) incident.Entry {
	e := incident.Entry{Seq: seq, At: at, Kind: kind, Text: incident.Text{EN: "line", ZH: "记录"}}
	e.Step = step
	return e
}
