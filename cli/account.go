package cli

// Accounts: the people and services who may sign in or hold tokens.

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"muster/cli/client"
	"muster/cli/command"
)

func (c *cli) account() *cobra.Command {
	return command.Group("account", "Who may sign in, and what they may do",
		c.accountMe(), c.accountList(), c.accountAdd(), c.accountEdit(), c.accountRoles(), c.accountPassword(),
		c.accountVerb("disable", "Close an account: its sessions end, its tokens are refused", "is closed: its sessions have ended, and its tokens are refused."),
		c.accountVerb("enable", "Open an account again, also one that wrong passwords have closed", "is open."))
}

func (c *cli) accountMe() *cobra.Command {
	cmd := &cobra.Command{Use: "me", Short: "Show as whom you ask, and what you may do", Args: command.Args(0, 0), RunE: func(cmd *cobra.Command, _ []string) error {
		api, err := c.connect()
		if err != nil {
			return err
		}
		me, err := api.Me(cmd.Context())
		switch {
		case err != nil:
			return explain(err)
		case c.json:
			return printJSON(c.out, me)
		}
		c.say("%s (%s), %s", me.Login, me.Name, rolesSaid(me.Roles))
		c.say("Rights: %s", strings.Join(me.Rights, ", "))
		return nil
	}}
	cmd.Flags().BoolVar(&c.json, "json", false, "print it as JSON")
	return cmd
}

func (c *cli) accountList() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Aliases: []string{"ls"}, Short: "List the accounts", Args: command.Args(0, 0), RunE: func(cmd *cobra.Command, _ []string) error {
		api, err := c.connect()
		if err != nil {
			return err
		}
		found, err := api.Accounts(cmd.Context())
		switch {
		case err != nil:
			return explain(err)
		case c.json:
			return printJSON(c.out, found)
		case len(found) == 0:
			c.say("There are no accounts yet: make one with `muster account add`.")
			return nil
		}
		var rows [][]string
		for _, a := range found {
			rows = append(rows, []string{a.Login, a.Name, rolesSaid(a.Roles), signsIn(a), a.ID})
		}
		c.table("LOGIN|NAME|ROLES|SIGNS IN|ID", rows)
		return nil
	}}
	cmd.Flags().BoolVar(&c.json, "json", false, "print them as JSON")
	return cmd
}

func rolesSaid(roles []client.Role) string {
	var said []string
	for _, r := range roles {
		said = append(said, r.Role+"@"+or(deref(r.Site), "all"))
	}
	return strings.Join(said, " ")
}

// signsIn says how an account comes in.
func signsIn(a client.Account) string {
	switch {
	case a.Disabled:
		return "disabled"
	case a.Provider && a.Password:
		return "provider, password"
	case a.Provider:
		return "provider"
	case a.Password:
		return "password"
	}
	return "no password"
}

// roleFlags are roles as they are typed: ROLE or ROLE@SITE.
func roleFlags(said []string) ([]map[string]any, error) {
	if len(said) == 0 {
		return nil, command.Usagef("Say what they may do: --role viewer, responder, duty-manager, trainer or administrator; at one site --role responder@riverside.")
	}
	var roles []map[string]any
	for _, s := range said {
		role, site, _ := strings.Cut(s, "@")
		if site == "all" {
			site = ""
		}
		roles = append(roles, filled(map[string]any{"role": role, "site": site}))
	}
	return roles, nil
}

