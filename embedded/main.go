// Command muster is the all-in-one program: Muster with an engine inside.
package main

import (
	"context"
	"os"

	"muster/cli"
	"muster/cli/up"
	"muster/embedded/engine"
)

func main() {
	program := up.Program(start)
	program.Engine = "Temporal server " + engine.Version()
	program.Commands = append(program.Commands, engineCommand())
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, program))
}

// start runs an engine as Muster asks for one.
func start(ctx context.Context, o up.EngineOptions) (up.RunningEngine, error) {
	server, err := engine.Start(ctx, engine.Options{DataDir: o.DataDir, UI: o.UI != "", UIListen: o.UI, Logger: o.Log})
	if err != nil {
		return nil, err
	}
	return server, nil
}
