package inbox

// The file: how far the list has been read, so that a restart goes on from there, whatever has become of the database.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"
)

// progress is the file's content.
type progress struct {
	Through time.Time            `json:"through"`
	Handed  map[string]time.Time `json:"handed"`
}

// load reads a file; one that is not there has read nothing.
func load(path string) (progress, error) {
	var p progress
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		return progress{}, fmt.Errorf("read how far the list was read: %w", err)
	}
	return p, nil
}

// save writes the file, if there is news, so that it is there in full or not at all.
func (r *Reader) save() error {
	r.mu.Lock()
	p := progress{Through: r.through, Handed: maps.Clone(r.handed)}
	changed := r.changed
	r.changed = false
	r.mu.Unlock()
	if !changed {
		return nil
	}
	err := p.write(r.options.Path)
	if err != nil {
		r.mu.Lock()
		r.changed = true
		r.mu.Unlock()
	}
	return err
}

func (p progress) write(path string) error {
	data, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("note how far the list was read: %w", err)
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return fmt.Errorf("note how far the list was read: %w", err)
	}
	defer func() { _ = os.Remove(part.Name()) }()
	_, err = part.Write(data)
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("note how far the list was read: %w", err)
	}
	return nil
}
