// Package sim is a phone network that rings nobody: a stateful carrier behind the vendor's own routes, with handsets that
// people and tests can look at, habits for those handsets, and faults on demand.
//
// It keeps what it has accepted in an append-only file, so that it remembers across a kill as a carrier would.
package sim

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"time"

	"muster/carrier"
)

// Options say whom the simulator serves and where it calls back. AccountSID, AuthToken and PublicURL are required.
type Options struct {
	AccountSID string // what callers authenticate with
	AuthToken  string // the same; it signs webhooks too
	From       string // Muster's number: the only sender allowed, if given, and where a handset's texts go
	PublicURL  string // the address that webhooks are signed for
	DialURL    string // the address that they are really posted to; empty: PublicURL
	Dir        string // where the ledger is kept; empty: in memory only
	Sync       bool   // whether each line of the ledger is synced to the disk before an answer

	SentAfter      time.Duration // from acceptance to "sent"; 0: 50 ms
	DeliveredAfter time.Duration // from acceptance to "delivered"; 0: 200 ms
	KeyWait        time.Duration // for which a call waits for a key at a handset without a habit, each time; 0: 20 s
	RetryWait      time.Duration // before a text is offered to Muster again, doubled each time; 0: 250 ms
	Workers        int           // webhooks posted at once; 0: 32
	Quiet          bool          // nothing is posted to Muster, which reads the list instead
	Seed           uint64        // of the faults that come by chance

	Clock      func() time.Time         // for timestamps; nil: time.Now
	CountParts func(body string) int    // parts of a text; nil: 1
	Token      func(body string) string // the token that a text offers, empty if none; nil: Token
	Logger     *slog.Logger             // nil: none
}

// Simulator is the carrier. Its methods are safe for concurrent use.
type Simulator struct {
	options Options
	mux     *http.ServeMux
	client  *http.Client // posts webhooks
	jobs    *jobs
	socket  socket

	ctx      context.Context // ends with Close
	cancel   context.CancelFunc
	handlers sync.WaitGroup

	mu             sync.Mutex
	closed         bool
	book           *book
	journal        *journal
	faults         faults
	posts          int
	receiptsCut    int
	resumable      int // messages that were there at the start
	talks          sync.WaitGroup
	resumableCalls int
	held           int
	release        chan struct{} // closed by Release
	changed        chan struct{} // closed at each change
}

var alphanumeric = regexp.MustCompile(`^[a-zA-Z0-9]+$`)

// Open makes a simulator, with what its ledger remembers; Resume goes on with what was under way. Close it after use.
func Open(o Options) (*Simulator, error) {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return nil, err
	}
	book := newBook()
	journal, err := openJournal(o.Dir, o.Sync, book.apply)
	if err != nil {
		return nil, err
	}
	s := &Simulator{
		options: o,
		client:  newClient(),
		jobs:    newJobs(o.Workers),
		book:    book,
		journal: journal,
		faults:  faults{random: rand.New(rand.NewPCG(o.Seed, 1))},
		release: make(chan struct{}),
		changed: make(chan struct{}),
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.mux = s.routes()
	s.resumable, s.resumableCalls = len(book.order), len(book.calls)
	return s, nil
}

func (o Options) check() error {
	if !alphanumeric.MatchString(o.AccountSID) || !alphanumeric.MatchString(o.AuthToken) {
		return errors.New("the simulator needs an account id and a token of letters and digits")
	}
	for _, address := range []string{o.PublicURL, o.DialURL} {
		if u, err := url.Parse(address); err != nil || u.Host == "" {
			return errors.New("the simulator needs the address that it calls back, such as http://127.0.0.1:8080")
		}
	}
	return nil
}

func (o Options) withDefaults() Options {
	o.DialURL = cmp.Or(o.DialURL, o.PublicURL)
	o.SentAfter = cmp.Or(o.SentAfter, 50*time.Millisecond)
	o.DeliveredAfter = cmp.Or(o.DeliveredAfter, 200*time.Millisecond)
	o.KeyWait = cmp.Or(o.KeyWait, 20*time.Second)
	o.RetryWait = cmp.Or(o.RetryWait, 250*time.Millisecond)
	o.Workers = cmp.Or(o.Workers, 32)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.CountParts == nil {
		o.CountParts = func(string) int { return 1 }
	}
	if o.Token == nil {
		o.Token = Token
	}
	return o
}

// Close stops serving, drops what is under way and closes the ledger. It returns once nothing runs any more.
func (s *Simulator) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.Unplug()
	s.handlers.Wait()
	s.jobs.close()
	s.talks.Wait()
	s.client.CloseIdleConnections()
	return s.journal.close()
}

// SetDial changes the address that webhooks are posted to, for a program whose port is known only once it listens.
func (s *Simulator) SetDial(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options.DialURL = address
}

// Phones lists the numbers of the handsets that the simulator knows, in order.
func (s *Simulator) Phones() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	numbers := make([]string, 0, len(s.book.handsets))
	for number := range s.book.handsets {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// AddPhones makes handsets known before anything is sent to them.
func (s *Simulator) AddPhones(numbers ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, number := range numbers {
		s.book.handset(number)
	}
}

// SetHabit tells what a handset does with the texts that it gets from now on; nil ignores them.
func (s *Simulator) SetHabit(number string, habit Habit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.book.handset(number).habit = habit
}

// Messages is the mailbox of a handset, oldest first; empty for a number that is not known.
func (s *Simulator) Messages(number string) []Text {
	s.mu.Lock()
	defer s.mu.Unlock()
	handset, known := s.book.handsets[number]
	if !known {
		return []Text{}
	}
	return append([]Text{}, handset.box...)
}

// Ledger lists every message and call that was accepted, and every reply to a text, in order of acceptance.
func (s *Simulator) Ledger() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	entries := make([]Entry, 0, len(s.book.order))
	for _, m := range s.book.order {
		if m.Direction != inbound {
			entries = append(entries, m.entry())
		}
	}
	for _, c := range s.book.calls {
		entries = append(entries, c.entry())
	}
	slices.SortStableFunc(entries, func(a, b Entry) int { return a.Accepted.Compare(b.Accepted) })
	return entries
}

// Posts counts the requests to send a message that have arrived, accepted or not, since the simulator was opened.
func (s *Simulator) Posts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.posts
}

// Await returns once a condition holds, asked again after each change, or with the context's error.
func (s *Simulator) Await(ctx context.Context, condition func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// record writes a line to the ledger and applies it; the lock is held.
func (s *Simulator) record(l line) error {
	if err := s.journal.append(l); err != nil {
		return err
	}
	s.book.apply(l)
	s.note()
	return nil
}

// note wakes whoever awaits a change; the lock is held.
func (s *Simulator) note() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// PerAttempt sorts a ledger by attempt, so that a double is an attempt with more than one entry. Entries without a tag are left out.
func PerAttempt(entries []Entry) map[carrier.Tag][]Entry {
	attempts := make(map[carrier.Tag][]Entry)
	for _, e := range entries {
		if e.Tag != (carrier.Tag{}) {
			attempts[e.Tag] = append(attempts[e.Tag], e)
		}
	}
	return attempts
}
