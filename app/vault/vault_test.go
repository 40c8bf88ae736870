package vault_test

// The vault: what goes through it is unreadable without its keys, and none of it is lost when they are rotated, late or missing.

import (
	"bytes"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"pgregory.net/rapid"

	"muster/app/vault"
)

// house is a vault with a clock and a log.
type house struct {
	*vault.Vault
	path string
	now  time.Time
	log  bytes.Buffer
}

func open(t *testing.T, path string) *house {
	t.Helper()
	h := &house{path: path, now: time.Now()}
	var err error
	h.Vault, err = vault.Open(path, func() time.Time { return h.now }, slog.New(slog.NewTextHandler(&h.log, nil)))
	require.NoError(t, err)
	return h
}

func fresh(t *testing.T) *house { return open(t, filepath.Join(t.TempDir(), "keys.json")) }

func payloads(texts ...string) []*commonpb.Payload {
	var all []*commonpb.Payload
	for _, text := range texts {
		all = append(all, &commonpb.Payload{Metadata: map[string][]byte{converter.MetadataEncoding: []byte("json/plain")}, Data: []byte(text)})
	}
	return all
}

func encoded(t require.TestingT, h *house, texts ...string) []*commonpb.Payload {
	out, err := h.Encode(payloads(texts...))
	require.NoError(t, err)
	return out
}

func requireRead(t require.TestingT, h *house, out []*commonpb.Payload, texts ...string) {
	back, err := h.Decode(out)
	require.NoError(t, err)
	require.Len(t, back, len(texts))
	for k, p := range payloads(texts...) {
		require.Equal(t, p.GetData(), back[k].GetData())
		require.Equal(t, p.GetMetadata(), back[k].GetMetadata())
	}
}

// keyOf is the id of the key that a payload was encrypted with.
func keyOf(out []*commonpb.Payload) string { return string(out[0].GetMetadata()[vault.KeyID]) }

