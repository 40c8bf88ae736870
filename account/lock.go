package account

// Locks: an account whose password is guessed at is closed for a while.

import "time"

// The lock: after so many wrong passwords in a row, for so long. Guessing goes on at the pace of the rate limits only, so
// that a lock serves to be noticed more than to be safe; it ends by itself, since somebody may need to get in at night.
const (
	MostWrong = 10
	LockFor   = 15 * time.Minute
)

// Tries are the wrong passwords of an account since the last right one.
type Tries struct {
	Account     string
	Wrong       int
	LockedUntil time.Time
}

// Locked says whether an account is closed at a moment. That of an administrator of every site never is: whoever guesses at all of
// these would keep out everybody who can mend it.
func (t Tries) Locked(now time.Time, of Account, w Ways) bool {
	return !of.GovernsAll(w) && now.Before(t.LockedUntil)
}
