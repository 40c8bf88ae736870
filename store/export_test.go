package store

// Doors for the tests of what no caller can bring about.

import "context"

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
