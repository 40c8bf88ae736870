// Package snapshot keeps a checked copy, in files of the data directory, of what a declaration needs and the database or
// another place holds. A process whose database is dead at its start reads it, and can call people all the same.
package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"muster/account"
)

// The files. The one before is kept, for the case that the newest is damaged.
const (
	File         = "snapshot.json"
	FilePrevious = "snapshot.previous.json"
)

// schema names what the files hold. A program refuses a schema that it does not know.
const schema = "muster/snapshot/v1"

// What can be wrong with a file.
var (
	ErrNone    = errors.New("there is no snapshot")
	ErrDamaged = errors.New("its checksum does not fit what it holds")
	ErrSchema  = errors.New("another version of Muster wrote it")
)

// Snapshot is what is kept. Documents stand as they were read: YAML.
type Snapshot struct {
	Sites       []Document   `json:"sites"`
	PlansDir    string       `json:"plans_dir,omitempty"` // where the plans were read from
	Plans       []Document   `json:"plans,omitempty"`     // those of PlansDir; the program has its own inside
	Published   []Published  `json:"published,omitempty"` // plans that people have published, those in force
	Credentials []Credential `json:"credentials,omitempty"`
	OptOuts     []OptOut     `json:"opt_outs,omitempty"`
	People      *People      `json:"people,omitempty"`
}

// People are who may speak: accounts with their passwords as slow hashes, and tokens as hashes of what was made here.
type People struct {
	Accounts []account.Account `json:"accounts"`
	Tokens   []account.Token   `json:"tokens"`
}

// OptOut is what somebody has said last about getting messages, under the keyed hash of their number, or what has shown last of the
// number, under another one.
type OptOut struct {
	Hash string    `json:"hash"`
	Out  bool      `json:"out"`
	At   time.Time `json:"at"`
}

// Document is a site's or a plan's file: a site under its id, a plan under its file's name.
type Document struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Published is a published version of a plan.
type Published struct {
	Plan    string `json:"plan"`
	Version int    `json:"version"`
	Text    string `json:"text"`
}

// Credential is the hash of a secret that Muster made, SHA-256 in hex: a secret that can be guessed is never kept so.
type Credential struct {
	Name string `json:"name"`
	Hash string `json:"sha256"`
}

// Kept is a snapshot that was read.
type Kept struct {
	Snapshot
	SavedAt time.Time
	File    string
	Refused error // why the newest file was not used, nil if it was
}

// envelope is a file: the sum is over the body's bytes as they stand in it.
type envelope struct {
	Schema  string          `json:"schema"`
	SavedAt time.Time       `json:"saved_at"`
	Sum     string          `json:"sha256"`
	Body    json.RawMessage `json:"body"`
}

// Keeper reads and writes the snapshot of a data directory. Writes have to come one after the other.
type Keeper struct{ Dir string }

func (k Keeper) path(name string) string { return filepath.Join(k.Dir, name) }

// Read gives the newest snapshot that is whole. Its error says what is wrong with both files, or is ErrNone.
func (k Keeper) Read() (Kept, error) {
	newest, err := read(k.path(File))
	if err == nil {
		return newest, nil
	}
	previous, second := read(k.path(FilePrevious))
	if second == nil {
		previous.Refused = err
		return previous, nil
	}
	if errors.Is(err, ErrNone) {
		err = second
	}
	return Kept{}, err
}

func read(path string) (Kept, error) {
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Kept{}, ErrNone
	case err != nil:
		return Kept{}, fmt.Errorf("the snapshot %s cannot be read: %w", path, err)
	}
	kept, err := decode(data)
	if err != nil {
		return Kept{}, fmt.Errorf("the snapshot %s is not used: %w", path, err)
	}
	kept.File = path
	return kept, nil
}

func decode(data []byte) (Kept, error) {
	var e envelope
	if json.Unmarshal(data, &e) != nil {
		return Kept{}, ErrDamaged
	}
	if e.Schema != schema {
		return Kept{}, ErrSchema
	}
	if e.Sum != sum(e.Body) {
		return Kept{}, ErrDamaged
	}
	kept := Kept{SavedAt: e.SavedAt}
	if json.Unmarshal(e.Body, &kept.Snapshot) != nil {
		return Kept{}, ErrDamaged
	}
	return kept, nil
}

func sum(data []byte) string {
	hash := sha256.Sum256(data)
	return hex.EncodeToString(hash[:])
}

// Write keeps a snapshot as of a moment. It is there in full or not at all, whatever happens meanwhile. What is kept already
// is not written again; a file that is damaged never takes the place of the one before.
func (k Keeper) Write(s Snapshot, at time.Time) error {
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	whole := false
	if data, err := os.ReadFile(k.path(File)); err == nil {
		var e envelope
		_, damaged := decode(data)
		whole = damaged == nil
		if whole && json.Unmarshal(data, &e) == nil && bytes.Equal(e.Body, body) {
			return nil
		}
	}
	data, err := json.Marshal(envelope{Schema: schema, SavedAt: at.UTC(), Sum: sum(body), Body: body})
	if err != nil {
		return fmt.Errorf("write the snapshot: %w", err)
	}
	if err := k.replace(data, whole); err != nil {
		return fmt.Errorf("the snapshot in %s cannot be written: %w", k.Dir, err)
	}
	return nil
}

// replace puts data in the newest file's place, which becomes the one before if keep is set.
func (k Keeper) replace(data []byte, keep bool) error {
	part, err := os.CreateTemp(k.Dir, ".snapshot-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(part.Name()) }() // is gone once it has been renamed
	_, err = part.Write(data)
	if err := errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	if keep {
		if err := os.Rename(k.path(File), k.path(FilePrevious)); err != nil {
			return err
		}
	}
	if err := os.Rename(part.Name(), k.path(File)); err != nil {
		return err
	}
	return syncDir(k.Dir)
}

// syncDir brings a directory's names to the disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
