package dispatch_test

// The looks at rosters in the course of a day, by one process and by several.

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"muster/dispatch"
	"muster/roster"
	"muster/sites"
	"muster/workflows"
)

// warnings is an engine that keeps what it was started with, each id once.
type warnings struct {
	client.Client

	ids    []string
	days   map[string]workflows.RosterDay
	refuse error
}

func (w *warnings) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, _ any, args ...any) (client.WorkflowRun, error) {
	if w.refuse != nil {
		return nil, w.refuse
	}
	if _, there := w.days[o.ID]; there {
		return nil, serviceerror.NewWorkflowExecutionAlreadyStarted("started", "", "")
	}
	w.ids, w.days[o.ID] = append(w.ids, o.ID), args[0].(workflows.RosterDay)
	return finished{}, nil
}

func (w *warnings) GetWorkflowHistory(_ context.Context, id, _ string, _ bool, _ enums.HistoryEventFilterType) client.HistoryEventIterator {
	input, err := converter.GetDefaultDataConverter().ToPayloads(w.days[id])
	if err != nil {
		panic(err)
	}
	return &pages{events: []*history.HistoryEvent{{Attributes: &history.HistoryEvent_WorkflowExecutionStartedEventAttributes{
		WorkflowExecutionStartedEventAttributes: &history.WorkflowExecutionStartedEventAttributes{Input: input},
	}}}}
}

// lookers are processes that look at one roster, which lacks what it is told to.
type lookers struct {
	*warnings
	gaps []roster.Gap
	site *sites.Site
	err  error
}

func newLookers() *lookers {
	return &lookers{warnings: &warnings{days: map[string]workflows.RosterDay{}}, site: sites.Riverside()}
}

func (l *lookers) process() *dispatch.Desk {
	return dispatch.New(l.warnings, &catalog{site: l.site}, &shadow{}, dispatch.Options{Coverage: func(string, time.Time, int) (sites.Coverage, error) {
		return sites.Coverage{Gaps: l.gaps}, l.err
	}}, slog.New(slog.DiscardHandler))
}

// at is a time of the site's day.
func (l *lookers) at(hour, minute int) time.Time {
	return time.Date(2026, 11, 27, hour, minute, 0, 0, l.site.Location())
}

// lack adds a gap for the night that comes.
func (l *lookers) lack(seat string) {
	l.gaps = append(l.gaps, roster.Gap{Seat: seat, From: l.at(19, 0), To: l.at(31, 0), Have: 1, Need: 2})
}

// told are the seats that each warning tells of.
func (l *lookers) told() (seats [][]string) {
	for _, id := range l.ids {
		var some []string
		for _, lack := range l.days[id].Tell {
			some = append(some, lack.Seat)
		}
		seats = append(seats, some)
	}
	return seats
}

func TestAGapThatComesUpInTheDayIsToldThatDayAndOnce(t *testing.T) {
	l := newLookers()
	desk := l.process()
	look := func(hour, minute int) {
		t.Helper()
		require.NoError(t, desk.WarnOfRosters(t.Context(), []*sites.Site{l.site}, l.at(hour, minute)))
	}
	look(8, 0)
	require.Empty(t, l.ids, "nothing is lacking yet")
	l.lack("SEC")
	look(8, 1)
	require.Empty(t, l.ids, "it has been looked at just now")
	look(11, 0)
	require.Equal(t, [][]string{{"SEC"}}, l.told())
	look(12, 0)
	require.Len(t, l.ids, 1, "it has been told")
	l.lack("MED")
	look(13, 0)
	require.Equal(t, [][]string{{"SEC"}, {"MED"}}, l.told())
	require.Equal(t, []string{"roster-riverside-2026-11-27", "roster-riverside-2026-11-27-2"}, l.ids)
	l.lack("EVAC")
	look(20, 0)
	require.Len(t, l.ids, 2, "the site's day is over")
	look(24+8, 0)
	require.Equal(t, []string{"SEC", "MED", "EVAC"}, l.told()[2], "the next day begins anew")
}

