// Package vault keeps what the engine stores unreadable for whoever has the engine's files alone: payloads are encrypted under keys
// that lie in a file of Muster's. The newest key that is in force encrypts, every key decrypts.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// keyBytes is a key's length: AES-256.
const keyBytes = 32

// Key is one key of the file.
type Key struct {
	ID   string    `json:"id"`
	Key  string    `json:"key"`  // in hex
	From time.Time `json:"from"` // it encrypts from then on, until a later one does
	Maker

	sealer cipher.AEAD
}

// Maker is who made a key, on which machine, and when. It stands in the file, which tells it to every process that has a copy; of
// keys from before it did, nothing is known.
type Maker struct {
	By   string    `json:"by,omitempty"`
	Host string    `json:"host,omitempty"`
	Made time.Time `json:"made,omitzero"`
}

// file is what lies in the file.
type file struct {
	Keys []Key `json:"keys"` // the oldest first
}

// newKey draws a key that encrypts from a moment on.
func newKey(from time.Time, m Maker) Key {
	secret, name := make([]byte, keyBytes), make([]byte, 4)
	_, _ = rand.Read(secret) // never fails
	_, _ = rand.Read(name)
	from = from.UTC().Truncate(time.Second)
	m.Made = m.Made.UTC().Truncate(time.Second)
	return Key{ID: "k" + from.Format("20060102") + "-" + hex.EncodeToString(name), Key: hex.EncodeToString(secret), From: from, Maker: m}
}

// ready makes a key usable.
func (k *Key) ready() error {
	secret, err := hex.DecodeString(k.Key)
	if err != nil || len(secret) != keyBytes || k.ID == "" {
		return fmt.Errorf("the key %q in it is none: 64 hexadecimal digits are wanted", k.ID)
	}
	block, err := aes.NewCipher(secret)
	if err == nil {
		k.sealer, err = cipher.NewGCM(block)
	}
	return err
}

// Print tells a key to whoever has it too, and to nobody else.
func (k Key) Print() string {
	mac := hmac.New(sha256.New, []byte(k.Key))
	_, _ = mac.Write([]byte("the print of a key")) // never fails
	return hex.EncodeToString(mac.Sum(nil))
}

// Prints are those of keys, in their order.
func Prints(keys []Key) []string {
	prints := make([]string, len(keys))
	for n, k := range keys {
		prints[n] = k.Print()
	}
	return prints
}

// Read reads a file of keys.
func Read(path string) ([]Key, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("the file of keys %s cannot be read: it is damaged; put it back from a backup", path)
	}
	if len(f.Keys) == 0 {
		return nil, fmt.Errorf("the file of keys %s holds no key: put it back from a backup", path)
	}
	for k := range f.Keys {
		if err := f.Keys[k].ready(); err != nil {
			return nil, fmt.Errorf("the file of keys %s cannot be used: %w", path, err)
		}
	}
	slices.SortStableFunc(f.Keys, func(a, b Key) int { return a.From.Compare(b.From) })
	return f.Keys, nil
}

// Itself is who has made the key of a first start.
const Itself = "muster"

// begin makes a file with one key where there is none. Of several processes that do so at once one does; all use its key.
func begin(path string, now time.Time) error {
	if err := New(path, Maker{By: Itself, Made: now}); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// New makes a file with one key, and the folder that it is to lie in; fs.ErrExist if there is one.
func New(path string, m Maker) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	part, err := write(path, []Key{newKey(m.Made, m)})
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(part) }()
	if err := place(part, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close()) // what a key encrypts is never on the disk before it
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

// Rotate adds a key that encrypts some time after it was made, and gives it.
func Rotate(path string, m Maker, after time.Duration) (Key, error) {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return Key{}, err
	}
	defer func() { _ = dir.Close() }()
	// Of two rotations at once one would lose the other's key. Closing the folder lets the next one go on.
	_ = syscall.Flock(int(dir.Fd()), syscall.LOCK_EX)
	keys, err := Read(path)
	if err != nil {
		return Key{}, err
	}
	added := newKey(m.Made.Add(after), m)
	part, err := write(path, append(keys, added))
	if err == nil {
		err = takeAfter(part, path)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		_ = os.Remove(part)
		return Key{}, fmt.Errorf("the file of keys %s cannot be written: %w", path, err)
	}
	return added, dir.Sync()
}

// takeAfter gives a new file the owner, the group and the mode of the one whose place it takes, so that whoever reads that one
// can read this one.
func takeAfter(part, path string) error {
	before, err := os.Stat(path)
	if err != nil {
		return err
	}
	if owner, ok := before.Sys().(*syscall.Stat_t); ok {
		if err := os.Chown(part, int(owner.Uid), int(owner.Gid)); err != nil {
			return err
		}
	}
	return os.Chmod(part, before.Mode().Perm())
}

// write writes keys beside their file and gives the place.
func write(path string, keys []Key) (string, error) {
	data, err := json.MarshalIndent(file{keys}, "", "  ")
	if err != nil {
		return "", err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".part-*") // for its owner only
	if err != nil {
		return "", err
	}
	_, err = part.Write(append(data, '\n'))
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		_ = os.Remove(part.Name())
	}
	return part.Name(), err
}

// InForce is the key that encrypts at a moment: of those whose time has come the last, else the first of all.
func InForce(keys []Key, now time.Time) Key {
	force := keys[0]
	for _, k := range keys {
		if !k.From.After(now) {
			force = k
		}
	}
	return force
}
