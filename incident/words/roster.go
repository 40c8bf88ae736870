package words

// Rosters: what the duty manager is told once a day.

import (
	"fmt"
	"strings"
	"time"

	"muster/incident/sms"
)

// RosterLacks is what a roster lacks, as its text names it. The times are local.
type RosterLacks struct {
	Site        string
	Days        int
	Gaps        int
	Seat        string // of the first gap, with its beginning and numbers
	From        time.Time
	Have, Need  int
	Unlicensed  int
	Unreachable int
	Now         time.Time
}

// RosterWarning tells what a roster lacks for the coming days.
func RosterWarning(lang string, l RosterLacks) string {
	whole := func(site string) string {
		return pick(lang,
			fmt.Sprintf("Roster of %s, next %d days: %s. Not urgent: see the roster's coverage. Do not answer this text.", site, l.Days, strings.Join(l.parts(lang), ", ")),
			fmt.Sprintf("%s未来%d天排班：%s。不紧急，请查看排班缺口。本条无需回复。", site, l.Days, strings.Join(l.parts(lang), "，")))
	}
	return whole(sms.Shorten(l.Site, partsAim, whole))
}

func (l RosterLacks) parts(lang string) []string {
	var list []string
	if l.Gaps > 0 {
		from := Clock(lang, l.From, l.Now)
		list = append(list, pick(lang,
			fmt.Sprintf("%s (first %s at %s: %d of %d)", counted(l.Gaps, "gap", "gaps"), l.Seat, from, l.Have, l.Need),
			fmt.Sprintf("缺岗%d处（最早%s，%s，%d/%d人）", l.Gaps, l.Seat, from, l.Have, l.Need)))
	}
	if l.Unlicensed > 0 {
		list = append(list, pick(lang, counted(l.Unlicensed, "person", "people")+" without a seat's licence", fmt.Sprintf("无证上岗%d人", l.Unlicensed)))
	}
	if l.Unreachable > 0 {
		list = append(list, pick(lang, counted(l.Unreachable, "person", "people")+" without a working number", fmt.Sprintf("号码失效%d人", l.Unreachable)))
	}
	return list
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
