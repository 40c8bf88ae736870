package api

// Lists: items in pages, gone through with an opaque cursor.

import (
	"encoding/base64"
	"slices"
	"strings"
)

// list is a page of a list.
type list[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor" doc:"Where to go on; null at the end."`
}

// listOutput is an answer with a list.
type listOutput[T any] struct {
	Body list[T]
}

// Paging is how a list is gone through. It is exported because the parameters are found by reflection.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" default:"1000" doc:"How many items at most; an answer never holds more than 1000."`
	Cursor string `query:"cursor" maxLength:"500" doc:"Where to go on: the next_cursor of the answer before."`
}

// mostItems bounds an answer: whoever asks for more goes on with the cursor.
const mostItems = 1000

func (p Paging) most() int { return min(p.Limit, mostItems) }

// listed makes an answer of items and of where to go on, empty at the end.
func listed[T any](items []T, next string) *listOutput[T] {
	out := &listOutput[T]{Body: list[T]{Items: items}}
	if items == nil {
		out.Body.Items = []T{}
	}
	if next != "" {
		out.Body.NextCursor = &next
	}
	return out
}

// cut makes a page of a whole list, which it puts into the order of its keys. Every key must be there once.
func cut[T any](all []T, key func(T) string, at Paging) (*listOutput[T], error) {
	after, err := openCursor(at.Cursor)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	from, found := slices.BinarySearchFunc(all, after, func(item T, k string) int { return strings.Compare(key(item), k) })
	if found {
		from++
	}
	rest := all[from:]
	if len(rest) <= at.most() {
		return listed(rest, ""), nil
	}
	return listed(rest[:at.most()], sealCursor(key(rest[at.most()-1]))), nil
}

// cursorPrefix is the version of what a cursor holds.
const cursorPrefix = "1 "

func sealCursor(key string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorPrefix + key))
}

// openCursor gives the key that a cursor holds, empty for the beginning.
func openCursor(cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	key, versioned := strings.CutPrefix(string(text), cursorPrefix)
	if err != nil || !versioned {
		return "", wrongCursor()
	}
	return key, nil
}

func wrongCursor() *problemError {
	return unfit("query.cursor", "This cursor is not one of this list's: begin again without it.")
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func filled[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
