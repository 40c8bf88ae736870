package incident_test

// Stories of "9" from a phone that several people share.

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/incident"
	"muster/incident/frozen"
)

func TestAWrongNumberIsTakenBackForAllWhoShareIt(t *testing.T) {
	for _, code := range []string{"", "ann", "ben"} {
		w, text := shared(t), "9"
		w.to(time.Second)
		if code != "" {
			text = w.codeOf(code) + " 9"
		}
		said := w.afterwards("ann", "wrong number", text)
		require.Contains(t, said, "Taken back: wrong number", "%q", text)
		for _, id := range []string{"ann", "ben"} {
			require.NotEqual(t, incident.PageUnreachable, w.pageOf(id).State, "%q leaves %s out of reach", text, id)
		}
	}
}

// Where both have something open, "9" alone is asked about, and the code that the question offers takes back what its owner said.
func TestTheCodeThatIsOfferedTakesTheLastAnswerBack(t *testing.T) {
	for _, of := range []struct{ says, back string }{
		{"1", "Taken back: accepted, Seat SEC"}, {"3", "Taken back: on scene"}, {"6", "Taken back: call for help"}, {"5", "Taken back: cannot"},
	} {
		w := shared(t)
		w.to(time.Second)
		require.Contains(t, w.says("ann", w.codeOf("ben")+" 1"), "Ben: Accepted")
		w.says("ann", w.codeOf("ann")+" "+of.says)
		if of.says != "5" { // who has said no has nothing open any more
			require.Contains(t, w.says("ann", "9"), w.codeOf("ann")+" 9 = Ann", of.says)
		}
		require.Contains(t, w.says("ann", w.codeOf("ann")+" 9"), "Ann: "+of.back, of.says)
		require.NotEmpty(t, w.holders("SEC"))
	}
}

func TestACallForReliefIsTakenBackByItsOwnersCode(t *testing.T) {
	w := shared(t, func(in *frozen.Input) { in.Plan.Seats[0].Day = 2 })
	w.to(time.Second)
	w.says("ann", w.codeOf("ann")+" 3")
	w.says("ann", w.codeOf("ben")+" 3")
	w.says("ann", w.codeOf("ann")+" 8")
	require.Contains(t, w.says("ann", w.codeOf("ann")+" 9"), "Ann: Taken back: call for relief")
	require.Equal(t, incident.HolderOnScene, w.seat("SEC").Holders[0].State)
	require.Nil(t, w.seat("SEC").Holders[0].ReliefAskedAt)
}
