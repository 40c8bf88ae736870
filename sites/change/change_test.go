package change_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"muster/roster"
	"muster/sites"
	"muster/sites/calendar"
	"muster/sites/change"
	"muster/sites/staff"
)

// now is a Tuesday noon at Riverside: crew A works the day, crew C the night.
var now = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

func terms(force bool) change.Terms {
	return change.Terms{Now: now, Force: force, Needs: sites.CommonNeeds()}
}

func apply(t *testing.T, do change.Change) *sites.Site {
	t.Helper()
	before := sites.Riverside()
	after, err := change.Apply(before, do, terms(false))
	require.NoError(t, err)
	require.Equal(t, sites.Riverside(), before, "what is in force stays as it is")
	return after
}

func holders(s *sites.Site, seat string, at time.Time) []string {
	return s.Roster(now).Holders(seat, at)
}

func crewOf(t *testing.T, at time.Time) (day string) {
	t.Helper()
	ids := holders(sites.Riverside(), "ENG-L", at)
	require.NotEmpty(t, ids)
	return ids[0]
}

func TestALeaveIsTakenAndTakenBack(t *testing.T) {
	span := change.Span{From: now.Add(48 * time.Hour), To: now.Add(96 * time.Hour)}
	after := apply(t, change.AddLeave(sites.Leave{Responder: "deng-chao"}, span))
	added := change.Between(sites.Riverside(), after).Added
	require.Equal(t, []string{"leave deng-chao-20261126-1200"}, added)
	require.NotContains(t, after.Roster(now).OnDuty(span.From.Add(time.Minute)), "deng-chao")
	back, err := change.Apply(after, change.DeleteLeave("deng-chao-20261126-1200"), terms(false))
	require.NoError(t, err)
	require.Equal(t, change.Difference{}, change.Between(sites.Riverside(), back))
	_, err = change.Apply(back, change.DeleteLeave("deng-chao-20261126-1200"), terms(false))
	var unknown *change.UnknownError
	require.ErrorAs(t, err, &unknown)
}

func TestWhatWouldLeaveTonightEmptyIsRefusedUnlessForced(t *testing.T) {
	site := sites.Riverside()
	midnight := now.Add(12 * time.Hour)
	duty := holders(site, "DUTY", midnight)
	require.Len(t, duty, 1)
	leave := change.AddLeave(sites.Leave{Responder: duty[0]}, change.Span{From: now, To: now.Add(72 * time.Hour)})
	_, err := change.Apply(site, leave, terms(false))
	var empty *change.EmptyError
	require.ErrorAs(t, err, &empty)
	require.Contains(t, err.Error(), "This would leave the coming night or day empty: nobody would hold DUTY from 2026-11-24 19:00 to 2026-11-25 07:00.")
	require.Contains(t, err.Error(), "Roster somebody first, or repeat with force.")
	after, err := change.Apply(site, leave, terms(true))
	require.NoError(t, err)
	require.Empty(t, holders(after, "DUTY", midnight))
}

func TestTwoSwapTheirNights(t *testing.T) {
	one, other := now.Add(12*time.Hour), now.Add(36*time.Hour)
	first, second := crewOf(t, one), crewOf(t, other)
	require.NotEqual(t, first, second)
	crews := map[string]string{"zhao-lei": "crew-a-night", "guo-qiang": "crew-b-night", "tang-wei": "crew-c-night"}
	after := apply(t, change.Swap(
		roster.Stint{Shift: crews[first], Date: "2026-11-24", Responder: first},
		roster.Stint{Shift: crews[second], Date: "2026-11-25", Responder: second},
	))
	require.Equal(t, []string{second}, holders(after, "ENG-L", one))
	require.Equal(t, []string{first}, holders(after, "ENG-L", other))
	require.Equal(t, []string{first}, holders(after, "ENG-L", one.Add(-12*time.Hour).Add(72*time.Hour+12*time.Hour)), "and nothing else changes")
}

func TestAShiftIsTakenNowFromWhoeverStandsIn(t *testing.T) {
	day := crewOf(t, now)
	shift := map[string]string{"zhao-lei": "crew-a-day", "guo-qiang": "crew-b-day", "tang-wei": "crew-c-day"}[day]
	after := apply(t, change.TakeNow(roster.Taking{Responder: "feng-kai", Shift: shift, Out: day}))
	require.Equal(t, "feng-kai", holders(after, "ENG-L", now)[0])
	later := change.Terms{Now: now.Add(time.Hour), Needs: sites.CommonNeeds()}
	back, err := change.Apply(after, change.TakeNow(roster.Taking{Responder: day, Shift: shift, Out: "feng-kai"}), later)
	require.NoError(t, err)
	require.Equal(t, day, holders(back, "ENG-L", now.Add(time.Hour))[0])
	require.Equal(t, "feng-kai", holders(back, "ENG-L", now.Add(time.Minute))[0], "what has been is not rewritten")
}

