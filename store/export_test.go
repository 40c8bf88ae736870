package store

// Doors for the tests of what no caller can bring about.

import (
	"context"
	"time"
)

// Exec runs SQL on the writing connection.
func (s *Store) Exec(ctx context.Context, sql string, args ...any) error {
	return s.fail(ctx, s.write.WithContext(ctx).Exec(sql, args...).Error)
}

// Plan says how a reader would run a query.
func (s *Store) Plan(ctx context.Context, sql string) (string, error) {
	var steps []struct{ Detail string }
	err := s.read.WithContext(ctx).Raw("EXPLAIN QUERY PLAN " + sql).Scan(&steps).Error
	text := ""
	for _, step := range steps {
		text += step.Detail + "\n"
	}
	return text, err
}

// ReadText gives the one value of a query.
func (s *Store) ReadText(ctx context.Context, sql string) (string, error) {
	var text string
	err := s.read.WithContext(ctx).Raw(sql).Scan(&text).Error
	return text, err
}

// Unasked are the options with which a store never asks by itself what other processes have recorded: it hears of it, or not at all.
func (o Options) Unasked() Options {
	o.poll = 24 * time.Hour
	return o
}

// Listening says whether a store is told of what other processes record.
func (s *Store) Listening() bool { return s.listening.Load() }
