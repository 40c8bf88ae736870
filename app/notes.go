package app

// What else is kept in, or asked of, a database that may be away.

import (
	"context"

	"muster/store"
)

// Ping says whether the database answers.
func (d *database) Ping(ctx context.Context) error {
	_, err := ask(ctx, d, func(s *store.Store) (struct{}, error) { return struct{}{}, s.Ping(ctx) })
	return err
}

// Choices gives what people have said last about getting messages.
func (d *database) Choices(ctx context.Context) ([]store.Choice, error) {
	return ask(ctx, d, func(s *store.Store) ([]store.Choice, error) { return s.Choices(ctx) })
}

// SaveChoices keeps it.
func (d *database) SaveChoices(ctx context.Context, list []store.Choice) error {
	_, err := ask(ctx, d, func(s *store.Store) (struct{}, error) { return struct{}{}, s.SaveChoices(ctx, list) })
	return err
}

// Texts gives those of some texts that are noted.
func (d *database) Texts(ctx context.Context, ids []string) ([]store.Text, error) {
	return ask(ctx, d, func(s *store.Store) ([]store.Text, error) { return s.Texts(ctx, ids) })
}

// RecordTexts notes texts. A file that somebody holds is not waited for beyond ctx: SQLite itself would.
func (d *database) RecordTexts(ctx context.Context, texts []store.Text) error {
	s, err := d.answering()
	if err != nil {
		return err
	}
	_, err = promptly(ctx, func() (struct{}, error) { return struct{}{}, s.RecordTexts(ctx, texts) })
	return err
}