func TestAChangeThatDoesNotFitChangesNothing(t *testing.T) {
	for name, do := range map[string]change.Change{
		`There is no responder "nobody"; add them to responders or name somebody else. Nothing has changed.`: change.AddLeave(sites.Leave{Responder: "nobody"}, change.Span{From: now, To: now.Add(time.Hour)}),
		"This ends before it begins: give an end after its beginning.":                                       change.AddLeave(sites.Leave{Responder: "li-hua"}, change.Span{From: now, To: now}),
		"This is over already: give an end that is still to come.":                                           change.AddLeave(sites.Leave{Responder: "li-hua"}, change.Span{From: now.Add(-2), To: now.Add(-1)}),
	} {
		_, err := change.Apply(sites.Riverside(), do, terms(false))
		require.EqualError(t, err, name)
	}
}

// list is a CSV file of so many people; the line of one of them is replaced.
func list(people, wrong int, line string) []byte {
	var b strings.Builder
	b.WriteString("id,name,phone,languages,skills,group\n")
	for n := range people {
		if n+2 == wrong {
			b.WriteString(line + "\n")
			continue
		}
		fmt.Fprintf(&b, "guard-%d,Guard %d,+86138%08d,zh en,first-aid fire-team,security\n", n, n, n)
	}
	return []byte(b.String())
}

func TestABadLine417IsNamedAndNobodyIsTakenIn(t *testing.T) {
	lines, problems := staff.Read(list(600, 417, `guard-415,Guard 415,0138,zh,,security`))
	require.Equal(t, []staff.Problem{{Line: 417, Text: "the phone is not an international number: write + and 8 to 15 digits, such as +8613800000000; a spreadsheet keeps the + if the column is text."}}, problems)
	require.Len(t, lines, 599)

	for line, want := range map[string]string{
		`guard-415,Guard 415,+12025550130,zh,,guards`: "Line 417: the phone of guard-415 is that of the resident b1-3 already: give each a number of their own. Nothing has changed. There is more to correct, 2 in all.",
		`guard-415,Li Hua,+12025550119,zh,,security`:  "Line 417: guard-415 has the phone and the name of the responder li-hua: write names that tell the two apart. Nothing has changed.",
	} {
		lines, problems = staff.Read(list(600, 417, line))
		require.Empty(t, problems)
		_, err := change.Apply(sites.Riverside(), change.Staff(lines), terms(false))
		require.EqualError(t, err, want)
	}
}

func TestWhoSharesAPhoneIsTakenInAndTold(t *testing.T) {
	lines, problems := staff.Read([]byte("id,name,phone\nnight-1,Night guard,+12025550119\nnight-2,Relief guard,+12025550119\n"))
	require.Empty(t, problems)
	after := apply(t, change.Staff(lines))
	require.Equal(t, []string{"li-hua, night-1, night-2 share one phone: see whether that is meant."}, change.Sharing(sites.Riverside(), after))
	require.Empty(t, change.Sharing(after, after))
	_, problems = staff.Read([]byte("id,name,phone\na,Guard,+12025550119\nb,Guard,+12025550119\n"))
	require.Equal(t, []staff.Problem{{Line: 3, Text: "the name and the phone stand on line 2 already: write names that tell the two apart."}}, problems)
}

func TestWhatAListHasNoColumnForStays(t *testing.T) {
	before, _ := sites.Riverside().Roster(now).Find("zhao-lei")
	lines, problems := staff.Read([]byte("id,name,phone\nzhao-lei,Zhao Lei,+12025550188\n"))
	require.Empty(t, problems)
	after, _ := apply(t, change.Staff(lines)).Roster(now).Find("zhao-lei")
	want := before
	want.Phone = "+12025550188"
	require.Equal(t, want, after, "licences are not lost with a new number")
	lines, problems = staff.Read([]byte("id,name,phone,skills\nzhao-lei,Zhao Lei,+12025550188,plumbing\n"))
	require.Empty(t, problems)
	changed := apply(t, change.Staff(lines))
	require.Equal(t, []string{"plumbing"}, change.Entry(changed, "responder zhao-lei").(roster.Responder).Skills)
	require.Nil(t, change.Entry(changed, "shift nobody-works-it"))
	require.IsType(t, sites.Shift{}, change.Entry(changed, "shift crew-a-day"))
}

func TestPeopleAreAddedAndChanged(t *testing.T) {
	lines, problems := staff.Read([]byte("\xef\xbb\xbfID;Name;Phone;Group\r\nli-hua;\"Li, Hua\";+1 202 555 0119;command\r\nnew-one;新人;+12025550188;\r\n;;;\r\n"))
	require.Empty(t, problems)
	after := apply(t, change.Staff(lines))
	require.Equal(t, change.Difference{Added: []string{"responder new-one"}, Changed: []string{"responder li-hua"}}, change.Between(sites.Riverside(), after))
	found, _ := after.Roster(now).Find("new-one")
	require.Equal(t, after.Languages, found.Languages, "the site's")
	_, err := change.Apply(after, change.RemoveStaff("li-hua"), terms(false))
	require.Error(t, err, "the company calls them")
	without, err := change.Apply(after, change.RemoveStaff("new-one"), terms(false))
	require.NoError(t, err)
	require.False(t, without.HasResponder("new-one"))
}

