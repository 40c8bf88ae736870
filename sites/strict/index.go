// This file remembers where each value of a file stands.

package strict

import "strings"

// Index finds the place of a value by its path, such as "steps[3].when" or "seats.CTRL.title.zh".
type Index struct {
	values map[string]Position
	keys   map[string]Position
	order  map[string][]string
	inner  map[string]Position
}

func newIndex() *Index {
	return &Index{
		values: map[string]Position{}, keys: map[string]Position{},
		order: map[string][]string{}, inner: map[string]Position{},
	}
}

// Of gives the place of a value, or of the nearest thing around it that the file does hold.
func (x *Index) Of(path string) Position {
	for {
		if at, ok := x.values[path]; ok {
			return at
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return Position{Line: 1, Column: 1}
		}
		path = path[:cut]
	}
}

// Key gives the place of a map's key, or of the value where it has none.
func (x *Index) Key(path string) Position {
	if at, ok := x.keys[path]; ok {
		return at
	}
	return x.Of(path)
}

// Inside gives the place of a text's character, counted from 0; of a text over several lines, where it begins.
func (x *Index) Inside(path string, char int) Position {
	if at, ok := x.inner[path]; ok {
		return Position{Line: at.Line, Column: at.Column + char}
	}
	return x.Of(path)
}

// Keys lists the keys of the mapping at a path in the order of the file.
func (x *Index) Keys(path string) []string { return x.order[path] }
