package activities

// Test pages: what became of them is kept, so that the page of people shows it.

import (
	"context"
	"fmt"

	"muster/incident/testpage"
)

// TestStore keeps the last test page of everybody.
type TestStore interface {
	// KeepTest keeps what became of a test page. The same again, or something older, changes nothing.
	KeepTest(ctx context.Context, o testpage.Outcome) error
}

// Tests keeps what became of them.
type Tests struct {
	Store TestStore
}

// KeepTest keeps what became of a test page.
func (t *Tests) KeepTest(ctx context.Context, o testpage.Outcome) error {
	ctx, cancel := context.WithTimeout(ctx, statementTimeout)
	defer cancel()
	if err := t.Store.KeepTest(ctx, o); err != nil {
		return fmt.Errorf("keep what became of a test page: %w", err)
	}
	return nil
}
