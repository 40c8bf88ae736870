package roster_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"muster/roster"
)

var licences = []roster.Need{{Seat: "SEC", Day: 2, Night: 1}, {Seat: "MED", Day: 1, Skill: "first-aid"}, {Seat: "DUTY", Day: 1, Night: 1}}

func TestWhoMaySwap(t *testing.T) {
	const now = "2026-11-20 12:00"
	night := func(day, id string) roster.Stint {
		return roster.Stint{Shift: "night", Date: "2026-11-" + day, Responder: id}
	}
	day := func(day, id string) roster.Stint {
		return roster.Stint{Shift: "day", Date: "2026-11-" + day, Responder: id}
	}
	tests := []struct {
		name       string
		one, other roster.Stint
		change     func(*roster.Roster)
		want       string // of the refusal; empty: none
	}{
		{"two nights and a day apart", night("21", "ng"), day("23", "g2"), nil, ""},
		{"a day that has begun", day("20", "g2"), night("21", "ng"), nil, ""},
		{"over already", day("19", "g2"), night("21", "ng"), nil, "The shift day of 2026-11-19 is over: what is past cannot be changed."},
		{"no such shift", roster.Stint{Shift: "dawn", Date: "2026-11-21", Responder: "ng"}, day("23", "g2"), nil, `There is no shift "dawn" at this site: see its shifts.`},
		{"no such person", night("21", "nobody"), day("23", "g2"), nil, `There is no responder "nobody" at this site: see its responders.`},
		{"a date on which it is not worked", roster.Stint{Shift: "engineer", Date: "2026-11-21", Responder: "eng"}, day("23", "g2"), nil, "The shift engineer does not begin on 2026-11-21: give a date on which it does, such as 2026-11-28."},
		{"somebody who is not rostered", night("21", "g1"), day("23", "g2"), nil, "g1 is not rostered to the shift night: name who is, or change the override by which they stand in."},
		{"with oneself", day("21", "g2"), day("23", "g2"), nil, "g2 cannot swap with themselves: name somebody else."},
		{"without the licence", day("21", "g1"), night("23", "ndm"), nil, "ndm lacks a skill that g1 has and the seat asks for: MED (first-aid). Name somebody who has it, or repeat with force."},
		{"on leave then", night("21", "ng"), day("23", "g2"), func(r *roster.Roster) {
			r.Leave = []roster.Leave{{Responder: "g2", From: shanghai("2026-11-21 20:00"), To: shanghai("2026-11-21 21:00")}}
		}, "g2 is on leave during the shift night of 2026-11-21: end the leave first, or swap another shift."},
		{"off it already", night("21", "ng"), day("23", "g2"), func(r *roster.Roster) {
			r.Overrides = []roster.Override{{Out: "ng", In: "spare", From: shanghai("2026-11-21 18:00"), To: shanghai("2026-11-22 08:00")}}
		}, "ng does not work the shift night of 2026-11-21: a leave or an override takes them off it. Change that first."},
		{"two shifts at once", day("22", "g2"), day("23", "dm"), nil, "dm is on duty already from 2026-11-22 07:00 to 2026-11-22 19:00, during the shift day of 2026-11-22: nobody works two at once. Swap another shift."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := house(t)
			if tt.change != nil {
				tt.change(&r)
			}
			made, err := r.Swap(tt.one, tt.other, licences, shanghai(now))
			if tt.want != "" {
				require.EqualError(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			r.Overrides = append(r.Overrides, made...)
			for k, s := range []roster.Stint{tt.one, tt.other} {
				in := []roster.Stint{tt.other, tt.one}[k].Responder
				on := r.OnDuty(made[k].To.Add(-1))
				require.Contains(t, on, in)
				require.NotContains(t, on, s.Responder)
			}
		})
	}
}

func TestForceLooksAtNobodysLicence(t *testing.T) {
	_, err := house(t).Swap(roster.Stint{Shift: "day", Date: "2026-11-21", Responder: "g1"}, roster.Stint{Shift: "night", Date: "2026-11-23", Responder: "ndm"}, nil, shanghai("2026-11-20 12:00"))
	require.NoError(t, err)
}

func TestWhoMayTakeAShiftNow(t *testing.T) {
	at := shanghai("2026-11-20 23:30")
	standsIn := func(r *roster.Roster) {
		r.Overrides = []roster.Override{{Out: "ng", In: "g2", From: shanghai("2026-11-20 19:00"), To: shanghai("2026-11-21 07:00")}}
	}
	tests := []struct {
		name   string
		taking roster.Taking
		change func(*roster.Roster)
		want   string
		out    string
	}{
		{"relieving whom one names", roster.Taking{Responder: "spare", Shift: "night", Out: "ng"}, nil, "", "ng"},
		{"whoever stands in is relieved like whom they replace", roster.Taking{Responder: "spare", Shift: "night", Out: "g2"}, standsIn, "", "ng"},
		{"back from whoever stands in", roster.Taking{Responder: "ng", Shift: "night", Out: "g2"}, standsIn, "", "ng"},
		{"of several", roster.Taking{Responder: "spare", Shift: "night"}, nil, "The shift night rosters several people: say whom spare relieves, one of ndm, ng.", ""},
		{"not worked now", roster.Taking{Responder: "spare", Shift: "day", Out: "g1"}, nil, "The shift day is not being worked now: take one that is, or swap it for its day.", ""},
		{"not of it", roster.Taking{Responder: "spare", Shift: "night", Out: "dm"}, nil, "dm does not work the shift night: name who does, one of ndm, ng.", ""},
		{"one's own", roster.Taking{Responder: "ng", Shift: "night", Out: "ng"}, nil, "ng has the shift night already.", ""},
		{"on leave", roster.Taking{Responder: "spare", Shift: "night", Out: "ng"}, func(r *roster.Roster) {
			r.Leave = []roster.Leave{{Responder: "spare", From: at, To: at.Add(1)}}
		}, "spare is on leave now, and would not be called: end the leave first.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := house(t)
			if tt.change != nil {
				tt.change(&r)
			}
			made, err := r.TakeNow(tt.taking, nil, at)
			if tt.want != "" {
				require.EqualError(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			require.Equal(t, roster.Override{Out: tt.out, In: tt.taking.Responder, From: at, To: made.To}, made)
			require.Equal(t, shanghai("2026-11-21 07:00"), made.To.UTC())
		})
	}
}

func TestDutiesAgreeWithWhoIsOnDutyAtEachMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawRoster(t)
		duties := d.Duties(d.from, d.to)
		for range 6 {
			at := d.drawMoment(t)
			if !at.Before(d.to) {
				continue
			}
			var on []string
			for _, duty := range duties {
				if !covers(duty.From, duty.To, at) {
					continue
				}
				on = append(on, duty.Responder)
				for _, seat := range duty.Seats {
					require.Contains(t, d.Holders(seat, at), duty.Responder)
				}
			}
			want := d.OnDuty(at)
			slices.Sort(on)
			slices.Sort(want)
			require.Equal(t, want, on, "each once")
		}
	})
}