func TestWhatGoesInIsUnreadableAndComesBack(t *testing.T) {
	h := fresh(t)
	rapid.Check(t, func(t *rapid.T) {
		text := "+12025550161 " + rapid.String().Draw(t, "text")
		out := encoded(t, h, text)
		require.NotContains(t, out[0].String(), "12025550161")
		require.Equal(t, vault.Encoding, string(out[0].GetMetadata()[converter.MetadataEncoding]))
		require.NotEqual(t, out[0].GetData(), encoded(t, h, text)[0].GetData(), "nobody sees that two are the same")
		requireRead(t, h, out, text)
		again, err := h.Encode(out)
		require.NoError(t, err)
		requireRead(t, h, again, text) // as when a call is repeated
	})
	info, err := os.Stat(h.path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestWhatWasNeverEncryptedIsReadAsItIs(t *testing.T) {
	h := fresh(t)
	requireRead(t, h, payloads("from before"), "from before")
	nothing, err := h.Decode([]*commonpb.Payload{nil})
	require.NoError(t, err)
	require.Nil(t, nothing[0])
}

func maker(now time.Time) vault.Maker { return vault.Maker{By: "ann", Host: "desk-2", Made: now} }

func TestFileSaysWhoMadeAKeyAndTheProcessShowsItWithoutTheKey(t *testing.T) {
	h := fresh(t)
	added, err := vault.Rotate(h.path, maker(h.now), time.Hour)
	require.NoError(t, err)
	h.now = h.now.Add(time.Minute)
	shown := open(t, h.path).Keys()
	require.Equal(t, shown, h.Keys())
	require.Len(t, shown, 2)
	require.Equal(t, vault.Itself, shown[0].By)
	require.Equal(t, vault.Key{ID: added.ID, From: added.From, Maker: added.Maker}, shown[1])
	require.Equal(t, maker(shown[1].Made), shown[1].Maker)
	require.Equal(t, time.Hour, shown[1].From.Sub(shown[1].Made))
}

func TestRotatedKeyIsTakenUpByWhoeverRunsAndOldOnesDecryptOn(t *testing.T) {
	h := fresh(t)
	old := encoded(t, h, "old")
	added, err := vault.Rotate(h.path, maker(h.now), 0)
	require.NoError(t, err)
	require.Equal(t, keyOf(old), keyOf(encoded(t, h, "still")), "it does not look at every payload")
	h.now = h.now.Add(time.Minute)
	out := encoded(t, h, "new")
	require.Equal(t, added.ID, keyOf(out))
	requireRead(t, h, append(old, out...), "old", "new")
	requireRead(t, open(t, h.path), append(old, out...), "old", "new")
}

func TestKeyOfTheFutureDecryptsAtOnceAndEncryptsInItsTime(t *testing.T) {
	h := fresh(t)
	added, err := vault.Rotate(h.path, maker(h.now), time.Hour)
	require.NoError(t, err)
	h.now = h.now.Add(time.Minute)
	require.NotEqual(t, added.ID, keyOf(encoded(t, h, "now")))
	other := open(t, h.path)
	other.now = h.now.Add(2 * time.Hour) // a machine whose clock is ahead
	out := encoded(t, other, "ahead")
	require.Equal(t, added.ID, keyOf(out))
	requireRead(t, h, out, "ahead")
}

func TestMissingKeyIsSaidOnceAndUsedTheMomentThatItComes(t *testing.T) {
	here, there := fresh(t), fresh(t)
	out := encoded(t, there, "from there")
	var missing *vault.MissingKeyError
	for range 3 {
		_, err := here.Decode(out)
		require.ErrorAs(t, err, &missing)
	}
	require.Equal(t, keyOf(out), missing.ID)
	require.Equal(t, 1, bytes.Count(here.log.Bytes(), []byte("its key is missing")))
	require.Contains(t, here.log.String(), missing.ID)
	require.Contains(t, here.Complaint(), here.path)
	own := encoded(t, here, "meanwhile")
	keys, err := os.ReadFile(there.path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(here.path, keys, 0o600))
	requireRead(t, here, out, "from there")
	require.Empty(t, here.Complaint())
	requireRead(t, here, own, "meanwhile")
	require.Contains(t, here.log.String(), "a key is in the file no more")
}

func TestFileThatIsDamagedMeanwhileChangesNothing(t *testing.T) {
	h := fresh(t)
	out := encoded(t, h, "text")
	require.NoError(t, os.WriteFile(h.path, []byte("{"), 0o600))
	h.now = h.now.Add(time.Minute)
	requireRead(t, h, out, "text")
	requireRead(t, h, encoded(t, h, "more"), "more")
	require.Contains(t, h.log.String(), "those that were known are used")
	for _, text := range []string{"{", `{"keys": []}`, `{"keys": [{"id": "k1", "key": "abc"}]}`} {
		require.NoError(t, os.WriteFile(h.path, []byte(text), 0o600))
		_, err := vault.Open(h.path, time.Now, slog.New(slog.DiscardHandler))
		require.ErrorContains(t, err, "the file of keys "+h.path)
	}
}

func TestPayloadThatWasChangedIsAnError(t *testing.T) {
	h := fresh(t)
	for k := range encoded(t, h, "text")[0].GetData() {
		out := encoded(t, h, "text")
		out[0].Data[k] ^= 1
		_, err := h.Decode(out)
		require.Error(t, err)
	}
	out := encoded(t, h, "text")
	out[0].Data = out[0].GetData()[:5]
	_, err := h.Decode(out)
	require.ErrorContains(t, err, "cut off")
}

func TestProcessesThatStartAtOnceShareOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	vaults, errs := make([]*vault.Vault, 8), make([]error, 8)
	var all sync.WaitGroup
	for k := range vaults {
		all.Go(func() { vaults[k], errs[k] = vault.Open(path, time.Now, slog.New(slog.DiscardHandler)) })
	}
	all.Wait()
	for k, v := range vaults {
		require.NoError(t, errs[k])
		out, err := v.Encode(payloads("text"))
		require.NoError(t, err)
		requireRead(t, &house{Vault: vaults[0]}, out, "text")
	}
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing is left beside the file")
}

func TestPrintsTellKeysToWhoeverHasThem(t *testing.T) {
	here, there := fresh(t), fresh(t)
	require.NotEqual(t, here.Prints(), there.Prints())
	require.Equal(t, here.Prints(), open(t, here.path).Prints())
	before := here.Prints()
	_, err := vault.Rotate(here.path, maker(here.now), time.Hour)
	require.NoError(t, err)
	keys, err := vault.Read(here.path)
	require.NoError(t, err)
	require.Equal(t, before[0], vault.Prints(keys)[0], "the oldest stays the first")
	require.NotContains(t, before[0], keys[0].Key)
}

func TestNewFileOfKeysIsMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared", "keys.json")
	require.NoError(t, vault.New(path, maker(time.Now())))
	keys, err := vault.Read(path)
	require.NoError(t, err)
	require.Len(t, keys, 1)
	require.ErrorIs(t, vault.New(path, maker(time.Now())), fs.ErrExist)
	again, err := vault.Read(path)
	require.NoError(t, err)
	require.Equal(t, keys[0].ID, again[0].ID, "the one that is there stays")
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestRotatedFileIsForWhoeverTheOneBeforeWasFor(t *testing.T) {
	h := fresh(t)
	require.NoError(t, os.Chmod(h.path, 0o640))
	if os.Getuid() == 0 {
		require.NoError(t, os.Chown(h.path, 0, 65532))
	}
	before, err := os.Stat(h.path)
	require.NoError(t, err)
	_, err = vault.Rotate(h.path, maker(h.now), 0)
	require.NoError(t, err)
	after, err := os.Stat(h.path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), after.Mode().Perm())
	require.Equal(t, ownerOf(t, before), ownerOf(t, after))
}

// ownerOf is a file's owner and group.
func ownerOf(t *testing.T, info os.FileInfo) [2]uint32 {
	t.Helper()
	owner, ok := info.Sys().(*syscall.Stat_t)
	require.True(t, ok)
	return [2]uint32{owner.Uid, owner.Gid}
}

func TestRotationsAtOnceLoseNoKey(t *testing.T) {
	h := fresh(t)
	added, errs := make([]vault.Key, 8), make([]error, 8)
	var all sync.WaitGroup
	for k := range added {
		all.Go(func() { added[k], errs[k] = vault.Rotate(h.path, maker(h.now), 0) })
	}
	all.Wait()
	keys, err := vault.Read(h.path)
	require.NoError(t, err)
	require.Len(t, keys, 1+len(added))
	for k := range added {
		require.NoError(t, errs[k])
		require.True(t, slices.ContainsFunc(keys, func(key vault.Key) bool { return key.ID == added[k].ID }))
	}
}
