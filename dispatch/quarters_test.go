package dispatch_test

// Somebody who is called to several incidents can say by a code which one they answer.

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"muster/incident/reply"
)

func (h *house) quarters(t *testing.T, n int) (given []int) {
	t.Helper()
	for range n {
		h.declare(t, fireAt("B3", ""))
		given = append(given, h.engine.inputs[len(h.engine.inputs)-1].Quarter)
	}
	return given
}

func TestIncidentsAtOneTimeShareNoCodesAsLongAsThereAreQuarters(t *testing.T) {
	require.Equal(t, []int{1, 2, 3, 4, 1, 2}, newHouse(t).quarters(t, 6))
}

func TestTheQuarterLeastInUseIsGiven(t *testing.T) {
	h := newHouse(t)
	h.shadow.inUse = map[string]int{reply.TokenDigits[0:1]: 9, reply.TokenDigits[1:2]: 4, reply.TokenDigits[3:4]: 5}
	require.Equal(t, []int{3, 2, 4, 1}, h.quarters(t, 4))
}

func TestWithoutTheDatabaseQuartersGoRound(t *testing.T) {
	h := newHouse(t)
	h.shadow.err = errors.New("the database is away")
	require.Equal(t, []int{1, 2, 3, 4, 1}, h.quarters(t, 5))
}
