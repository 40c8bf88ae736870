package cli

// Where the running Muster is, and with which token it is spoken to.

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"muster/cli/client"
	"muster/cli/command"
)

// connect makes the client that a command speaks through.
func (c *cli) connect() (*client.Client, error) {
	token, _ := token()
	api, err := client.New(address(), token)
	if err != nil {
		return nil, command.Usagef("MUSTER_URL is wrong: %w", err)
	}
	return api, nil
}

// address is MUSTER_URL, or where a Muster with this environment listens.
func address() string {
	if set := os.Getenv("MUSTER_URL"); set != "" {
		return set
	}
	host, port, err := net.SplitHostPort(or(os.Getenv("MUSTER_LISTEN"), "127.0.0.1:8080"))
	if err != nil {
		return "http://" + os.Getenv("MUSTER_LISTEN")
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// token is MUSTER_TOKEN, or what a Muster with this environment uses. Where there is none, the error says why.
func token() (string, error) {
	for _, name := range []string{"MUSTER_TOKEN", "MUSTER_ADMIN_TOKEN"} {
		if set := os.Getenv(name); set != "" {
			return set, nil
		}
	}
	data, err := os.ReadFile(tokenFile())
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("there is no token in %s", tokenFile())
	case err != nil:
		return "", fmt.Errorf("the token in %s cannot be read by you", tokenFile())
	}
	return strings.TrimSpace(string(data)), nil
}

func tokenFile() string {
	return filepath.Join(or(os.Getenv("MUSTER_DATA_DIR"), "./muster-data"), "admin-token")
}

// explain adds to a refusal of the token where it came from.
func explain(err error) error {
	if client.Status(err) != http.StatusUnauthorized {
		return err
	}
	if _, none := token(); none != nil {
		return fmt.Errorf("Muster wants a token, and %w: set MUSTER_TOKEN, or go to the folder where Muster was started", none) //nolint:staticcheck // a name begins the sentence
	}
	if os.Getenv("MUSTER_TOKEN") != "" {
		return errors.New("Muster does not take the token in MUSTER_TOKEN: set the one that its `up` told of") //nolint:staticcheck // a name begins the sentence
	}
	if os.Getenv("MUSTER_ADMIN_TOKEN") != "" {
		return errors.New("Muster does not take the token in MUSTER_ADMIN_TOKEN: set MUSTER_TOKEN to its own") //nolint:staticcheck // a name begins the sentence
	}
	return fmt.Errorf("Muster does not take the token in %s: it belongs to another data directory; set MUSTER_DATA_DIR or MUSTER_TOKEN", tokenFile()) //nolint:staticcheck // a name begins the sentence
}
