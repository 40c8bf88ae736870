package cli

// Printing: lines, tables and JSON.

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"muster/cli/text"
)

// say prints a line. What people wrote is made safe to print.
func (c *cli) say(format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		_, _ = fmt.Fprintln(c.out, strings.TrimRight(text.Clean(line), " "))
	}
}

// table prints rows under their headings.
func (c *cli) table(headings string, rows [][]string) {
	cells := [][]text.Line{plainCells(strings.Split(headings, "|"))}
	for _, row := range rows {
		cells = append(cells, plainCells(row))
	}
	for _, line := range text.Table(make([]text.Column, len(cells[0])), cells, 0) {
		_, _ = fmt.Fprintln(c.out, line.String(false))
	}
}

func plainCells(row []string) []text.Line {
	cells := make([]text.Line, len(row))
	for i, cell := range row {
		cells[i] = text.L(cell)
	}
	return cells
}

// printJSON prints a value, indented.
func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// capital begins a sentence with a text of plain letters.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// sentence writes an error as one: with a capital at its beginning and a stop at its end.
func sentence(err error) string {
	lines := strings.Split(strings.TrimRight(err.Error(), "\n "), "\n")
	for i, line := range lines {
		lines[i] = text.Clean(line)
	}
	head, size := utf8.DecodeRuneInString(lines[0])
	if word, _, _ := strings.Cut(lines[0], " "); !strings.ContainsAny(word, ".:/\\") {
		lines[0] = string(unicode.ToUpper(head)) + lines[0][size:]
	}
	if len(lines) == 1 && !strings.ContainsAny(lines[0][len(lines[0])-1:], ".!?:") {
		lines[0] += "."
	}
	return strings.Join(lines, "\n")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, one)
	}
	return fmt.Sprintf("%d %s", n, many)
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