func TestWhatAChangeLeavesEmpty(t *testing.T) {
	r := house(t)
	from, to := shanghai("2026-11-20 12:00"), shanghai("2026-11-21 12:00")
	require.Empty(t, roster.Emptied(r, r, licences, from, to))
	after := r
	after.Leave = []roster.Leave{{Responder: "ng", From: shanghai("2026-11-20 22:00"), To: shanghai("2026-11-25 00:00")}}
	require.Equal(t, []string{"SEC 22:00-07:00"}, written(roster.Emptied(r, after, licences, from, to)), "MED is nobody's by night before too")
	after.Leave = append(after.Leave, roster.Leave{Responder: "ndm", From: from, To: to})
	require.Equal(t, []string{" 22:00-07:00", "SEC 22:00-07:00", "DUTY 19:00-07:00"}, written(roster.Emptied(r, after, licences, from, to)))
	require.Empty(t, roster.Emptied(after, r, licences, from, to), "what is filled is not emptied")
}

func written(gaps []roster.Gap) []string {
	var list []string
	for _, g := range gaps {
		list = append(list, g.Seat+" "+g.From.Add(8*time.Hour).UTC().Format("15:04")+"-"+g.To.Add(8*time.Hour).UTC().Format("15:04"))
	}
	return list
}

func TestWhoHoldsASeatWithoutItsLicence(t *testing.T) {
	r := house(t)
	needs := []roster.Need{{Seat: "SEC", Day: 2, Night: 1, Skill: "first-aid"}, {Seat: "DUTY", Day: 1}}
	from := shanghai("2026-11-20 12:00")
	require.Equal(t, []roster.Unlicensed{{Seat: "SEC", Skill: "first-aid", Responder: "g2", From: from, Times: 3}},
		roster.WithoutLicence(r, needs, from, shanghai("2026-11-22 12:00")))
}
