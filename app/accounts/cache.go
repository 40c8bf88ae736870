package accounts

// The sessions that were seen lately, so that a request asks no database and a dead one ends no session.

import (
	"container/list"
	"sync"
	"time"

	"muster/account"
)

// How sessions are looked after.
const (
	recheckAfter = 15 * time.Second // then the database is asked whether a session is still there
	touchAfter   = time.Minute      // then it is told when the session was seen
	mostSessions = 20_000
)

// seen is a session in memory.
type seen struct {
	account.Session
	checked time.Time // when the database knew it last
	own     bool      // the database has not been told of it: it was away
}

type cache struct {
	mu     sync.Mutex
	hashes map[string]*list.Element
	order  *list.List
}

func newCache() *cache { return &cache{hashes: map[string]*list.Element{}, order: list.New()} }

func (c *cache) get(hash string) (seen, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, known := c.hashes[hash]
	if !known {
		return seen{}, false
	}
	c.order.MoveToFront(at)
	kept, ok := at.Value.(seen)
	return kept, ok
}

func (c *cache) put(s seen) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, known := c.hashes[s.Hash]; known {
		at.Value = s
		return
	}
	c.hashes[s.Hash] = c.order.PushFront(s)
	if c.order.Len() > mostSessions {
		if gone, ok := c.order.Remove(c.order.Back()).(seen); ok {
			delete(c.hashes, gone.Hash)
		}
	}
}

// drop forgets those sessions that a caller names.
func (c *cache) drop(which func(account.Session) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for at := c.order.Front(); at != nil; {
		next := at.Next()
		if kept, ok := at.Value.(seen); ok && which(kept.Session) {
			delete(c.hashes, kept.Hash)
			c.order.Remove(at)
		}
		at = next
	}
}
