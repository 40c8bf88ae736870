// Command muster is the slim program: Muster without an engine inside, for an existing Temporal.
package main

import (
	"os"

	"muster/cli"
	"muster/cli/up"
)

// version is set by the build.
var version string

func main() {
	program := up.Program(nil)
	program.Version = version
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, program))
}
