package cli

// Running a part of Muster, beside other processes: api, worker, sim.

import (
	"github.com/spf13/cobra"

	"muster/cli/command"
)

func (c *cli) api() *cobra.Command {
	return c.part("api", "Run the API alone, beside workers",
		"Serves HTTP: the API, the carrier's webhooks and the live stream. What it is told it hands to the engine, where `muster worker`\n"+
			"takes it up. Any number of them may run; put one address before them (MUSTER_PUBLIC_URL).")
}

func (c *cli) worker() *cobra.Command {
	return c.part("worker", "Run the workers alone, beside the API",
		"Runs incidents and all that they do: pages, notices, records, drills, and the watchdog. Any number of them may run, also of two\n"+
			"versions while one takes the other's place. MUSTER_LISTEN serves /healthz and /readyz only.")
}

func (c *cli) sim() *cobra.Command {
	return c.part("sim", "Run the simulated phone network alone",
		"Stands in for a carrier, at MUSTER_SIM_LISTEN, for `muster api` and `muster worker` in other processes; NO PHONE RINGS. Its handsets\n"+
			"are at MUSTER_LISTEN: set MUSTER_URL to that for `muster phones`.")
}

// part runs one role. Like `up`, it goes on where it was.
func (c *cli) part(role, short, long string) *cobra.Command {
	o := UpOptions{Role: role}
	part := &cobra.Command{
		Use: role, Short: short, Long: long + " Settings come from the environment: see `muster config`.", Args: command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Version = c.built()
			return c.program.Up(cmd.Context(), c.out, c.errs, o)
		},
	}
	part.Flags().StringVar(&o.Log, "log", "info", "what is logged: debug, info, warn or error")
	return part
}
