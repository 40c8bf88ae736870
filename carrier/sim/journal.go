package sim

// The journal is the ledger's file: one JSON object a line, only ever appended to.

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"muster/carrier"
)

const journalName = "carrier-ledger.jsonl"

// Kinds of line.
const (
	lineMessage    = "message"
	lineStatus     = "status"
	lineTaken      = "taken"
	lineCall       = "call"
	lineCallStatus = "call-status"
	lineHeard      = "heard" // what was said, or which key was pressed, in a call
)

type line struct {
	Kind      string             `json:"kind"`
	Message   *message           `json:"message,omitempty"`
	Placed    *call              `json:"placed,omitempty"`
	ID        string             `json:"id,omitempty"`
	Status    carrier.Status     `json:"status,omitempty"`
	Call      carrier.CallStatus `json:"call,omitempty"`
	Code      int                `json:"code,omitempty"`
	Direction Direction          `json:"direction,omitempty"`
	Text      string             `json:"text,omitempty"`
	At        time.Time          `json:"at,omitzero"`
}

// whole says whether a line has what its kind must have.
func (l line) whole() bool {
	return (l.Kind != lineMessage || l.Message != nil) && (l.Kind != lineCall || l.Placed != nil)
}

type journal struct {
	file *os.File // nil: in memory only
	sync bool
}

// openJournal reads what is there, line by line, and opens it for more. A torn last line, as a kill leaves it, is cut off.
func openJournal(dir string, sync bool, apply func(line)) (*journal, error) {
	if dir == "" {
		return &journal{}, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the simulator's ledger cannot be kept in %s: %w", dir, err)
	}
	name := filepath.Join(dir, journalName)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the simulator's ledger cannot be opened: %w", err)
	}
	good, err := replay(file, apply)
	if err == nil {
		err = file.Truncate(good)
	}
	if err == nil {
		_, err = file.Seek(good, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the simulator's ledger %s cannot be read; move it away to start anew: %w", name, err), file.Close())
	}
	return &journal{file: file, sync: sync}, nil
}

// replay applies each line and returns where the last whole one ends.
func replay(file io.Reader, apply func(line)) (good int64, err error) {
	reader := bufio.NewReaderSize(file, 1<<16)
	for n := 1; ; n++ {
		raw, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return good, nil // without its newline a line is torn
		}
		if err != nil {
			return good, err
		}
		var l line
		if err := json.Unmarshal(raw, &l); err != nil || !l.whole() {
			return good, fmt.Errorf("line %d is damaged", n)
		}
		apply(l)
		good += int64(len(raw))
	}
}

// append writes a line whole before it returns. What was written in part, on a full disk, is cut off again.
func (j *journal) append(l line) error {
	if j.file == nil {
		return nil
	}
	raw, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if n, err := j.file.Write(append(raw, '\n')); err != nil {
		return errors.Join(err, j.cut(int64(n)))
	}
	if j.sync {
		return j.file.Sync()
	}
	return nil
}

// cut takes back the last n bytes.
func (j *journal) cut(n int64) error {
	end, err := j.file.Seek(-n, io.SeekCurrent)
	if err != nil {
		return err
	}
	return j.file.Truncate(end)
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	return j.file.Close()
}
