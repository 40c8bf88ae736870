// Package up ties the command line to the program itself: it is what the mains hand to cli. It stands apart so that the
// commands that speak over HTTP know nothing of what runs behind it.
package up

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"

	"muster/app"
	"muster/cli"
	"muster/cli/command"
)

// What a main with an engine inside has to name.
type (
	// Engine starts an embedded engine.
	Engine = app.Engine
	// EngineOptions are what it is started with.
	EngineOptions = app.EngineOptions
	// RunningEngine is what it has started.
	RunningEngine = app.RunningEngine
)

// Program is this program with an engine, or without one for nil.
func Program(start Engine) cli.Program {
	return cli.Program{
		Up: func(ctx context.Context, out, errs io.Writer, o cli.UpOptions) error {
			return run(ctx, start, out, errs, o)
		},
		Config: func() (string, error) {
			config, err := app.Load(os.Environ())
			if err != nil {
				return "", err
			}
			return config.Describe(), nil
		},
		Doctor:  func(ctx context.Context) []cli.Finding { return examine(ctx, start != nil) },
		Migrate: func(ctx context.Context) (cli.Schema, error) { return schema(ctx, app.Migrate) },
		Schema:  func(ctx context.Context) (cli.Schema, error) { return schema(ctx, app.LookAtSchema) },
	}
}

// examine looks whether what the environment asks for is there.
func examine(ctx context.Context, embeds bool) []cli.Finding {
	config, err := app.Load(os.Environ())
	if err != nil {
		return []cli.Finding{{Check: "settings", State: "FAIL", Text: strings.Join(strings.Fields(err.Error()), " ")}}
	}
	told := []cli.Finding{{Check: "settings", State: "ok", Text: "they fit together; `muster config` lists them"}}
	for _, f := range app.Examine(ctx, config, embeds) {
		told = append(told, cli.Finding{Check: f.Check, State: string(f.State), Text: f.Text})
	}
	return told
}

// schema does something with the schema of the database that the environment names.
func schema(ctx context.Context, do func(ctx context.Context, c app.Config) (app.Schema, error)) (cli.Schema, error) {
	config, err := app.Load(os.Environ())
	if err != nil {
		return cli.Schema{}, command.Usage(err)
	}
	found, err := do(ctx, config)
	told := cli.Schema{Database: found.Database}
	for _, m := range found.Parts {
		told.Parts = append(told.Parts, cli.SchemaPart{Version: m.Version, Name: m.Name, AppliedAt: m.AppliedAt})
	}
	var environment *app.EnvironmentError
	if errors.As(err, &environment) {
		err = command.Usage(err)
	}
	return told, err
}

func run(ctx context.Context, start Engine, out, errs io.Writer, o cli.UpOptions) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.Log)); err != nil {
		return command.Usagef("--log is debug, info, warn or error, not %q.", o.Log)
	}
	config, err := app.Load(os.Environ())
	if err != nil {
		return command.Usage(err)
	}
	config.Role, config.Version = app.Role(o.Role), o.Version
	if o.EngineUI != "" {
		config.EngineUI = o.EngineUI
	}
	err = app.Run(ctx, config, start, out, config.Logger(errs, level))
	var environment *app.EnvironmentError
	if errors.As(err, &environment) {
		return command.Usage(err)
	}
	return err
}
