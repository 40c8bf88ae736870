package cli

// The doctor: what the settings need, looked at one by one, with what to do where it is not there.

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"muster/cli/command"
)

// Finding is what the doctor found about one thing.
type Finding struct {
	Check string `json:"check"`
	State string `json:"state"` // ok, warn or FAIL
	Text  string `json:"text"`
}

// findingFails is the state of what does not work.
const findingFails = "FAIL"

func (c *cli) doctor() *cobra.Command {
	cmd := &cobra.Command{
		Use: "doctor", Short: "Look whether what the settings need is there", Args: command.Args(0, 0),
		Long: "Looks at the settings, directories, database, engine, carrier, clock, certificates and webhooks, and says what to do\n" +
			"where something is not as it should be. Nothing is changed and nobody is called. It may run beside Muster, with the\n" +
			"same environment. It ends with 1 if something fails; what is marked warn works, but you should know of it.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings := c.program.Doctor(cmd.Context())
			if c.json {
				if err := printJSON(c.out, findings); err != nil {
					return err
				}
			} else {
				c.tellFindings(findings)
			}
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			return failing(findings)
		},
	}
	cmd.Flags().BoolVar(&c.json, "json", false, "print what is found as JSON")
	return cmd
}

// tellFindings prints one line a finding.
func (c *cli) tellFindings(findings []Finding) {
	for _, f := range findings {
		_, _ = fmt.Fprintf(c.out, "%-4s  %-14s  %s\n", f.State, f.Check, sentence(errors.New(f.Text)))
	}
}

func failing(findings []Finding) error {
	fails := 0
	for _, f := range findings {
		if f.State == findingFails {
			fails++
		}
	}
	if fails == 0 {
		return nil
	}
	return fmt.Errorf("%s: mend that, and ask again", plural(fails, "check fails", "checks fail"))
}
