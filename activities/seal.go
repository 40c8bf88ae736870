package activities

// Sealing: the record of an incident that has ended, put together and kept as a file.

import (
	"context"
	"fmt"

	"muster/incident/record"
)

// SealRecord is the name of the activity that seals a record.
const SealRecord = "SealRecord"

// SealInput is the input of SealRecord.
type SealInput struct {
	Incident string `json:"incident"`
}

// Sealed is the output of SealRecord, which the engine keeps beside the file.
type Sealed struct {
	Lines int    `json:"lines"`
	Hash  string `json:"hash"` // of the file (sha256)
}

// RecordSource knows all that an incident has ever recorded.
type RecordSource interface {
	Record(ctx context.Context, id string) (record.Record, error)
}

// RecordFiles keeps sealed records.
type RecordFiles interface {
	// Keep keeps an incident's record, and gives what is kept: the one that was there before, if there was one.
	Keep(id string, sealed []byte) ([]byte, error)
}

// Sealer seals records.
type Sealer struct {
	Source RecordSource
	Files  RecordFiles
}

// SealRecord writes the record of an incident that has ended, once: where it is there already, it stays as it is.
func (s *Sealer) SealRecord(ctx context.Context, in SealInput) (Sealed, error) {
	r, err := s.Source.Record(ctx, in.Incident)
	if err != nil {
		return Sealed{}, fmt.Errorf("seal the record of %s: %w", in.Incident, err)
	}
	data, err := record.Seal(r)
	if err != nil {
		return Sealed{}, fmt.Errorf("seal the record of %s: %w", in.Incident, err)
	}
	kept, err := s.Files.Keep(in.Incident, data)
	if err != nil {
		return Sealed{}, fmt.Errorf("seal the record of %s: %w", in.Incident, err)
	}
	return Sealed{Lines: record.Lines(kept), Hash: record.Hash(kept)}, nil
}
