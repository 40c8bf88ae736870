package offline

// Keys: those by which what the engine keeps is encrypted, listed and rotated in their file.

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"muster/app"
	"muster/cli/command"
)

// keyRow is how a key is listed.
const keyRow = "%-18s  %-19s  %s\n"

// Keys is the command about the keys of what the engine keeps.
func Keys() *cobra.Command {
	return command.Group("keys", "Make, list or rotate the keys by which the engine's histories are encrypted", keysNew(), keysList(), keysRotate(), keysSettle())
}

func keysNew() *cobra.Command {
	return &cobra.Command{
		Use: "new", Short: "Make the file of keys that several processes are to share", Args: command.Args(0, 0),
		Long: "Makes the file (MUSTER_KEYS_FILE) with one key. `muster up` makes its own; api and worker want one that is there, the same for all.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := app.Load(os.Environ())
			if err != nil {
				return command.Usage(err)
			}
			if err := app.NewKeys(config); err != nil {
				return err
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s is there: give every process that file, and back it up.\n", config.KeysFile)
			return nil
		},
	}
}

func keysList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the keys, without what must not be shown", Args: command.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := app.Load(os.Environ())
			if err != nil {
				return command.Usage(err)
			}
			keys, inForce, err := app.Keys(config)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			_, _ = fmt.Fprintf(out, keyRow, "KEY", "FROM (UTC)", "USE")
			for _, k := range keys {
				use := "decrypts"
				switch {
				case k.ID == inForce:
					use = "encrypts"
				case k.From.After(time.Now()):
					use = "will encrypt"
				}
				_, _ = fmt.Fprintf(out, keyRow, k.ID, k.From.UTC().Format(time.DateTime), use)
			}
			return nil
		},
	}
}

func keysRotate() *cobra.Command {
	var after time.Duration
	rotate := &cobra.Command{
		Use: "rotate", Short: "Add a key that encrypts from now on", Args: command.Args(0, 0),
		Long: "Adds a key to the file (MUSTER_KEYS_FILE). Running processes take it up by themselves within seconds; older keys stay, since\n" +
			"they decrypt what was encrypted with them. Where several machines have a file each, give --after enough time to copy it.",
		Example: "  muster keys rotate\n" +
			"  muster keys rotate --after 1h",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if after < 0 {
				return command.Usagef("--after is a time to come, such as 1h.")
			}
			config, err := app.Load(os.Environ())
			if err != nil {
				return command.Usage(err)
			}
			added, err := app.RotateKeys(config, after)
			if err != nil {
				return err
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s encrypts from %s on. Back up %s.\n", added.ID, added.From.UTC().Format(time.RFC3339), config.KeysFile)
			return nil
		},
	}
	rotate.Flags().DurationVar(&after, "after", 0, "for how long the present key goes on encrypting")
	return rotate
}

func keysSettle() *cobra.Command {
	return &cobra.Command{
		Use: "settle", Short: "Have processes start with the keys of this file, where those before are lost for good", Args: command.Args(0, 0),
		Long: "Processes that share an engine agree in the database on their keys, and one with others does not start. This has the keys of this file\n" +
			"(MUSTER_KEYS_FILE) be those. What was encrypted with keys that are not in it waits until they are.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := app.Load(os.Environ())
			if err != nil {
				return command.Usage(err)
			}
			if err := app.SettleKeys(cmd.Context(), config); err != nil {
				return err
			}
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "Processes start with the keys of %s from now on.\n", config.KeysFile)
			return nil
		},
	}
}
