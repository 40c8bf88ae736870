package roster_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/roster"
)

// model answers the same questions as a roster by reading the wall clocks minute by minute.
type model struct {
	r      roster.Roster
	clocks clocks
}

// drawn is a random roster around a day on which clocks change.
type drawn struct {
	roster.Roster
	model    model
	from, to time.Time // between which the model knows the clocks, less a margin
}

var (
	drawnIDs   = []string{"a", "b", "c", "d", "e", "f"}
	drawnSeats = []string{"DUTY", "SEC", "ENG"}
)

func drawRoster(t *rapid.T) drawn {
	name, day := drawChange(t)
	start := day.AddDate(0, 0, -1)
	r := roster.Roster{Zone: zoneOf(t, name, start.AddDate(0, 0, -2)), Day: roster.DayHours{From: drawClock(t), To: drawClock(t)}}
	for _, id := range drawnIDs {
		r.Responders = append(r.Responders, roster.Responder{ID: id, Skills: rapid.SampledFrom([][]string{nil, {"x"}}).Draw(t, "skills")})
	}
	r.Shifts = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) roster.Shift { return drawShift(t, day) }), 1, 4).Draw(t, "shifts")
	r.Overrides = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) roster.Override { return drawOverride(t, day) }), 0, 3).Draw(t, "overrides")
	r.Leave = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) roster.Leave { return drawLeave(t, day) }), 0, 3).Draw(t, "leave")
	clocks := newClocks(location(t, name), start.AddDate(0, 0, -2), start.AddDate(0, 0, 5))
	return drawn{Roster: r, model: model{r, clocks}, from: start, to: start.AddDate(0, 0, 2)}
}

// drawClock prefers the hours in which clocks change.
func drawClock(t *rapid.T) string {
	night := rapid.SampledFrom([]string{"00:00", "00:01", "00:30", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00", "23:00", "23:30"})
	any := rapid.Map(rapid.IntRange(0, 24*60-1), func(m int) string {
		return time.Time{}.Add(time.Duration(m) * time.Minute).Format("15:04")
	})
	return rapid.OneOf(night, any).Draw(t, "clock")
}

func drawShift(t *rapid.T, day time.Time) roster.Shift {
	every := rapid.IntRange(1, 3).Draw(t, "every")
	return roster.Shift{
		From: drawClock(t), To: drawClock(t), Every: every,
		First: day.AddDate(0, 0, rapid.IntRange(-5, 1).Draw(t, "first")).Format(time.DateOnly),
		Days:  rapid.SliceOfNDistinct(rapid.IntRange(0, every-1), 1, every, rapid.ID[int]).Draw(t, "days"),
		Posts: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) roster.Post {
			return roster.Post{
				Seat:   rapid.SampledFrom(append(drawnSeats, "")).Draw(t, "seat"),
				People: rapid.SliceOfN(rapid.SampledFrom(drawnIDs), 1, 3).Draw(t, "people"),
			}
		}), 1, 3).Draw(t, "posts"),
	}
}

func drawSpan(t *rapid.T, day time.Time) (from, to time.Time) {
	from = day.Add(time.Duration(rapid.IntRange(-36*60, 36*60).Draw(t, "from")) * time.Minute)
	return from, from.Add(time.Duration(rapid.IntRange(1, 24*60).Draw(t, "length")) * time.Minute)
}

func drawOverride(t *rapid.T, day time.Time) roster.Override {
	from, to := drawSpan(t, day)
	return roster.Override{
		Seat: rapid.SampledFrom(append(drawnSeats, "")).Draw(t, "seat"), Out: rapid.SampledFrom(append(drawnIDs, "")).Draw(t, "out"),
		In: rapid.SampledFrom(drawnIDs).Draw(t, "in"), From: from, To: to,
	}
}

func drawLeave(t *rapid.T, day time.Time) roster.Leave {
	from, to := drawSpan(t, day)
	return roster.Leave{Responder: rapid.SampledFrom(drawnIDs).Draw(t, "responder"), From: from, To: to}
}

func (d drawn) drawMoment(t *rapid.T) time.Time {
	minutes := int(d.to.Sub(d.from) / time.Minute)
	return d.from.Add(time.Duration(rapid.IntRange(0, minutes).Draw(t, "minute")) * time.Minute)
}

// within says whether the clocks have reached from but not to, counted from the midnight of some date that fits.
func (m model) within(at time.Time, from, to string, fits func(date time.Time) bool) bool {
	start, end := utc("2026-01-01 "+from), utc("2026-01-01 "+to)
	midnight := utc("2026-01-01 00:00")
	if !end.After(start) {
		end = end.AddDate(0, 0, 1)
	}
	today := m.clocks.start.Truncate(24 * time.Hour)
	for d := today; d.Before(at.AddDate(0, 0, 3)); d = d.AddDate(0, 0, 1) {
		if !fits(d) {
			continue
		}
		begins, ends := m.clocks.reach(d.Add(start.Sub(midnight))), m.clocks.reach(d.Add(end.Sub(midnight)))
		if !at.Before(begins) && at.Before(ends) {
			return true
		}
	}
	return false
}

func (m model) worked(s roster.Shift, at time.Time) bool {
	first := utc(s.First + " 00:00")
	return m.within(at, s.From, s.To, func(d time.Time) bool {
		days := int(d.Sub(first).Hours()) / 24
		return !d.Before(first) && slices.Contains(s.Days, days%s.Every)
	})
}

