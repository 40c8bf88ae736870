package vault

// The vault: the payload codec that the way to the engine goes through.

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
)

const (
	// Encoding marks a payload as encrypted, by the name that the engine's own samples use.
	Encoding = "binary/encrypted"
	// KeyID names its key, as the samples do.
	KeyID = "encryption-key-id"

	lookEvery     = 5 * time.Second // between two looks whether the file has changed
	complainEvery = time.Minute     // of one key
)

// Vault encrypts and decrypts payloads. It takes up changes of its file by itself, and is safe for concurrent use.
type Vault struct {
	path string
	log  *slog.Logger
	now  func() time.Time

	mu      sync.Mutex
	keys    []Key
	gone    []Key  // that the file lacks since
	stamp   string // of the file as it was read
	looked  time.Time
	missing map[string]time.Time // keys that were asked for in vain, and when that was said last
}

var _ converter.PayloadCodec = (*Vault)(nil)

// Open opens the file of keys, and makes it with one key where there is none.
func Open(path string, now func() time.Time, log *slog.Logger) (*Vault, error) {
	v := &Vault{path: path, log: log, now: now, missing: map[string]time.Time{}}
	err := v.read()
	if errors.Is(err, fs.ErrNotExist) {
		if err = begin(path, now()); err == nil {
			err = v.read()
		}
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// read takes up the file as it is now.
func (v *Vault) read() error {
	stamp := stampOf(v.path)
	keys, err := Read(v.path)
	if err != nil {
		return err
	}
	v.gone = slices.DeleteFunc(append(v.gone, v.keys...), func(k Key) bool { return known(keys, k.ID) })
	for _, k := range v.gone {
		v.log.Error("a key is in the file no more: this process decrypts with it until it ends; put it back", "key", k.ID, "file", v.path)
	}
	v.keys, v.stamp = keys, stamp
	return nil
}

func known(keys []Key, id string) bool {
	return slices.ContainsFunc(keys, func(k Key) bool { return k.ID == id })
}

// stampOf changes with a file.
func stampOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(info.ModTime().UnixNano(), " ", info.Size())
}

// look takes up the file if it has changed and the last look is some time ago. One that cannot be read changes nothing: the keys
// that are known go on.
func (v *Vault) look(every time.Duration) {
	now := v.now()
	if now.Sub(v.looked) < every {
		return
	}
	v.looked = now
	if stampOf(v.path) == v.stamp {
		return
	}
	if err := v.read(); err != nil {
		v.log.Error("the keys cannot be read again: those that were known are used", "file", v.path, "error", err)
	}
}

// inForce is the key that encrypts now.
func (v *Vault) inForce() Key {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.look(lookEvery)
	return InForce(v.keys, v.now())
}

// Keys are those of the file as it is now, the oldest first, without what must not be shown.
func (v *Vault) Keys() []Key {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.look(lookEvery)
	shown := make([]Key, len(v.keys))
	for n, k := range v.keys {
		shown[n] = Key{ID: k.ID, From: k.From, Maker: k.Maker}
	}
	return shown
}

// Prints are those of the keys, the oldest first.
func (v *Vault) Prints() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return Prints(v.keys)
}

// find is a key by its id.
func (v *Vault) find(id string) (Key, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, every := range []time.Duration{lookEvery, 0} { // a key that is not known may have come this moment
		v.look(every)
		for _, k := range slices.Concat(v.keys, v.gone) {
			if k.ID == id {
				delete(v.missing, id)
				return k, true
			}
		}
	}
	if said, before := v.missing[id]; !before || v.now().Sub(said) >= complainEvery {
		v.missing[id] = v.now()
		v.log.Error("a payload cannot be read: its key is missing; what it belongs to waits until the key is in the file", "key", id, "file", v.path)
	}
	return Key{}, false
}

// Complaint says that keys are missing, empty if none is, as where there is no vault.
func (v *Vault) Complaint() string {
	if v == nil {
		return ""
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.missing) == 0 {
		return ""
	}
	return fmt.Sprintf("Keys are missing in %s: what was encrypted with them waits. Put the file back from a backup, or copy it from the machine that has them; nothing has to be restarted.", v.path)
}

// MissingKeyError says that a payload was encrypted with a key that is not known here.
type MissingKeyError struct{ ID string }

// Error implements error.
func (e *MissingKeyError) Error() string {
	return fmt.Sprintf("the payload was encrypted with the key %s, which is not in the file of keys here", e.ID)
}

// Encode implements converter.PayloadCodec. What is encrypted already, as when a call is repeated, stays as it is.
func (v *Vault) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	key, result := v.inForce(), make([]*commonpb.Payload, len(payloads))
	for k, p := range payloads {
		if p == nil || encrypted(p) {
			result[k] = p
			continue
		}
		whole, err := p.Marshal()
		if err != nil {
			return nil, fmt.Errorf("encrypt a payload: %w", err)
		}
		nonce := make([]byte, key.sealer.NonceSize(), key.sealer.NonceSize()+len(whole)+key.sealer.Overhead())
		_, _ = rand.Read(nonce) // never fails
		result[k] = &commonpb.Payload{
			Metadata: map[string][]byte{converter.MetadataEncoding: []byte(Encoding), KeyID: []byte(key.ID)},
			Data:     key.sealer.Seal(nonce, nonce, whole, []byte(key.ID)),
		}
	}
	return result, nil
}

func encrypted(p *commonpb.Payload) bool {
	return string(p.GetMetadata()[converter.MetadataEncoding]) == Encoding
}

// Decode implements converter.PayloadCodec. What was never encrypted is left as it is: incidents from before go on.
func (v *Vault) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	result := make([]*commonpb.Payload, len(payloads))
	for k, p := range payloads {
		result[k] = p
		if p == nil || !encrypted(p) {
			continue
		}
		whole, err := v.open(p)
		if err != nil {
			return nil, err
		}
		result[k] = whole
	}
	return result, nil
}

func (v *Vault) open(p *commonpb.Payload) (*commonpb.Payload, error) {
	id := string(p.GetMetadata()[KeyID])
	key, there := v.find(id)
	if !there {
		return nil, &MissingKeyError{id}
	}
	size, data := key.sealer.NonceSize(), p.GetData()
	if len(data) < size {
		return nil, errors.New("decrypt a payload: it is cut off")
	}
	whole, err := key.sealer.Open(nil, data[:size], data[size:], []byte(id))
	if err != nil {
		return nil, fmt.Errorf("decrypt a payload: it was changed, or its key %s is another one here: %w", id, err)
	}
	opened := &commonpb.Payload{}
	return opened, opened.Unmarshal(whole)
}
