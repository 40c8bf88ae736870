package record

// Verifying: whether a record is as it was sealed, and if not, where it is not.

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// DamageError says where a record is not as it was sealed.
type DamageError struct {
	Line   int   // from 1
	Offset int64 // where that line begins, in bytes
	What   string
}

// Error implements error.
func (d *DamageError) Error() string {
	return fmt.Sprintf("line %d (from byte %d on): %s", d.Line, d.Offset, d.What)
}

// chain is the lines of a record with what they are checked by.
type chain struct {
	lines   []line
	texts   [][]byte
	hashes  []string
	offsets []int64
}

// Verify says whether a record is as it was sealed, and gives its head; else the error is a *DamageError.
func Verify(sealed []byte) (Head, error) {
	_, head, err := verified(sealed)
	return head, err
}

func verified(sealed []byte) (*chain, Head, error) {
	c, err := parse(sealed)
	if err == nil {
		err = c.check()
	}
	if err != nil {
		return nil, Head{}, err
	}
	head, err := c.head()
	return c, head, err
}

// parse cuts a record into its lines.
func parse(sealed []byte) (*chain, error) {
	c := &chain{}
	offset := int64(0)
	for rest := sealed; len(rest) > 0; {
		text, after, ended := bytes.Cut(rest, []byte("\n"))
		c.texts, c.hashes, c.offsets = append(c.texts, text), append(c.hashes, Hash(text)), append(c.offsets, offset)
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, c.damage(len(c.texts)-1, "it cannot be read: it was changed or added")
		}
		c.lines = append(c.lines, l)
		if !ended {
			return nil, c.damage(len(c.texts)-1, "it does not end as a line does: the file was cut off, or its end was changed")
		}
		offset, rest = offset+int64(len(text))+1, after
	}
	if len(c.lines) == 0 {
		return nil, &DamageError{Line: 1, What: "the file is empty"}
	}
	return c, nil
}

func (c *chain) damage(k int, what string) error {
	return &DamageError{Line: k + 1, Offset: c.offsets[k], What: what}
}

// tied says whether a line holds the hash of the one before.
func (c *chain) tied(k int) bool {
	if k == 0 {
		return c.lines[0].Prev == nothing
	}
	return c.lines[k].Prev == c.hashes[k-1]
}

func (c *chain) check() error {
	for k := range c.lines {
		if !c.tied(k) || c.lines[k].N != k+1 {
			return c.untied(k)
		}
	}
	return c.ended()
}

// untied says what happened where a line does not follow the one before.
func (c *chain) untied(k int) error {
	atEnd := k == len(c.lines)-1
	before := 0
	if k > 0 {
		before = c.lines[k-1].N
	}
	switch {
	case !atEnd && !c.tied(k+1), c.tied(k):
		return c.damage(k, "it was changed or added: the line after it does not know it")
	case c.lines[k].N > before+1 && !(atEnd && !c.closes(k)):
		return c.damage(k, fmt.Sprintf("lines are missing before it: it is number %d, and number %d stands before it", c.lines[k].N, before))
	case c.lines[k].N <= before:
		return c.damage(k, "it stands here without belonging here: it was added or moved")
	case k == 0, atEnd && !c.closes(k):
		return c.damage(k, "it was changed")
	}
	return c.damage(k-1, "it was changed: the line after it knows it otherwise")
}

// closes says whether a line is a last one as it is written.
func (c *chain) closes(k int) bool {
	l := c.lines[k]
	body, err := json.Marshal(end{l.N - 1, l.Prev})
	if err != nil {
		return false
	}
	text, err := json.Marshal(line{N: l.N, Prev: l.Prev, Kind: KindEnd, Body: body})
	return err == nil && bytes.Equal(text, c.texts[k])
}

// ended says whether the last line is the closing one, and the only one of its kind.
func (c *chain) ended() error {
	atEnd := len(c.lines) - 1
	for k, l := range c.lines[:atEnd] {
		if l.Kind == KindEnd {
			return c.damage(k+1, "it stands after the record's end: it was added")
		}
	}
	switch {
	case c.lines[atEnd].Kind != KindEnd:
		return c.damage(atEnd, "nothing stands after it: the record's last lines are missing, or this one was changed")
	case !c.closes(atEnd):
		return c.damage(atEnd, "it was changed")
	}
	return nil
}

// head reads the first line of a record that holds together, and whether the plan is the one that it names.
func (c *chain) head() (Head, error) {
	var h Head
	if c.lines[0].Kind != KindHead || json.Unmarshal(c.lines[0].Body, &h) != nil || h.Format == "" {
		return h, c.damage(0, "a record begins otherwise")
	}
	if h.Format != Format {
		return h, fmt.Errorf("the record is written as %s, and this version of Muster reads %s: take a newer one", h.Format, Format)
	}
	for k, l := range c.lines {
		if l.Kind == KindPlan && Hash(l.Body) != h.PlanHash {
			return h, c.damage(k, "this is not the plan that the first line names")
		}
	}
	return h, nil
}
