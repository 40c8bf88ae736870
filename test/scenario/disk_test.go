package scenario_test

// A full disk.

import (
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/test/harness"
)

// A disk of its own that is full: what is said must be true, whatever is said, and the program goes on once there is room.
func TestDeclarationOnAFullDiskIsNeverTakenAndLost(t *testing.T) {
	t.Parallel()
	muster := harness.New(t)
	disk := muster.Data()
	require.NoError(t, os.MkdirAll(disk, 0o700))
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=128m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		muster.Kill()
		require.NoError(t, syscall.Unmount(disk, 0))
	})
	muster.Start()
	before := muster.Declare(harness.Fire())
	ballast := fill(t, muster)
	require.Equal(t, "not_ready", muster.Refused(http.StatusServiceUnavailable, http.MethodGet, "/readyz", nil).Code)
	status, data := muster.Call(http.MethodPost, declarations, harness.Fire("location", "Building 5"), "Idempotency-Key", "full")
	t.Logf("on a full disk: %d %s", status, data)
	if status == http.StatusCreated {
		require.NotEmpty(t, harness.Decode(data).ID)
	} else {
		require.Equal(t, http.StatusServiceUnavailable, status)
		require.Contains(t, string(data), "make room")
	}
	require.NoError(t, os.Remove(ballast))
	harness.Await(t, 60*time.Second, "there is room again and the declaration is taken", func() bool {
		status, data = muster.Call(http.MethodPost, declarations, harness.Fire("location", "Building 5"), "Idempotency-Key", "full")
		return status == http.StatusCreated
	})
	after := harness.Decode(data)
	muster.Kill()
	ballast = fill(t, muster)
	code, said := muster.Fail("up")
	require.Equal(t, 1, code)
	require.Contains(t, said, "make room")
	require.NoError(t, os.Remove(ballast))
	muster.Start()
	for _, id := range []string{before.ID, after.ID} {
		harness.Await(t, 60*time.Second, "somebody is called for "+id, func() bool {
			_, data := muster.Call(http.MethodGet, declarations+"/"+id, nil) // the engine may still be finding its feet
			for _, p := range harness.Decode(data).Pages {
				if len(p.Attempts) > 0 && p.Attempts[0].CarrierID != nil {
					return true
				}
			}
			return false
		})
	}
	harness.RequireOnce(t, muster.Ledger())
}

// fill writes to the data directory's disk until nothing more fits, and gives the file.
func fill(t *testing.T, muster *harness.Program) string {
	t.Helper()
	name := muster.Data("ballast")
	file, err := os.Create(name)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	for block := make([]byte, 1<<20); len(block) > 0; {
		if _, err := file.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	return name
}
