package sim

// The ledger seen from inside: what no test can do from outside, such as fill a disk.

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/carrier"
)

func TestNothingIsAcceptedThatTheLedgerCannotHold(t *testing.T) {
	s, err := Open(Options{AccountSID: "AC1", AuthToken: "t", PublicURL: "http://127.0.0.1:9", Dir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.ErrorIs(t, s.Close(), os.ErrClosed) })
	require.NoError(t, s.journal.file.Close())
	_, code, err := s.accept(url.Values{"To": {"+12025550123"}, "From": {"+12025550100"}, "Body": {"hi"}}, time.Now())
	require.ErrorIs(t, err, os.ErrClosed)
	require.Zero(t, code)
	require.Empty(t, s.Ledger())
	require.Empty(t, s.Messages("+12025550123"))
}

func TestAHalfWrittenLineIsTakenBack(t *testing.T) {
	dir := t.TempDir()
	j, err := openJournal(dir, false, func(line) {})
	require.NoError(t, err)
	require.NoError(t, j.append(line{Kind: lineTaken, ID: "SM1"}))
	_, err = j.file.WriteString(`{"kind":"ta`)
	require.NoError(t, err)
	require.NoError(t, j.cut(int64(len(`{"kind":"ta`))))
	require.NoError(t, j.append(line{Kind: lineStatus, ID: "SM1", Status: carrier.Sent}))
	require.NoError(t, j.close())
	raw, err := os.ReadFile(filepath.Join(dir, journalName))
	require.NoError(t, err)
	lines := strings.SplitAfter(string(raw), "\n")
	require.Len(t, lines, 3)
	require.JSONEq(t, `{"kind":"taken","id":"SM1"}`, lines[0])
	require.JSONEq(t, `{"kind":"status","id":"SM1","status":"sent"}`, lines[1])
	require.Empty(t, lines[2])
}

func TestALaterStatusIsNotUndoneByAnEarlierOne(t *testing.T) {
	b := newBook()
	b.apply(line{Kind: lineMessage, Message: &message{ID: "SM1", Direction: outboundAPI, To: "+12025550123", Fate: carrier.Delivered}})
	b.apply(line{Kind: lineStatus, ID: "SM1", Status: carrier.Delivered})
	b.apply(line{Kind: lineStatus, ID: "SM1", Status: carrier.Sent})
	b.apply(line{Kind: lineStatus, ID: "SMother", Status: carrier.Sent})
	b.apply(line{Kind: lineTaken, ID: "SMother"})
	require.Equal(t, carrier.Delivered, b.byID["SM1"].status)
}