func (m model) isDay(at time.Time) bool {
	return m.within(at, m.r.Day.From, m.r.Day.To, func(time.Time) bool { return true })
}

func covers(from, to, at time.Time) bool { return !at.Before(from) && at.Before(to) }

// holds says whether a person is in a seat ("" for on duty without one).
func (m model) holds(id, seat string, at time.Time) bool {
	for _, l := range m.r.Leave {
		if l.Responder == id && covers(l.From, l.To, at) {
			return false
		}
	}
	for _, o := range m.r.Overrides {
		if o.Out == "" && o.Seat != "" && o.Seat == seat && o.In == id && covers(o.From, o.To, at) {
			return true
		}
	}
	for _, s := range m.r.Shifts {
		for _, p := range s.Posts {
			if p.Seat == seat && m.worked(s, at) && slices.ContainsFunc(p.People, func(who string) bool { return m.standIn(who, seat, at) == id }) {
				return true
			}
		}
	}
	return false
}

func (m model) standIn(id, seat string, at time.Time) string {
	i := slices.IndexFunc(m.r.Overrides, func(o roster.Override) bool {
		return o.Out == id && covers(o.From, o.To, at) && (o.Seat == "" || o.Seat == seat)
	})
	if i < 0 {
		return id
	}
	return m.r.Overrides[i].In
}

func (m model) filter(fits func(id string) bool) []string {
	ids := []string{}
	for _, id := range drawnIDs {
		if fits(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestRosterAgreesWithTheClocksReadMinuteByMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		for range 5 {
			at := d.drawMoment(t)
			for _, seat := range drawnSeats {
				want := d.model.filter(func(id string) bool { return d.model.holds(id, seat, at) })
				require.ElementsMatch(t, want, d.Holders(seat, at), "%s at %s", seat, at)
			}
			want := d.model.filter(func(id string) bool {
				return slices.ContainsFunc(append(drawnSeats, ""), func(seat string) bool { return d.model.holds(id, seat, at) })
			})
			require.ElementsMatch(t, want, d.OnDuty(at), "on duty at %s", at)
			require.Equal(t, d.model.isDay(at), d.IsDay(at), "day at %s", at)
		}
	})
}

func TestNobodyOnLeaveIsOnDuty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		for _, l := range d.Leave {
			require.NotContains(t, d.OnDuty(l.From), l.Responder)
			require.NotContains(t, d.OnDuty(l.To.Add(-1)), l.Responder)
		}
	})
}

func TestHoldersAndSubstitutesAreOnDutyAndApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		at, seat := d.drawMoment(t), rapid.SampledFrom(drawnSeats).Draw(t, "seat")
		onDuty, holders, substitutes := d.OnDuty(at), d.Holders(seat, at), d.Moment(at).Substitutes(seat, "")

		require.Subset(t, onDuty, holders)
		require.ElementsMatch(t, onDuty, append(slices.Clone(holders), substitutes...), "together they are everybody, each once")
		for _, id := range d.Moment(at).Substitutes(seat, "x") {
			p, ok := d.Find(id)
			require.True(t, ok)
			require.True(t, p.Has("x"))
		}
	})
}

// answers is everything that a roster says at a moment.
func answers(r roster.Roster, at time.Time) map[string][]string {
	all := map[string][]string{"on duty": r.OnDuty(at)}
	for _, seat := range drawnSeats {
		all["holders "+seat] = r.Holders(seat, at)
		all["substitutes "+seat] = r.Moment(at).Substitutes(seat, "x")
	}
	if r.IsDay(at) {
		all["day"] = []string{}
	}
	return all
}

func TestAnIndexedRosterSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		at, indexed := d.drawMoment(t), d.Indexed()
		require.Equal(t, answers(d.Roster, at), answers(indexed, at))
		for _, id := range []string{d.Responders[0].ID, d.Responders[len(d.Responders)-1].ID, "nobody"} {
			slow, known := d.Find(id)
			quick, also := indexed.Find(id)
			require.Equal(t, known, also)
			require.Equal(t, slow, quick)
		}
	})
}

func TestNothingChangesBetweenChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		for at := d.drawMoment(t); at.Before(d.to); {
			next := d.NextChange(at)
			require.True(t, next.After(at))
			span := int(next.Sub(at) / time.Minute)
			middle := at.Add(time.Duration(rapid.IntRange(0, span).Draw(t, "middle")) * time.Minute)
			if middle.Before(next) {
				require.Equal(t, answers(d.Roster, at), answers(d.Roster, middle), "%s and %s", at, middle)
			}
			require.Equal(t, answers(d.Roster, at), answers(d.Roster, next.Add(-1)), "%s and just before %s", at, next)
			at = next
		}
	})
}

func TestARestrictedRosterSaysTheSameOfThoseWhoStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		keep := map[string]bool{}
		for _, id := range drawnIDs {
			keep[id] = rapid.Bool().Draw(t, id)
		}
		small, at := d.Restrict(keep), d.drawMoment(t)

		whole := answers(d.Roster, at)
		for what, ids := range whole {
			whole[what] = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !keep[id] })
		}
		for what, ids := range answers(small, at) {
			require.Equal(t, append([]string{}, whole[what]...), append([]string{}, ids...), "%s at %s", what, at)
		}
	})
}
