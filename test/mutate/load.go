package main

// Loading: the packages as the go command knows them, with the types of their expressions.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// module is what go list tells of a package's module.
type module struct{ Path, Dir string }

// listed is what go list tells of a package.
type listed struct {
	Dir, ImportPath, Name, Export string
	DepOnly                       bool
	GoFiles                       []string
	TestGoFiles, XTestGoFiles     []string
	TestImports, XTestImports     []string
	Module                        *module
}

// target is a package whose conditions are negated.
type target struct {
	listed
	set   *token.FileSet
	files map[string]*ast.File // by path
	info  *types.Info
}

// shown is a path as it is listed: from the module's folder.
func (t *target) shown(path string) string {
	if short, err := filepath.Rel(t.Module.Dir, path); err == nil {
		return short
	}
	return path
}

func list(ctx context.Context, o options, args ...string) ([]listed, error) {
	out, err := output(ctx, o.dir, "go", append([]string{"list", "-json"}, args...)...)
	if err != nil {
		return nil, err
	}
	var all []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			return nil, fmt.Errorf("read what go list prints: %w", err)
		}
		all = append(all, p)
	}
	return all, nil
}

// load reads the packages that the patterns name and checks their types.
func load(ctx context.Context, o options) ([]*target, error) {
	all, err := list(ctx, o, append([]string{"-deps", "-export"}, o.patterns...)...)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range all {
		exports[p.ImportPath] = p.Export
	}
	var targets []*target
	for _, p := range all {
		if p.DepOnly || p.Module == nil {
			continue
		}
		t := &target{listed: p, set: token.NewFileSet(), files: map[string]*ast.File{}}
		if err := t.check(exports); err != nil {
			return nil, err
		}
		targets = append(targets, t)
	}
	return targets, nil
}

func (t *target) check(exports map[string]string) error {
	var files []*ast.File
	for _, name := range t.GoFiles {
		path := filepath.Join(t.Dir, name)
		file, err := parser.ParseFile(t.set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		t.files[path] = file
		files = append(files, file)
	}
	open := func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no compiled form of %s", path)
		}
		return os.Open(exports[path])
	}
	config := types.Config{Importer: importer.ForCompiler(t.set, "gc", open)}
	t.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	if _, err := config.Check(t.ImportPath, t.set, files, t.info); err != nil {
		return fmt.Errorf("check the types of %s: %w", t.ImportPath, err)
	}
	return nil
}

// output runs a command and gives what it prints; what it complains of is the error.
func output(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = dir
	out, err := command.Output()
	if err == nil {
		return out, nil
	}
	said := ""
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		said = string(exit.Stderr)
	}
	return nil, fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, said, out)
}