func TestAProcessKnowsOfTheDayWhatOthersHaveTold(t *testing.T) {
	l := newLookers()
	one, other := l.process(), l.process()
	look := func(desk *dispatch.Desk, hour int) {
		t.Helper()
		require.NoError(t, desk.WarnOfRosters(t.Context(), []*sites.Site{l.site}, l.at(hour, 0)))
	}
	l.lack("SEC")
	look(one, 8)
	l.lack("MED")
	look(other, 9)
	look(one, 10)
	look(l.process(), 11)
	require.Equal(t, [][]string{{"SEC"}, {"MED"}}, l.told())
}

// Whatever an earlier version of Muster was told to tell does not stand in what it was started with: it was all that was lacking.
func TestAWarningOfAnEarlierVersionHasToldOfEverything(t *testing.T) {
	l := newLookers()
	l.days["roster-riverside-2026-11-27"] = workflows.RosterDay{Site: "riverside", Date: "2026-11-27"}
	l.lack("SEC")
	desk := l.process()
	require.NoError(t, desk.WarnOfRosters(t.Context(), []*sites.Site{l.site}, l.at(9, 0)))
	require.Empty(t, l.ids)
	l.lack("MED")
	require.NoError(t, desk.WarnOfRosters(t.Context(), []*sites.Site{l.site}, l.at(10, 0)))
	require.Equal(t, [][]string{{"MED"}}, l.told())
}

func TestALookThatFailsIsMadeAgainAtOnce(t *testing.T) {
	l := newLookers()
	l.lack("SEC")
	desk, all := l.process(), []*sites.Site{l.site}
	l.err = errors.New("no such site")
	require.ErrorIs(t, desk.WarnOfRosters(t.Context(), all, l.at(9, 0)), l.err)
	l.err, l.refuse = nil, errors.New("the engine is away")
	require.ErrorIs(t, desk.WarnOfRosters(t.Context(), all, l.at(9, 1)), l.refuse)
	l.refuse = nil
	require.NoError(t, desk.WarnOfRosters(t.Context(), all, l.at(9, 2)))
	require.Equal(t, [][]string{{"SEC"}}, l.told())
}

func TestNobodyIsToldWhereRostersAreNotLookedAt(t *testing.T) {
	l := newLookers()
	desk := dispatch.New(l.warnings, &catalog{site: l.site}, &shadow{}, dispatch.Options{}, slog.New(slog.DiscardHandler))
	require.NoError(t, desk.WarnOfRosters(t.Context(), []*sites.Site{l.site}, l.at(9, 0)))
	told, err := desk.WarnOfRoster(t.Context(), workflows.RosterDay{Site: "riverside", Date: "2026-11-27"})
	require.NoError(t, err)
	require.Empty(t, told)
	require.Empty(t, l.ids)
}

// By the time that a warning leaves, what it was to tell may be mended: then nobody is told, and nobody of anything else.
func TestAWarningTellsOfWhatIsStillLackingOnly(t *testing.T) {
	l := newLookers()
	now := time.Now()
	date := now.In(l.site.Location()).Format(time.DateOnly)
	for _, seat := range []string{"SEC", "MED"} {
		l.gaps = append(l.gaps, roster.Gap{Seat: seat, From: now.Add(time.Hour), To: now.Add(2 * time.Hour), Have: 1, Need: 2})
	}
	desk := l.process()
	tell := func(seat string) workflows.RosterTold {
		told, err := desk.WarnOfRoster(t.Context(), workflows.RosterDay{
			Site: "riverside", Date: date, Tell: []workflows.RosterLack{{Seat: seat, From: now, To: now.Add(3 * time.Hour), Short: 1}},
		})
		require.NoError(t, err)
		return told
	}
	require.Regexp(t, `MED`, tell("MED").Tell[0].Body)
	require.NotRegexp(t, `SEC`, tell("MED").Tell[0].Body)
	require.Empty(t, tell("EVAC").Tell)
}
