// Which loopback addresses the engine listens on.

package engine

import (
	"errors"
	"fmt"
	"net"
	"strconv"
)

// loopback is where everything listens that nobody named another address for.
const loopback = "127.0.0.1"

// ports are those of the server's four services; ip is the frontend's.
type ports struct {
	ip                                  string
	frontend, history, matching, worker int
}

func (p ports) hostPort() string { return hostPort(p.ip, p.frontend) }

func hostPort(ip string, port int) string { return net.JoinHostPort(ip, strconv.Itoa(port)) }

// choosePorts takes the frontend's address from listen, as far as it is given,
// and free ports for the rest.
func choosePorts(listen string) (ports, error) {
	ip, port, err := loopbackAddress(listen)
	if err != nil {
		return ports{}, err
	}
	chosen := ports{ip: ip, frontend: port}
	for _, p := range []*int{&chosen.frontend, &chosen.history, &chosen.matching, &chosen.worker} {
		if *p != 0 {
			if err := probe(hostPort(ip, *p)); err != nil {
				return ports{}, err
			}
			continue
		}
		if *p, err = freePort(); err != nil {
			return ports{}, err
		}
	}
	return chosen, nil
}

// loopbackAddress splits host:port; empty means a free port on 127.0.0.1.
func loopbackAddress(listen string) (ip string, port int, err error) {
	if listen == "" {
		return loopback, 0, nil
	}
	host, service, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, fmt.Errorf("%q is no address: write host:port, as in 127.0.0.1:7233", listen)
	}
	if host == "localhost" || host == "" {
		host = loopback
	}
	if parsed := net.ParseIP(host); parsed == nil || !parsed.IsLoopback() {
		return "", 0, fmt.Errorf("the engine has no access control and listens on this machine only: write 127.0.0.1 instead of %s", host)
	}
	if port, err = strconv.Atoi(service); err != nil || port < 0 || port > 65535 {
		return "", 0, fmt.Errorf("%q is no port: write a number up to 65535, or 0 for any free one", service)
	}
	return host, port, nil
}

// probe tells whether an address can be listened on, with a sentence if not.
func probe(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("the engine cannot listen on %s: another program does already, or the address is not this machine's; stop that program or give another port", address)
	}
	return listener.Close()
}

// freePort finds a port that the kernel will not give away again for a while: a
// connection closed from the listening side leaves it in TIME_WAIT, which keeps
// it from being chosen but not from being listened on.
func freePort() (port int, err error) {
	listener, err := net.Listen("tcp", hostPort(loopback, 0))
	if err != nil {
		return 0, fmt.Errorf("the engine found no free port on %s: %w", loopback, err)
	}
	defer func() { err = errors.Join(err, listener.Close()) }()
	address := listener.Addr().String()
	dialled, err := net.Dial("tcp", address)
	if err != nil {
		return 0, fmt.Errorf("the engine cannot reach its own address %s: %w", address, err)
	}
	accepted, err := listener.Accept()
	if err != nil {
		return 0, errors.Join(err, dialled.Close())
	}
	tcp, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0, fmt.Errorf("unexpected kind of address %s", address)
	}
	return tcp.Port, errors.Join(accepted.Close(), dialled.Close())
}