func TestAListThatIsNoneSaysWhy(t *testing.T) {
	for file, want := range map[string]string{
		"":                                      "line 1 there is no line of headings: begin with id,name,phone,languages,skills,group.",
		"id,name\n":                             "line 1 the column phone is missing: add it.",
		"id,name,phone,colour\n":                "line 1 column 4 has the unknown heading \"colour\": write id, name, phone, languages, skills, group.",
		"id,name,phone\na,b\n":                  "line 2 there are 2 cells and 3 headings: give each heading a cell, an empty one where nothing is to be said.",
		"id,name,phone\na,\"b,+8613800000000\n": "line 2 a quotation mark is not closed or stands in the middle of a cell: correct it; what follows was not read.",
		"id,name,phone\na,\xd0\xc2,1\n":         "line 2 this is not UTF-8: save the list as \"CSV UTF-8\".",
	} {
		_, problems := staff.Read([]byte(file))
		require.NotEmpty(t, problems, file)
		require.Equal(t, want, problems[0].Where()+" "+problems[0].Text)
	}
}

const holidays = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" +
	"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Leave: Deng Chao\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:course\r\nATTENDEE;CN=Peng Yu:mailto:py@example.org\r\nDTSTART;TZID=Europe/Berlin:20261202T090000\r\nDURATION:PT2H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE;TZID=Europe/Berlin:20261209T090000\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:c\r\nSUMMARY:long ago: nobody\r\nDTSTART:20200101T000000Z\r\nDTEND:20200102T000000Z\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:d\r\nSTATUS:CANCELLED\r\nSUMMARY:nobody\r\nDTSTART:20261224T000000Z\r\nDTEND:20261225T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestLeaveIsBroughtInFromACalendarOnce(t *testing.T) {
	site := sites.Riverside()
	events, problems := calendar.Read([]byte(holidays), site.Location(), now)
	require.Empty(t, problems)
	in := change.Events{List: events}.Change()
	after := apply(t, in)
	var got []string
	for _, l := range after.Leave[len(site.Leave):] {
		got = append(got, l.Responder+" "+l.From+" "+l.To)
	}
	require.Equal(t, []string{
		"deng-chao 2026-12-24 00:00 2026-12-27 00:00", "peng-yu 2026-12-02 16:00 2026-12-02 18:00", "peng-yu 2026-12-16 16:00 2026-12-16 18:00",
	}, got)
	again, err := change.Apply(after, in, terms(false))
	require.NoError(t, err)
	require.Equal(t, change.Difference{}, change.Between(after, again))
}

func TestEveryEventThatCannotBeBroughtInIsNamed(t *testing.T) {
	file := strings.NewReplacer("Leave: Deng Chao", "Leave: Somebody Else", "TZID=Europe/Berlin:20261202T090000", "TZID=Middle-earth:20261202T090000").Replace(holidays)
	events, problems := calendar.Read([]byte(file), sites.Riverside().Location(), now)
	require.Equal(t, []calendar.Problem{{Where: `event 2 "course"`, Text: "its beginning cannot be read: give it a date and time, in a zone such as Asia/Shanghai."}}, problems)
	_, err := change.Apply(sites.Riverside(), change.Events{List: events}.Change(), terms(false))
	require.EqualError(t, err, `Event 1 "Leave: Somebody Else": this names nobody who is a responder here: write a responder's name or id as its summary or attendee, or say for whom the whole calendar is. Nothing has changed.`)
	_, problems = calendar.Read([]byte("no calendar"), time.UTC, now)
	require.NotEmpty(t, problems)
}

func TestEventsAreDutyInASeat(t *testing.T) {
	events, problems := calendar.Read([]byte(holidays), sites.Riverside().Location(), now)
	require.Empty(t, problems)
	after := apply(t, change.Events{List: events, Responder: "feng-kai", Seat: "ENG-L"}.Change())
	require.Contains(t, holders(after, "ENG-L", time.Date(2026, 12, 25, 15, 0, 0, 0, time.UTC)), "feng-kai")
}

func TestACalendarIsReadAsItWasWritten(t *testing.T) {
	from := time.Date(2026, 12, 24, 11, 0, 0, 0, time.UTC)
	file := calendar.Write("Li Hua, Riverside", "Asia/Shanghai", []calendar.Entry{{ID: "x@muster", Title: "DUTY, CTRL; 值班", From: from, To: from.Add(12 * time.Hour)}}, now)
	require.Contains(t, string(file), "\r\nDTSTART:20261224T110000Z\r\n")
	events, problems := calendar.Read(file, time.UTC, now)
	require.Empty(t, problems)
	require.Equal(t, []calendar.Event{{Where: `event 1 "DUTY, CTRL; 值班"`, ID: "x@muster", Names: []string{"DUTY, CTRL; 值班"}, From: from, To: from.Add(12 * time.Hour)}}, events)
}
