//go:build unix

package printer

// A page in a real browser where one is installed, and what happens with one that hangs, fails or leaves nothing.

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const page = `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>Review</title><style>body{font-family:sans-serif}</style></head>` +
	`<body><h1>火灾复盘</h1><p>Fire at Building 3</p><img src="http://192.0.2.1/never.png"><script>document.body.textContent="run"</script></body></html>`

func TestPageIsPrinted(t *testing.T) {
	b, err := Find("")
	require.NoError(t, err)
	if b == nil {
		t.Skip("no Chromium is installed: on Debian, apt-get install chromium fonts-noto-cjk")
	}
	t.Setenv("TMPDIR", t.TempDir())
	printed, err := b.PDF(t.Context(), []byte(page))
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(printed, []byte("%PDF-")))
	require.Greater(t, len(printed), 2000, "there are letters in it")
	if fonts, err := exec.CommandContext(t.Context(), "fc-list", ":lang=zh").Output(); err == nil && bytes.Contains(fonts, []byte("CJK")) {
		require.Regexp(t, `FontName /[A-Z]+\+[A-Za-z]*CJK`, string(printed), "Chinese is in a font that has it")
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "muster-print-*"))
	require.NoError(t, err)
	require.Empty(t, left, "nothing of it stays")
}

// fake is a browser that is a shell script; the words that it is given stand in $@.
func fake(t *testing.T, script string) *Browser {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	path := filepath.Join(t.TempDir(), "chromium")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700))
	b, err := Find(path)
	require.NoError(t, err)
	return b
}

const target = `for a in "$@"; do case "$a" in --print-to-pdf=*) out="${a#--print-to-pdf=}";; file://*) in="${a#file://}";; esac; done
`

func TestBrowserGetsThePageAndNoMoreOfTheSurroundings(t *testing.T) {
	t.Setenv("TWILIO_AUTH_TOKEN", "hush")
	b := fake(t, target+`cat "$in" > "$out"; env >> "$out"; echo "$@" >> "$out"`)
	printed, err := b.PDF(t.Context(), []byte("<p>page</p>"))
	require.NoError(t, err)
	require.Contains(t, string(printed), "<p>page</p>")
	require.NotContains(t, string(printed), "hush")
	require.Contains(t, string(printed), "--host-resolver-rules=MAP * ~NOTFOUND")
	require.Equal(t, os.Geteuid() == 0, strings.Contains(string(printed), "--no-sandbox"))
}

func TestBrowserThatHangsIsEndedWithAllThatItHasStarted(t *testing.T) {
	pids := filepath.Join(t.TempDir(), "pids")
	b := fake(t, `sleep 60 & echo $! > `+pids+`; wait`)
	b.patience = 500 * time.Millisecond
	_, err := b.PDF(t.Context(), []byte("page"))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	text, err := os.ReadFile(pids)
	require.NoError(t, err)
	child, err := strconv.Atoi(strings.TrimSpace(string(text)))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return gone(child) }, 5*time.Second, 10*time.Millisecond)
}

// gone says whether a process has ended; one that nobody has waited for yet has too.
func gone(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || strings.Contains(string(stat), ") Z ")
}

func TestBrowserThatFailsOrLeavesNothingIsSaid(t *testing.T) {
	_, err := fake(t, "exit 3").PDF(t.Context(), []byte("page"))
	require.ErrorContains(t, err, "did not print")
	_, err = fake(t, "exit 0").PDF(t.Context(), []byte("page"))
	require.ErrorContains(t, err, "nothing")
}

func TestOneIsPrintedAtATime(t *testing.T) {
	b := fake(t, target+`mkdir "$HOME/../busy" || exit 9; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; rmdir "$HOME/../busy"; echo x > "$out"`)
	failed := make(chan error, 3)
	for range 3 {
		go func() {
			_, err := b.PDF(context.Background(), []byte("page"))
			failed <- err
		}()
	}
	for range 3 {
		require.NoError(t, <-failed)
	}
}

func TestBrowserIsFoundOrNot(t *testing.T) {
	none, err := Find(Off)
	require.NoError(t, err)
	require.Nil(t, none)
	_, err = Find("/no/such/browser")
	require.ErrorContains(t, err, "MUSTER_CHROMIUM")
	t.Setenv("PATH", t.TempDir())
	none, err = Find("")
	require.NoError(t, err)
	require.Nil(t, none)
}
