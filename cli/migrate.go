package cli

// Migrating the database: its schema brought up before a new version starts, and looked at.

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/command"
)

func (c *cli) migrate() *cobra.Command {
	up := &cobra.Command{
		Use: "up", Short: "Bring the database up to this version", Args: command.Args(0, 0),
		Long: "Adds what the database lacks of this version's tables. Doing it twice, from several machines at once, or while Muster\n" +
			"runs, does no harm. It never goes back: a database of a newer version is refused and left as it is.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			lacked, err := c.program.Migrate(cmd.Context())
			if err != nil {
				return err
			}
			for _, part := range lacked.Parts {
				c.say("%d %s", part.Version, part.Name)
			}
			if len(lacked.Parts) == 0 {
				c.say("%s lacked nothing.", capital(lacked.Database))
				return nil
			}
			c.say("%s is up to date: %s added.", capital(lacked.Database), plural(len(lacked.Parts), "part was", "parts were"))
			return nil
		},
	}
	status := &cobra.Command{
		Use: "status", Short: "Say what the database lacks", Args: command.Args(0, 0),
		Long: "Lists the parts of this version's tables and when the database got them. Nothing is changed.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			schema, err := c.program.Schema(cmd.Context())
			if len(schema.Parts) > 0 {
				lacks := c.tellParts(schema.Parts)
				if err == nil {
					c.tellLacks(schema.Database, lacks)
				}
			}
			return err
		},
	}
	return command.Group("migrate", "Bring the database up to this version, or say what it lacks", up, status)
}

// tellParts lists parts of the schema and counts those that the database lacks.
func (c *cli) tellParts(parts []SchemaPart) (lacks int) {
	var rows [][]string
	for _, part := range parts {
		at := part.AppliedAt.Format(time.DateTime)
		if part.AppliedAt.IsZero() {
			at = "not yet"
			lacks++
		}
		rows = append(rows, []string{strconv.FormatInt(part.Version, 10), part.Name, at})
	}
	c.table("VERSION|NAME|ADDED (UTC)", rows)
	return lacks
}

func (c *cli) tellLacks(database string, lacks int) {
	if lacks == 0 {
		c.say("%s lacks nothing.", capital(database))
		return
	}
	c.say("%s lacks %s of this version: `muster migrate up` adds them, and so does the next start of Muster.", capital(database), plural(lacks, "part", "parts"))
}
