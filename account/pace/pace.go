// Package pace bounds how often somebody may do something, by name: an account, or an address. Its memory is bounded too: of
// too many names the one that was not heard of for longest is forgotten.
package pace

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// most names are remembered.
const most = 10_000

// Limits are rate limits by name, all alike. They are safe for concurrent use.
type Limits struct {
	now   func() time.Time
	every time.Duration
	burst int
	mu    sync.Mutex
	names map[string]*list.Element
	order *list.List // who was heard of last is at the front
}

type limit struct {
	name string
	*rate.Limiter
}

// New makes limits: burst times at once, then one in every.
func New(now func() time.Time, every time.Duration, burst int) *Limits {
	return &Limits{now: now, every: every, burst: burst, names: map[string]*list.Element{}, order: list.New()}
}

// Allow says whether a name may do it now, and counts it if so.
func (l *Limits) Allow(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, known := l.names[name]
	if !known {
		at = l.order.PushFront(limit{name, rate.NewLimiter(rate.Every(l.every), l.burst)})
		l.names[name] = at
	}
	l.order.MoveToFront(at)
	if l.order.Len() > most {
		if gone, ok := l.order.Remove(l.order.Back()).(limit); ok {
			delete(l.names, gone.name)
		}
	}
	kept, ok := at.Value.(limit)
	return ok && kept.AllowN(l.now(), 1)
}

// network is how much of an IPv6 address says whose it is: whoever has one has all of its /64.
const network = 64

// Place names where an address is from: an IPv4 address itself, the network of an IPv6 one. What is no address stays as it is.
func Place(address string) string {
	at, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if at = at.Unmap().WithZone(""); at.Is4() {
		return at.String()
	}
	prefix, err := at.Prefix(network)
	if err != nil {
		return address
	}
	return prefix.String()
}

// Len is how many names are remembered.
func (l *Limits) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.order.Len()
}
