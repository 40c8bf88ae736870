package cli

// Passwords: asked for without being shown, and changed by their owners.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"muster/cli/client"
	"muster/cli/command"
)

// ownPassword changes the password of whoever asks: with the one that they have, and without a token.
func (c *cli) ownPassword(ctx context.Context, login string) error {
	api, err := client.New(address(), "")
	if err != nil {
		return command.Usagef("MUSTER_URL is wrong: %w", err)
	}
	old, err := c.hidden("The password that you have: ")
	if err != nil {
		return err
	}
	password, err := c.askPassword()
	if err != nil {
		return err
	}
	if err := api.ChangeOwnPassword(ctx, login, old, password); err != nil {
		return explain(err)
	}
	c.say("%s has the new password: every session has ended.", login)
	return nil
}

// askPassword asks for a password twice, without showing it; where nobody sits at a terminal, it is the next line that comes.
func (c *cli) askPassword() (string, error) {
	first, err := c.hidden("New password: ")
	if err != nil || c.keyboard() == nil {
		return first, err
	}
	second, err := c.hidden("Again: ")
	switch {
	case err != nil:
		return "", err
	case first != second:
		return "", command.Usagef("The two passwords differ: try again.")
	}
	return first, nil
}

// keyboard is the terminal at which somebody sits, nil if nobody does.
func (c *cli) keyboard() *os.File {
	if file, ok := c.in.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return file
	}
	return nil
}

// hidden reads a line: at a terminal after a prompt, and without showing it.
func (c *cli) hidden(prompt string) (string, error) {
	file := c.keyboard()
	if file == nil {
		line, err := readLine(c.in)
		if err != nil || line == "" {
			return "", command.Usagef("Give the password on the standard input, in a line of its own, or ask at a terminal.")
		}
		return line, nil
	}
	_, _ = fmt.Fprint(c.errs, prompt)
	data, err := term.ReadPassword(int(file.Fd()))
	_, _ = fmt.Fprintln(c.errs)
	if err != nil {
		return "", command.Usagef("The password could not be read from the terminal.")
	}
	return string(data), nil
}

// readLine reads up to the end of a line and nothing beyond it: what follows is for whoever reads next.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); ; {
		n, err := in.Read(one)
		switch {
		case n == 1 && one[0] == '\n', errors.Is(err, io.EOF):
			return strings.TrimSuffix(string(line), "\r"), nil
		case err != nil:
			return "", err
		}
		line = append(line, one[:n]...)
	}
}
