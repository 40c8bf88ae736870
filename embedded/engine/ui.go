// The engine's own web page, for looking into a workflow when Muster's timeline is not enough.

package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	uiserver "github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	uioptions "github.com/temporalio/ui-server/v2/server/server_options"
)

// pageTimeout bounds the wait for the web page to answer.
const pageTimeout = 5 * time.Second

// webPage is the running page; nil is one that is not served.
type webPage struct {
	server *uiserver.Server
	addr   string
}

// servePage shows the engine at the loopback address listen. The page acts with
// every right on every workflow, so it never listens to the outside.
func servePage(ctx context.Context, listen, engine string) (*webPage, error) {
	ip, port, err := loopbackAddress(listen)
	if err != nil {
		return nil, err
	}
	if port == 0 {
		if port, err = freePort(); err != nil {
			return nil, err
		}
	} else if err := probe(hostPort(ip, port)); err != nil {
		return nil, err
	}
	page := &webPage{server: uiserver.NewServer(uioptions.WithConfigProvider(pageConfig(ip, port, engine))), addr: hostPort(ip, port)}
	// Start ends the process if the port was taken since; the probe has made that a matter of microseconds.
	go func() { _ = page.server.Start() }()
	return page, page.await(ctx)
}

func pageConfig(ip string, port int, engine string) *uiconfig.Config {
	return &uiconfig.Config{
		TemporalGRPCAddress: engine,
		Host:                ip,
		Port:                port,
		EnableUI:            true,
		DefaultNamespace:    Namespace,
		DisableNewsFetch:    true,
		HideLogs:            true,
		CORS:                uiconfig.CORS{CookieInsecure: true},
	}
}

func (p *webPage) address() string {
	if p == nil {
		return ""
	}
	return p.addr
}

func (p *webPage) stop() {
	if p != nil {
		p.server.Stop()
	}
}

// await returns once the page answers.
func (p *webPage) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pageTimeout)
	defer cancel()
	for {
		err := p.healthy(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the engine's web page does not answer at %s: %w", p.addr, err)
		case <-time.After(readyPause):
		}
	}
}

func (p *webPage) healthy(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.addr+"/healthz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}
