// Package printer has a browser that is installed beside Muster turn a page into a PDF.
package printer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// names are what Chromium is called where it is installed.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// Off stands in place of a browser's name where nothing is to be printed.
const Off = "off"

// patience bounds how long a page may take, with the wait for those before it.
const patience = 30 * time.Second

// mostPrinted bounds a PDF.
const mostPrinted = 64 << 20

// Browser prints pages, one at a time.
type Browser struct {
	path     string
	patience time.Duration
	turn     chan struct{} // holds one while a page is printed
}

// Find finds the browser: the one that is asked for, else one of the usual names in PATH. It is nil, without an error, where there is none.
func Find(asked string) (*Browser, error) {
	if asked == Off {
		return nil, nil
	}
	if asked != "" {
		path, err := exec.LookPath(asked)
		if err != nil {
			return nil, fmt.Errorf("MUSTER_CHROMIUM names %s, which cannot be run: give Chromium's path, or leave it empty", asked)
		}
		return newBrowser(path), nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return newBrowser(path), nil
		}
	}
	return nil, nil
}

func newBrowser(path string) *Browser {
	return &Browser{path: path, patience: patience, turn: make(chan struct{}, 1)}
}

// PDF prints a page, which has to hold all that it shows, since the browser reaches no network. That no script runs is the page's own
// policy to say: Chromium needs scripts itself to print.
func (b *Browser) PDF(ctx context.Context, page []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, b.patience)
	defer cancel()
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dir, err := os.MkdirTemp("", "muster-print-") // for its owner alone
	if err != nil {
		return nil, fmt.Errorf("print a page: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	source, target := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(source, page, 0o600); err != nil {
		return nil, fmt.Errorf("print a page: %w", err)
	}
	if err := b.run(ctx, dir, target, source); err != nil {
		return nil, err
	}
	return read(target)
}

// run runs the browser until it has printed. It and all that it has started end with it.
func (b *Browser) run(ctx context.Context, dir, target, source string) error {
	cmd := exec.CommandContext(ctx, b.path, arguments(dir, target, source)...)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	cmd.Env = []string{"HOME=" + dir, "TMPDIR=" + dir, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	end := apart(cmd)
	cmd.Cancel = end
	err := cmd.Run()
	if ended := end(); err == nil && ended != nil {
		err = ended
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%s did not print: %w", filepath.Base(b.path), err)
	}
	return nil
}

// arguments keep the browser to this one page.
func arguments(dir, target, source string) []string {
	args := []string{
		"--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-sync", "--disable-background-networking",
		"--disable-component-update", "--no-first-run", "--no-default-browser-check",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--print-to-pdf=" + target,
	}
	if os.Geteuid() == 0 { // whom Chromium's own cage does not take
		args = append(args, "--no-sandbox")
	}
	return append(args, "file://"+source)
}

// errEmpty says that the browser ended well and left nothing.
var errEmpty = errors.New("the browser has printed nothing")

func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil, info.Size() == 0:
		return nil, errEmpty
	case info.Size() > mostPrinted:
		return nil, fmt.Errorf("the PDF has %d MiB", info.Size()>>20)
	}
	return os.ReadFile(path)
}
