// Package command holds what all commands of the command line share: how they are put together, and how they say that they
// were called wrongly.
package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// UsageError says that a command was called wrongly, or that the configuration is wrong: the process ends with 2.
type UsageError struct {
	err error
}

// Error implements error.
func (e *UsageError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *UsageError) Unwrap() error { return e.err }

// Usage makes an error one of usage; nil stays nil.
func Usage(err error) error {
	if err == nil {
		return nil
	}
	return &UsageError{err}
}

// Usagef makes an error of usage.
func Usagef(format string, args ...any) error { return &UsageError{fmt.Errorf(format, args...)} }

// Args accepts least to most arguments; a most below 0 sets no limit.
func Args(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || (most >= 0 && len(args) > most) {
			return Usagef("That is not how it is called:\n  %s", cmd.UseLine())
		}
		return nil
	}
}

// Group makes a command that only holds others.
func Group(use, short string, parts ...*cobra.Command) *cobra.Command {
	group := &cobra.Command{Use: use, Short: short, RunE: func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return Usagef("%s what? One of: %s", cmd.CommandPath(), names(cmd))
		}
		return Usagef("There is no %s %s. There are: %s", cmd.CommandPath(), args[0], names(cmd))
	}}
	group.AddCommand(parts...)
	return group
}

func names(cmd *cobra.Command) string {
	var list []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			list = append(list, c.Name())
		}
	}
	return strings.Join(list, ", ")
}
