package app

// Sharing: a plan and a site are large, and the same for most of a site's incidents. Where the worker reads one again, it
// takes the copy that is in memory already, so that a thousand open incidents need not a thousand. Nobody changes one.

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"

	"muster/incident/frozen"
	"muster/workflows"
)

// mostShared is how many plans, and how many sites, are kept: some for each site that has open incidents.
const mostShared = 64

// newDataConverter is the engine's library's own, but for what incidents share, and packed.
func newDataConverter() converter.DataConverter {
	whole := converter.NewCompositeDataConverter(
		converter.NewNilPayloadConverter(), converter.NewByteSlicePayloadConverter(), converter.NewProtoJSONPayloadConverter(),
		converter.NewProtoPayloadConverter(), &sharing{JSONPayloadConverter: converter.NewJSONPayloadConverter()},
	)
	return converter.NewCodecDataConverter(whole, &codec{})
}

// sharing reads JSON.
type sharing struct {
	*converter.JSONPayloadConverter
	plans shared[frozen.Plan]
	sites shared[frozen.Site]
}

// FromPayload implements converter.PayloadConverter.
func (s *sharing) FromPayload(payload *commonpb.Payload, into any) error {
	start, ok := into.(*workflows.Start)
	if !ok {
		return s.JSONPayloadConverter.FromPayload(payload, into)
	}
	if err := s.read(payload.GetData(), start); err != nil {
		return fmt.Errorf("%w: %w", converter.ErrUnableToDecode, err)
	}
	return nil
}

func (s *sharing) read(data []byte, start *workflows.Start) error {
	var whole struct { // its fields hide those of the same names in what it holds
		workflows.Start
		In struct {
			frozen.Input
			Plan json.RawMessage `json:"plan"`
			Site json.RawMessage `json:"site"`
		} `json:"in"`
	}
	err := json.Unmarshal(data, &whole)
	if err != nil {
		return err
	}
	in := whole.In.Input
	if in.Plan, err = s.plans.of(whole.In.Plan, nil); err != nil {
		return err
	}
	in.Site, err = s.sites.of(whole.In.Site, func(site *frozen.Site) { site.Roster = site.Roster.Indexed() })
	*start = whole.Start
	start.In = in
	return err
}

// shared keeps what was read last, by the hash of its bytes. Its zero value is ready, and safe for concurrent use.
type shared[T any] struct {
	mu     sync.Mutex
	kept   map[[sha256.Size]byte]T
	oldest [][sha256.Size]byte
}

// of reads a value and prepares it, or takes the one that was read from the same bytes before.
func (s *shared[T]) of(data []byte, prepare func(*T)) (value T, err error) {
	key := sha256.Sum256(data)
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.kept[key]; ok {
		return known, nil
	}
	if len(data) > 0 {
		err = json.Unmarshal(data, &value)
	}
	if err != nil {
		return value, err
	}
	if prepare != nil {
		prepare(&value)
	}
	if s.kept == nil {
		s.kept = map[[sha256.Size]byte]T{}
	}
	if len(s.oldest) == mostShared {
		delete(s.kept, s.oldest[0])
		s.oldest = s.oldest[1:]
	}
	s.kept[key], s.oldest = value, append(s.oldest, key)
	return value, nil
}
