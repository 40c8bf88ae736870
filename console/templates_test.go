package console_test

// Texts of templates: every one is in both languages, and none is written into a template itself.

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"text/template/parse"
	"unicode"

	"github.com/stretchr/testify/require"

	"muster/console/words"
)

// seen is what a template holds: its own text, with a mark where something is put in, and the keys of the texts that it asks for.
type seen struct {
	text strings.Builder
	keys []string
}

const put = "\x00"

func (s *seen) look(node parse.Node) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				s.look(child)
			}
		}
	case *parse.TextNode:
		s.text.Write(n.Text)
	case *parse.ActionNode:
		s.text.WriteString(put)
		s.look(n.Pipe)
	case *parse.TemplateNode:
		s.text.WriteString(put)
		s.look(n.Pipe)
	case *parse.IfNode:
		s.branch(&n.BranchNode)
	case *parse.WithNode:
		s.branch(&n.BranchNode)
	case *parse.RangeNode:
		s.branch(&n.BranchNode)
	case *parse.PipeNode:
		if n != nil {
			for _, command := range n.Cmds {
				s.command(command)
			}
		}
	}
}

func (s *seen) branch(n *parse.BranchNode) {
	s.look(n.Pipe)
	s.look(n.List)
	s.look(n.ElseList)
}

func (s *seen) command(n *parse.CommandNode) {
	for k, arg := range n.Args {
		if name, ok := arg.(*parse.IdentifierNode); ok && name.Ident == "t" && k+1 < len(n.Args) {
			if key, ok := n.Args[k+1].(*parse.StringNode); ok {
				s.keys = append(s.keys, key.Text)
			}
		}
		s.look(arg)
	}
}

// templates reads every template of the console, by name.
func templates(t *testing.T) map[string]*seen {
	t.Helper()
	all := map[string]*seen{}
	require.NoError(t, fs.WalkDir(os.DirFS("templates"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile("templates/" + path)
		if err != nil {
			return err
		}
		trees := map[string]*parse.Tree{}
		tree := parse.New(path)
		tree.Mode = parse.SkipFuncCheck
		if _, err := tree.Parse(string(text), "", "", trees); err != nil {
			return err
		}
		for name, tree := range trees {
			found := &seen{}
			found.look(tree.Root)
			all[path+" "+name] = found
		}
		return nil
	}))
	require.NotEmpty(t, all)
	return all
}

var (
	tags    = regexp.MustCompile(`(?s)<[^>]*>`)
	spoken  = regexp.MustCompile(`(?:aria-label|title|placeholder|alt)="([^"]*)"`)
	letters = regexp.MustCompile(`\pL`)
	verbs   = regexp.MustCompile(`%[a-z]`)
)

func TestNoTemplateHoldsATextOfItsOwn(t *testing.T) {
	for name, found := range templates(t) {
		text := strings.ReplaceAll(found.text.String(), "Muster", "")
		for _, attribute := range spoken.FindAllStringSubmatch(text, -1) {
			require.NotRegexp(t, letters, attribute[1], "%s says %q itself: give it a key in words", name, attribute[0])
		}
		own := tags.ReplaceAllString(text, " ")
		require.NotRegexp(t, letters, own, "%s says something itself: give it a key in words", name)
	}
}

func TestEveryTextThatATemplateAsksForIsThere(t *testing.T) {
	all := words.All()
	for name, found := range templates(t) {
		for _, key := range found.keys {
			require.Contains(t, all, key, "%s asks for a text that is not in words", name)
		}
	}
}

func TestEveryTextIsInBothLanguages(t *testing.T) {
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	for key, text := range words.All() {
		require.NotEmpty(t, text.EN, key)
		require.NotEmpty(t, text.ZH, key)
		require.Equal(t, verbs.FindAllString(text.EN, -1), verbs.FindAllString(text.ZH, -1), "%s takes other values in the other language", key)
		if key != "frame.other" && key != "declare.comma" {
			require.True(t, han(text.ZH), "%s has no Chinese: %q", key, text.ZH)
			require.False(t, han(text.EN), "%s has Chinese in its English: %q", key, text.EN)
		}
	}
}

func TestNoTextIsKeptForNothing(t *testing.T) {
	used := map[string]bool{}
	for _, found := range templates(t) {
		for _, key := range found.keys {
			used[key] = true
		}
	}
	files, err := fs.Glob(os.DirFS("."), "*.go")
	require.NoError(t, err)
	var code strings.Builder
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			code.Write(text)
		}
	}
	for key := range words.All() {
		family, _, _ := strings.Cut(key, ".")
		if family != "state" && family != "refused" {
			require.True(t, used[key] || strings.Contains(code.String(), `"`+key+`"`), "nobody asks for %s", key)
		}
	}
}

func TestEveryStateHasAName(t *testing.T) {
	for kind, states := range map[string]string{
		"incident":     "open standing-down closed cancelled",
		"phase":        "alarm response recovery",
		"level":        "L1 L2 L3 L4",
		"outcome":      "handled false-alarm duplicate handed-over drill-ended",
		"step":         "waiting open started done skipped blocked",
		"holder":       "accepted on_scene late",
		"page":         "queued paging seen accepted on_scene declined unreachable exhausted stood-down",
		"channel":      "sms voice",
		"attempt":      "waiting sending unknown sent delivered undelivered failed superseded",
		"why":          "recipient opted-out unreachable filtered queue-full account unsaid refused real-incident not-taken",
		"notice":       "proposed approved sending sent rejected contained lost",
		"notice-kind":  "first update all-clear",
		"audience":     "building floor others zone site assist",
		"drill":        "starting begun refused missed off",
		"drill-notice": "announced surprise",
		"standing":     "practised planned due-soon overdue never",
		"unit":         "once week month year",
		"role":         "viewer responder duty-manager trainer administrator",
		"audited":      "done refused uncertain",
		"verb":         "accept eta on_scene done cannot need_help danger relief",
	} {
		for _, state := range strings.Fields(states) {
			require.Contains(t, words.All(), "state."+kind+"."+state)
		}
	}
}
