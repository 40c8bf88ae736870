package cli

// API tokens: for programs, and for people at a command line.

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) token() *cobra.Command {
	return command.Group("token", "API tokens: made, listed, ended", c.tokenList(), c.tokenAdd(), c.tokenRevoke())
}

func (c *cli) tokenList() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Aliases: []string{"ls"}, Short: "List your tokens, and those of accounts that you keep", Args: command.Args(0, 0), RunE: func(cmd *cobra.Command, _ []string) error {
		api, err := c.connect()
		if err != nil {
			return err
		}
		found, err := api.Tokens(cmd.Context())
		switch {
		case err != nil:
			return explain(err)
		case c.json:
			return printJSON(c.out, found)
		case len(found) == 0:
			c.say("There are no tokens: make one with `muster token add`.")
			return nil
		}
		var rows [][]string
		for _, t := range found {
			rows = append(rows, []string{t.ID, t.Name, t.Account, t.Hint + "...", or(strings.Join(t.Scopes, ","), "all"), or(deref(t.Site), "all"), tokenStands(t, time.Now())})
		}
		c.table("TOKEN|NAME|ACCOUNT|BEGINS|SCOPES|SITE|GOOD", rows)
		return nil
	}}
	cmd.Flags().BoolVar(&c.json, "json", false, "print them as JSON")
	return cmd
}

func tokenStands(t client.Token, now time.Time) string {
	switch {
	case t.RevokedAt != nil:
		return "revoked"
	case !now.Before(t.ExpiresAt):
		return "expired"
	}
	return "until " + t.ExpiresAt.Local().Format("2006-01-02 15:04")
}

func (c *cli) tokenAdd() *cobra.Command {
	var login, site, life string
	var scopes []string
	cmd := &cobra.Command{
		Use: "add NAME", Short: "Make an API token", Args: command.Args(1, 1),
		Long: "Makes a token, which is shown once. It may do what its account may; --scope and --site narrow it. NAME says what it is for.\n" +
			"Scopes are rights: read, respond, declare, command, practise, rosters, sites, plans, phones, accounts, audit, operate.",
		Example: "  muster token add \"wall display\" --account lobby --scope read --for 720h",
		RunE: func(cmd *cobra.Command, args []string) error {
			body := filled(map[string]any{"name": args[0], "site": site, "expires_in": life})
			if len(scopes) > 0 {
				body["scopes"] = scopes
			}
			return c.addToken(cmd.Context(), login, body)
		},
	}
	cmd.Flags().StringVar(&login, "account", "", "whose it is: a login; your own if left out")
	cmd.Flags().StringSliceVar(&scopes, "scope", nil, "a right that it is narrowed to; may be given several times")
	cmd.Flags().StringVar(&site, "site", "", "the site that it is narrowed to")
	cmd.Flags().StringVar(&life, "for", "", "how long it is good for, such as 720h; 90 days if left out")
	cmd.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return cmd
}

func (c *cli) addToken(ctx context.Context, login string, body map[string]any) error {
	api, err := c.connect()
	if err != nil {
		return err
	}
	if login != "" {
		if body["account"], err = whichAccount(ctx, api, login); err != nil {
			return explain(err)
		}
	}
	made, err := api.AddToken(ctx, body)
	switch {
	case err != nil:
		return explain(err)
	case c.json:
		return printJSON(c.out, made)
	}
	c.say("%s is good until %s.", made.ID, made.ExpiresAt.Local().Format("2006-01-02 15:04"))
	c.say("The token, shown this once: %s", made.Token)
	return nil
}

func (c *cli) tokenRevoke() *cobra.Command {
	return &cobra.Command{Use: "revoke TOKEN", Short: "End a token at once", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		api, err := c.connect()
		if err != nil {
			return err
		}
		ended, err := api.RevokeToken(cmd.Context(), args[0])
		if err != nil {
			return explain(err)
		}
		c.say("%s (%s) is refused from now on.", ended.ID, ended.Name)
		return nil
	}}
}
