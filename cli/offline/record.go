package offline

// Records: whether the sealed record of an incident is as it was sealed. It needs the file and nothing else.

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/command"
	"muster/incident/record"
)

// Record is the command about sealed records.
func Record() *cobra.Command {
	return command.Group("record", "Verify sealed records of incidents", recordVerify())
}

func recordVerify() *cobra.Command {
	var hash string
	verify := &cobra.Command{
		Use:   "verify FILE...",
		Short: "Say whether sealed records are as they were sealed",
		Long: "Checks every line of a record against the hash that the next one holds of it, and names the place where something was\n" +
			"changed, removed or added. Needs no running Muster and no database. Who can write the file could seal it anew: compare\n" +
			"the hash that is printed with one that was noted elsewhere, by --hash.",
		Example: "  muster record verify muster-data/records/inc-24ysm32sbv7562grt68dzwfq.record.jsonl",
		Args:    command.Args(1, -1),
		RunE: func(cmd *cobra.Command, files []string) error {
			if hash != "" && len(files) > 1 {
				return command.Usagef("--hash is of one file: verify one at a time.")
			}
			damaged := 0
			for _, file := range files {
				if err := verifyRecord(cmd.OutOrStdout(), file, hash); err != nil {
					if len(files) == 1 {
						return err
					}
					damaged++
					_, _ = fmt.Fprintln(cmd.OutOrStdout(), err)
				}
			}
			if damaged > 0 {
				return fmt.Errorf("%d of %d records are not as they were sealed: see above", damaged, len(files))
			}
			return nil
		},
	}
	verify.Flags().StringVar(&hash, "hash", "", "the sha256 that the file is to have, as it was noted elsewhere")
	return verify
}

// verifyRecord says that a record is intact; else its error says where it is not.
func verifyRecord(out io.Writer, file, hash string) error {
	sealed, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", file, errors.Unwrap(err))
	}
	head, err := record.Verify(sealed)
	var damage *record.DamageError
	switch {
	case errors.As(err, &damage):
		return fmt.Errorf("%s is not as it was sealed: %w", file, err)
	case err != nil:
		return fmt.Errorf("%s: %w", file, err)
	case hash != "" && hash != record.Hash(sealed):
		return fmt.Errorf("%s holds together, but it is another one than was noted: its sha256 is %s", file, record.Hash(sealed))
	}
	_, _ = fmt.Fprintf(out, "%s is as it was sealed: %s, %s (version %d) at %s, %s, opened %s, %s; %d entries of its timeline%s, %d lines, sha256 %s.\n",
		file, head.Incident, head.Plan, head.PlanVersion, head.Site, head.Mode, time.Time(head.OpenedAt).UTC().Format(time.RFC3339), ending(head),
		head.Entries, beginning(head), record.Lines(sealed), record.Hash(sealed))
	return nil
}

func ending(h record.Head) string {
	if h.Outcome == nil || h.EndedAt == nil {
		return "without an outcome"
	}
	return fmt.Sprintf("ended %s as %s", time.Time(*h.EndedAt).UTC().Format(time.RFC3339), *h.Outcome)
}

// beginning says where a record lacks the first entries.
func beginning(h record.Head) string {
	if h.First <= 1 {
		return ""
	}
	return fmt.Sprintf(" from number %d on", h.First)
}
