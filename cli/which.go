package cli

// Which incident, and which site, a command is about.

import (
	"context"
	"fmt"
	"os"
	"os/user"
	"regexp"
	"slices"
	"strings"

	"muster/cli/client"
	"muster/cli/command"
)

const prefix = "inc-"

// whole is what a full id looks like; it is asked for as it is.
var whole = regexp.MustCompile(`^inc-[0-9a-z]{16,}$`)

// which gives the id of the incident that somebody means: by its id, by what its id begins with, or, for an empty ref, the
// only one that has not ended.
func which(ctx context.Context, api *client.Client, ref string) (string, error) {
	if whole.MatchString(ref) {
		return ref, nil
	}
	running, err := api.Running(ctx)
	if err != nil {
		return "", err
	}
	if ref == "" {
		return only(running)
	}
	found := beginning(running, ref)
	if len(found) == 0 {
		all, err := api.Incidents(ctx, client.Filter{})
		if err != nil {
			return "", err
		}
		found = beginning(all, ref)
	}
	switch len(found) {
	case 0:
		return "", command.Usagef("There is no incident %q: see `muster incidents`.", ref)
	case 1:
		return found[0].ID, nil
	}
	return "", command.Usagef("%q may be several incidents; write more of the id:\n%s", ref, named(found))
}

func only(running []client.Incident) (string, error) {
	switch len(running) {
	case 0:
		return "", command.Usagef("No incident is open. Name one by its id (see `muster incidents`), or declare one: see `muster declare --help`.")
	case 1:
		return running[0].ID, nil
	}
	return "", command.Usagef("%d incidents are open; name one by the beginning of its id:\n%s", len(running), named(running))
}

func beginning(list []client.Incident, ref string) []client.Incident {
	return slices.DeleteFunc(slices.Clone(list), func(i client.Incident) bool {
		return !strings.HasPrefix(i.ID, ref) && !strings.HasPrefix(i.ID, prefix+ref)
	})
}

// named lists incidents, a line each.
func named(list []client.Incident) string {
	var lines []string
	for _, i := range list {
		lines = append(lines, fmt.Sprintf("  %s  %s, %s, %s", i.ID, i.Plan, i.State, i.Location))
	}
	return strings.Join(lines, "\n")
}

// siteID is the site that somebody means: the one that is named, or the only one.
func siteID(ctx context.Context, api *client.Client, named string) (string, error) {
	if named != "" {
		return named, nil
	}
	list, err := api.Sites(ctx)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	switch len(ids) {
	case 0:
		return "", command.Usagef("Muster knows no site yet: bring one in with `muster import FILE`.")
	case 1:
		return ids[0], nil
	}
	return "", command.Usagef("Say at which site, with --site: %s.", strings.Join(ids, ", "))
}

// signer is who gives an order, and whether they were named: by --by or MUSTER_BY, else it is the login's name.
func (c *cli) signer() (name string, given bool) {
	if c.signed != "" {
		return c.signed, true
	}
	if set := os.Getenv("MUSTER_BY"); set != "" {
		return set, true
	}
	if login, err := user.Current(); err == nil && login.Username != "" {
		return login.Username, false
	}
	return "desk", false
}