func (c *cli) accountAdd() *cobra.Command {
	var name, email, responder string
	var roles []string
	var ask, none bool
	cmd := &cobra.Command{
		Use: "add LOGIN", Short: "Make an account", Args: command.Args(1, 1),
		Long: "Makes an account and a password for it, which is shown once and has to be changed at the first sign-in. --ask asks you for a\n" +
			"password instead; --no-password is for a service, or for somebody who comes through the identity provider.",
		Example: "  muster account add ann.li --name \"Ann Li\" --role administrator\n  muster account add chen --name Chen --role duty-manager@riverside",
		RunE: func(cmd *cobra.Command, args []string) error {
			given, err := roleFlags(roles)
			if err != nil {
				return err
			}
			body := filled(map[string]any{"login": args[0], "name": or(name, args[0]), "email": email, "responder": responder, "no_password": none})
			body["roles"] = given
			if ask {
				if body["password"], err = c.askPassword(); err != nil {
					return err
				}
			}
			return c.addAccount(cmd.Context(), body)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "the person's name")
	cmd.Flags().StringVar(&email, "email", "", "by which they are known at the identity provider")
	cmd.Flags().StringVar(&responder, "responder", "", "whom of the staff they are")
	cmd.Flags().StringArrayVar(&roles, "role", nil, "ROLE, or ROLE@SITE; may be given several times")
	cmd.Flags().BoolVar(&ask, "ask", false, "ask for a password")
	cmd.Flags().BoolVar(&none, "no-password", false, "no sign-in by password")
	cmd.Flags().BoolVar(&c.json, "json", false, "print the account as JSON")
	return cmd
}

func (c *cli) addAccount(ctx context.Context, body map[string]any) error {
	api, err := c.connect()
	if err != nil {
		return err
	}
	made, err := api.AddAccount(ctx, body)
	switch {
	case err != nil:
		return explain(err)
	case c.json:
		return printJSON(c.out, made)
	}
	c.say("%s is %s: %s.", made.Login, made.ID, rolesSaid(made.Roles))
	c.sayGenerated(made)
	return nil
}

func (c *cli) sayGenerated(a client.Account) {
	if a.Generated != nil {
		c.say("The password, shown this once: %s", *a.Generated)
		c.say("It has to be changed before anything else is done, by its owner: muster account password %s --own", a.Login)
	}
}

func (c *cli) accountRoles() *cobra.Command {
	var roles []string
	cmd := &cobra.Command{
		Use: "roles LOGIN", Short: "Give an account other roles, in place of those that it has", Args: command.Args(1, 1),
		Example: "  muster account roles chen --role duty-manager@riverside --role trainer",
		RunE: func(cmd *cobra.Command, args []string) error {
			given, err := roleFlags(roles)
			if err != nil {
				return err
			}
			return c.changeAccount(cmd, args[0], "roles", map[string]any{"roles": given}, func(a client.Account) { c.say("%s: %s.", a.Login, rolesSaid(a.Roles)) })
		},
	}
	cmd.Flags().StringArrayVar(&roles, "role", nil, "ROLE, or ROLE@SITE; may be given several times")
	return cmd
}

func (c *cli) accountPassword() *cobra.Command {
	var ask, keep, own bool
	cmd := &cobra.Command{Use: "password LOGIN", Short: "Give an account a new password, end its sessions, and revoke its tokens", Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		if own {
			return c.ownPassword(cmd.Context(), args[0])
		}
		body, tokens := filled(map[string]any{"keep_tokens": keep}), "and every token of theirs is revoked."
		if keep {
			tokens = "and their tokens go on."
		}
		if ask {
			password, err := c.askPassword()
			if err != nil {
				return err
			}
			body["password"] = password
		}
		return c.changeAccount(cmd, args[0], "password", body, func(a client.Account) {
			c.say("%s has a new password: every session of theirs has ended, %s", a.Login, tokens)
			c.sayGenerated(a)
		})
	}}
	cmd.Long = "Makes a password, which is shown once and has to be changed at the first sign-in. --own is for whoever has the account: it asks\n" +
		"for the password that you have and for a new one, and needs no token. Without a terminal both come on the standard input, a line each."
	cmd.Example = "  muster account password chen\n  muster account password chen --own"
	cmd.Flags().BoolVar(&ask, "ask", false, "ask for the password instead of making one")
	cmd.Flags().BoolVar(&keep, "keep-tokens", false, "leave their tokens good")
	cmd.Flags().BoolVar(&own, "own", false, "change your own: ask for the password that you have, and for a new one")
	return cmd
}

func (c *cli) accountVerb(verb, short, said string) *cobra.Command {
	return &cobra.Command{Use: verb + " LOGIN", Short: short, Args: command.Args(1, 1), RunE: func(cmd *cobra.Command, args []string) error {
		return c.changeAccount(cmd, args[0], verb, map[string]any{}, func(a client.Account) { c.say("%s %s", a.Login, said) })
	}}
}

func (c *cli) changeAccount(cmd *cobra.Command, login, verb string, body map[string]any, tell func(client.Account)) error {
	api, err := c.connect()
	if err != nil {
		return err
	}
	id, err := whichAccount(cmd.Context(), api, login)
	if err != nil {
		return explain(err)
	}
	after, err := api.ChangeAccount(cmd.Context(), id, verb, body)
	if err != nil {
		return explain(err)
	}
	tell(after)
	return nil
}

// whichAccount gives the id of an account by its login, or by its id.
func whichAccount(ctx context.Context, api *client.Client, said string) (string, error) {
	all, err := api.Accounts(ctx)
	if err != nil {
		return "", err
	}
	for _, a := range all {
		if a.Login == strings.ToLower(said) || a.ID == said {
			return a.ID, nil
		}
	}
	return "", command.Usagef("There is no account %q: see `muster account list`.", said)
}
