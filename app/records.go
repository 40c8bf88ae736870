package app

// Sealed records: the folder in which each incident that has ended has its file. A file is written once, and only read from then on.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"muster/incident"
	"muster/incident/record"
)

const (
	recordEnding = ".record.jsonl"
	recordMode   = 0o440 // nobody is to write to it any more, its owner included
)

// records is the folder of sealed records.
type records struct {
	dir string
	log *slog.Logger

	mu     sync.Mutex
	failed error // why the last record could not be kept
}

func (r *records) file(id string) string { return filepath.Join(r.dir, id+recordEnding) }

// Keep implements activities.RecordFiles: the file is there in full or not at all, and one that is there is left as it is.
func (r *records) Keep(id string, sealed []byte) ([]byte, error) {
	kept, err := os.ReadFile(r.file(id))
	if errors.Is(err, fs.ErrNotExist) {
		kept, err = sealed, r.write(id, sealed)
	}
	if errors.Is(err, fs.ErrExist) { // another worker, that was given the same to do, was quicker
		kept, err = os.ReadFile(r.file(id))
	}
	if err == nil && !bytes.Equal(kept, sealed) {
		if _, damage := record.Verify(kept); damage != nil {
			r.log.Error("the sealed record that is there already is damaged, and is left as it is", "incident", id, "damage", damage)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed = err
	return kept, err
}

func (r *records) write(id string, sealed []byte) error {
	if err := os.MkdirAll(r.dir, 0o750); err != nil {
		return err
	}
	part, err := os.CreateTemp(r.dir, ".part-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(part.Name()) }()
	_, err = part.Write(sealed)
	if err = errors.Join(err, part.Chmod(recordMode), part.Sync(), part.Close()); err != nil {
		return err
	}
	if err := place(part.Name(), r.file(id)); err != nil {
		return err
	}
	return syncDir(r.dir)
}

// place puts a file where none is; fs.ErrExist if there is one.
func place(part, path string) error {
	err := os.Link(part, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Stat(path); err == nil { // a file system without links
		return fs.ErrExist
	}
	return os.Rename(part, path)
}

// syncDir brings a folder's own list of files to the disk.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// ids are the incidents that have a record, in order.
func (r *records) ids() ([]string, error) {
	files, err := os.ReadDir(r.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var ids []string
	for _, file := range files {
		if id, ok := strings.CutSuffix(file.Name(), recordEnding); ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, err
}

// open reads an incident's record; one that there is not is fs.ErrNotExist.
func (r *records) open(id string) (record.Record, error) {
	sealed, err := os.ReadFile(r.file(id))
	if err != nil {
		return record.Record{}, err
	}
	opened, err := record.Open(sealed)
	if err == nil && opened.Last.Incident != id {
		err = fmt.Errorf("it is the record of %s, under a wrong name", opened.Last.Incident)
	}
	return opened, err
}

// has says whether an incident has a record that can be used.
func (r *records) has(id string) bool {
	_, err := r.open(id)
	return err == nil
}

// complaint says that records cannot be kept, empty if they can.
func (r *records) complaint() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		return ""
	}
	return fmt.Sprintf("Records of ended incidents cannot be sealed in %s: make room there, or mend its permissions. Each is tried again until it is there.", r.dir)
}

// Sealed implements api.Records.
func (r *records) Sealed(_ context.Context, id string) (incident.View, []incident.Entry, bool) {
	opened, err := r.open(id)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			r.log.Error("a sealed record cannot be used", "incident", id, "error", err)
		}
		return incident.View{}, nil, false
	}
	return opened.View(), opened.Entries, true
}
