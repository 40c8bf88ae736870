package strict_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/sites/strict"
)

type word string

func (w *word) FromShort(s string) error {
	if s != "up" && s != "down" {
		return fmt.Errorf("%q leads nowhere; write up or down", s)
	}
	*w = word(s)
	return nil
}

type span time.Duration

func (s *span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	*s = span(d)
	return err
}

type text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

type form struct {
	Name   string          `json:"name" jsonschema:"pattern=^[a-z]+$" hint:"small letters"`
	Kind   string          `json:"kind,omitempty" jsonschema:"enum=lift,enum=valve"`
	Count  int             `json:"count,omitempty" jsonschema:"minimum=1,maximum=9"`
	Share  float64         `json:"share,omitempty" jsonschema:"minimum=0.5"`
	Least  float64         `json:"least,omitempty" jsonschema:"maximum=5"`
	On     bool            `json:"on,omitempty"`
	Title  *text           `json:"title,omitempty"`
	List   []string        `json:"list,omitempty"`
	Loose  []string        `json:"loose,omitempty" single:"true"`
	Way    word            `json:"way,omitempty"`
	Wait   span            `json:"wait,omitempty"`
	Table  map[string]text `json:"table,omitempty" keys:"^[A-Z]+$" hint:"capitals"`
	Silent string
}

func TestReadFillsEveryKindOfField(t *testing.T) {
	var f form
	index, problems := strict.Read([]byte(`
name: pump
kind: valve
count: 3
share: 0.75
on: true
title: {en: Pump, zh: 水泵}
list:
  - a
  - "b: c"
loose: one
way: up
wait: 90s
table:
  A: {en: x, zh: y}
  B:
    en: >-
      two
      lines
    zh: y
`), &f)
	require.Empty(t, problems)
	require.Equal(t, form{
		Name: "pump", Kind: "valve", Count: 3, Share: 0.75, On: true, Title: &text{"Pump", "水泵"}, List: []string{"a", "b: c"},
		Loose: []string{"one"}, Way: "up", Wait: span(90 * time.Second), Table: map[string]text{"A": {"x", "y"}, "B": {"two lines", "y"}},
	}, f)
	require.Equal(t, []string{"A", "B"}, index.Keys("table"))
	require.Equal(t, strict.Position{Line: 7, Column: 23}, index.Of("title.zh"))
	require.Equal(t, strict.Position{Line: 7, Column: 19}, index.Key("title.zh"))
	require.Equal(t, strict.Position{Line: 10, Column: 6}, index.Inside("list[1]", 0))
	require.Equal(t, strict.Position{Line: 10, Column: 8}, index.Inside("list[1]", 2))
	require.Equal(t, index.Of("table"), index.Of("table.C.en"), "what is missing is where it belongs")
	require.Equal(t, strict.Position{Line: 1, Column: 1}, index.Of("nothing"))
}

