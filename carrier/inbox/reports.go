package inbox

// Reports: what became of the messages that were sent, learnt from the list where no receipt can come.

import (
	"context"
	"errors"
	"sync"
	"time"

	"muster/carrier"
)

// How long a message's fate is looked for, and how often messages are asked for that others have sent. [design]
const (
	reportFor   = 15 * time.Minute
	recallEvery = time.Minute
	recallFrom  = 5 * time.Minute // so old are such messages taken to be at most
	sentSlack   = time.Minute     // by which the carrier's clock may be behind ours
	mostReports = 1000            // messages of one reading, the newest
)

// ReportOptions say what is read and who hears of it. All are required.
type ReportOptions struct {
	Carrier carrier.Port
	// Deliver hands an incident the receipts of its messages; without an error it has them.
	Deliver func(ctx context.Context, incident string, receipts []carrier.Receipt) error
	// Recall gives the tags and ids of messages of which nothing is known but that they were taken.
	Recall func(ctx context.Context) ([]carrier.Receipt, error)
}

// Reports is a carrier.Port that remembers what it sends until the list says what became of it.
type Reports struct {
	carrier.Port
	options ReportOptions

	mu       sync.Mutex
	awaited  map[string]awaited // by the carrier's id
	recalled time.Time
}

// awaited is a message whose fate is not known; told, it is.
type awaited struct {
	tag  carrier.Tag
	from time.Time
	told bool
}

// NewReports makes it.
func NewReports(o ReportOptions) *Reports {
	return &Reports{Port: o.Carrier, options: o, awaited: map[string]awaited{}}
}

// Send implements carrier.Port.
func (s *Reports) Send(ctx context.Context, m carrier.Message) (carrier.Record, error) {
	record, err := s.Port.Send(ctx, m)
	if err == nil {
		s.await(record.ID, m.Tag, time.Now())
	}
	return record, err
}

func (s *Reports) await(id string, tag carrier.Tag, from time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.awaited[id]; !known {
		s.awaited[id] = awaited{tag: tag, from: from}
	}
}

// Pass reads the list once and tells incidents what has become of their messages.
func (s *Reports) Pass(ctx context.Context) error {
	recalled := s.recall(ctx)
	since, any := s.oldest()
	if !any {
		return recalled
	}
	found, err := s.Find(ctx, carrier.Query{Since: since.Add(-sentSlack), Limit: mostReports})
	if err != nil && !errors.Is(err, carrier.ErrCut) {
		return errors.Join(recalled, err)
	}
	errs := []error{recalled}
	for incident, receipts := range s.news(found) {
		err := s.options.Deliver(ctx, incident, receipts)
		if err == nil {
			s.tell(receipts)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// recall asks now and then for messages that were sent by others, or before this process began.
func (s *Reports) recall(ctx context.Context) error {
	s.mu.Lock()
	due := time.Since(s.recalled) >= recallEvery
	s.mu.Unlock()
	if !due {
		return nil
	}
	sent, err := s.options.Recall(ctx)
	if err != nil {
		return err
	}
	for _, m := range sent {
		s.await(m.ID, m.Tag, time.Now().Add(-recallFrom))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recalled = time.Now()
	return nil
}

// oldest is when the oldest of the messages was sent whose fate is looked for. Those of long ago are kept a while longer, so
// that they are not recalled, and then forgotten.
func (s *Reports) oldest() (since time.Time, any bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, a := range s.awaited {
		age := time.Since(a.from)
		switch {
		case age > longest:
			delete(s.awaited, id)
		case !a.told && age <= reportFor && (!any || a.from.Before(since)):
			since, any = a.from, true
		}
	}
	return since, any
}

// news are the receipts that a list makes, by incident.
func (s *Reports) news(found []carrier.Record) map[string][]carrier.Receipt {
	s.mu.Lock()
	defer s.mu.Unlock()
	news := map[string][]carrier.Receipt{}
	for _, r := range found {
		a, known := s.awaited[r.ID]
		if known && !a.told && r.Status.Final() {
			news[a.tag.Incident] = append(news[a.tag.Incident], carrier.Receipt{Tag: a.tag, ID: r.ID, To: r.To, Status: r.Status, Code: r.Code})
		}
	}
	return news
}

func (s *Reports) tell(receipts []carrier.Receipt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range receipts {
		a := s.awaited[r.ID]
		a.told = true
		s.awaited[r.ID] = a
	}
}