func TestReadSaysWhatIsWrongAndWhere(t *testing.T) {
	for name, c := range map[string]struct{ yaml, want string }{
		"unknown field":        {"name: a\nkin: lift", `2:1: there is no field "kin" here; did you mean "kind"? (field)`},
		"unknown and far":      {"name: a\nxyzzyx: 1", `2:1: there is no field "xyzzyx" here; the fields are name, kind, count, share, least, on, title, list, loose, way, wait, table (field)`},
		"missing":              {"kind: lift", `1:1: the field "name" is missing; write it (missing)`},
		"empty":                {`name: ""`, `1:7: this text is empty; write it (missing)`},
		"null":                 {"name:", `1:7: this field is empty; write its value or take the line out (missing)`},
		"pattern":              {"name: A1", `1:7: "A1" cannot be a name here; write small letters (value)`},
		"enum":                 {"name: a\nkind: pump", `2:7: "pump" is not known here; write one of lift, valve (value)`},
		"near an enum":         {"name: a\nkind: valv", `2:7: "valv" is not known here; write one of lift, valve; did you mean "valve"? (value)`},
		"number as text":       {"name: 12", `1:7: this must be a text; put it into quotes: "12" (type)`},
		"mapping as text":      {"name: {a: b}", `1:7: this must be a text; write one (type)`},
		"text as number":       {"name: a\ncount: \"3\"", `2:8: this must be a whole number, without quotes (type)`},
		"fraction":             {"name: a\ncount: 1.5", `2:8: this must be a whole number, without quotes (type)`},
		"not a number":         {"name: a\nshare: .nan", `2:8: this must be a number, without quotes (type)`},
		"hexadecimal":          {"name: a\ncount: 0x10", `2:8: this must be a whole number, without quotes (type)`},
		"out of range":         {"name: a\ncount: 10", `2:8: 10 is out of range; write a number from 1 to 9 (value)`},
		"too small":            {"name: a\nshare: 0.1", `2:8: 0.1 is out of range; write a number from 0.5 (value)`},
		"too large":            {"name: a\nleast: 6", `2:8: 6 is out of range; write a number up to 5 (value)`},
		"text as truth":        {"name: a\non: \"true\"", `2:5: this must be true or false, without quotes (type)`},
		"one language":         {"name: a\ntitle: {en: x}", `2:8: the text has no "zh"; write every text in English (en) and Chinese (zh) (language)`},
		"scalar as list":       {"name: a\nlist: b", `2:7: this must be a list; write it as [a, b] or with a dash before each (type)`},
		"scalar as mapping":    {"name: a\ntitle: b", `2:8: this must be a mapping of fields; write it as name: value lines or {name: value} (type)`},
		"list as mapping":      {"name: a\ntable: [b]", `2:8: this must be a mapping of fields; write it as name: value lines or {name: value} (type)`},
		"short form":           {"name: a\nway: left", `2:6: "left" leads nowhere; write up or down (value)`},
		"key":                  {"name: a\ntable: {a: {en: x, zh: y}}", `2:9: "a" cannot be a name here; write capitals (id)`},
		"key with a dot":       {"name: a\ntable: {A.B: {en: x, zh: y}}", `2:9: this cannot be a field's name; write a plain word before the colon (type)`},
		"twice":                {"name: a\nkind: lift\nkind: valve", `3:1: "kind" stands here twice; keep one of them (duplicate)`},
		"anchor":               {"name: &x a", `1:7: anchors, aliases and tags are not used here; write the value out (yaml)`},
		"tag":                  {"name: !!str a", `1:7: anchors, aliases and tags are not used here; write the value out (yaml)`},
		"control character":    {"name: a\x01", `1:8: this is a control character; take it out (syntax)`},
		"not UTF-8":            {"name: a\nkind: \xff", `2:7: this is not UTF-8 text; save the file as UTF-8 (syntax)`},
		"nothing":              {"# only a comment", `1:1: this file is empty; write the document into it (syntax)`},
		"two documents":        {"name: a\n---\nname: b", `3:1: this file holds a second document; write one document per file and take the --- line out (syntax)`},
		"a list as a document": {"- a", `1:1: this must be a mapping of fields; write it as name: value lines or {name: value} (type)`},
		"tab":                  {"title:\n\ten: x", `2:1: this is not YAML: found character '	' that cannot start any token; correct this line or the one above it (syntax)`},
	} {
		t.Run(name, func(t *testing.T) {
			var f form
			_, problems := strict.Read([]byte(c.yaml), &f)
			require.NotEmpty(t, problems)
			require.Equal(t, c.want, problems[0].String())
		})
	}
}

func TestEveryProblemIsReportedInTheOrderOfTheFile(t *testing.T) {
	var f form
	_, problems := strict.Read([]byte("kind: pump\ncolour: red\ntitle: {zh: x}\ncount: many"), &f)
	var places []string
	for _, p := range problems {
		places = append(places, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Rule))
	}
	require.Equal(t, []string{"1:1 missing", "1:7 value", "2:1 field", "3:8 language", "4:8 type"}, places)
}

func TestLongWordsAreCutInSentences(t *testing.T) {
	var f form
	_, problems := strict.Read([]byte("name: a\n"+strings.Repeat("k", 500)+": 1"), &f)
	require.Less(t, len(problems[0].Text), 250)
}

// Past these limits the parser's memory grows with the square of the input.
func TestMonstersAreRefusedBeforeTheyAreParsed(t *testing.T) {
	for name, monster := range map[string]string{
		"brackets": strings.Repeat("[", 200_000),
		"braces":   strings.Repeat("{a: ", 60_000),
		"dashes":   strings.Repeat("- ", 120_000),
		"fields":   strings.Repeat("a: b\n", 50_000),
		"inner":    "x:\n" + strings.Repeat("  a: b\n", 30_000),
		"in items": strings.Repeat("- a: b\n"+strings.Repeat("  c: d\n", 6_000), 5),
		"lines":    strings.Repeat("#\n", 250_000),
	} {
		t.Run(name, func(t *testing.T) {
			var f form
			_, problems := strict.Read([]byte(monster), &f)
			require.Len(t, problems, 1)
			require.Equal(t, "syntax", problems[0].Rule)
		})
	}
}

func TestSortDropsRepeats(t *testing.T) {
	at := func(line, column int) strict.Problem {
		return strict.Problem{Position: strict.Position{Line: line, Column: column}, Rule: "r", Text: "t"}
	}
	require.Equal(t, []strict.Problem{at(1, 2), at(2, 1), at(2, 3)}, strict.Sort([]strict.Problem{at(2, 3), at(1, 2), at(2, 1), at(1, 2)}))
}

func TestManySmallThingsAreReadWhole(t *testing.T) {
	var f struct {
		List []text `json:"list"`
	}
	_, problems := strict.Read([]byte("list:\n"+strings.Repeat("  - en: a\n    # which is short\n    zh: b\n", 7_000)), &f)
	require.Empty(t, problems)
	require.Len(t, f.List, 7_000)
}
