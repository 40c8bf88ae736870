// This file compiles what happens when a step is late.

package plans

import (
	"slices"
	"time"

	"muster/incident/frozen"
	"muster/plans/document"
)

// warned is when a late step's seat is asked again, in percent of the target, unless the step says otherwise.
const warned document.Percent = 80

// compileLate gives what happens when a step is late: what the plan says, or the usual climb from its seat to the company.
// What the plan says never ends in silence: without a value or somebody who is always there it ends with the company.
func compileLate(s *document.Step) []frozen.Late {
	target := s.Target.Of()
	if len(s.OnLate) == 0 {
		return usualLate(target, s.Warn)
	}
	var list []frozen.Late
	for _, l := range s.OnLate {
		list = append(list, split(l)...)
	}
	if s.Warn > 0 && target > 0 {
		list = append(list, at(target, s.Warn, frozen.Holders))
		slices.SortStableFunc(list, func(a, b frozen.Late) int { return int(a.At - b.At) })
	}
	if slices.ContainsFunc(list, func(l frozen.Late) bool { return l.Assume != "" }) {
		return list
	}
	if !slices.ContainsFunc(list, func(l frozen.Late) bool { return reaches(l.Page) }) {
		end := at(target, 200, frozen.Company)
		end.At = max(end.At, list[len(list)-1].At+again(target))
		list = append(list, end)
	}
	return repeatLast(list, target)
}

// split gives an entry that does several things as entries that do one each, at the same moment: a value comes last,
// since it ends the lateness.
func split(l document.Late) []frozen.Late {
	var list []frozen.Late
	if l.Level != "" {
		list = append(list, frozen.Late{At: l.At.Of(), Level: l.Level})
	}
	if l.Open != "" {
		list = append(list, frozen.Late{At: l.At.Of(), Open: l.Open})
	}
	if len(l.Page) > 0 {
		list = append(list, frozen.Late{At: l.At.Of(), Page: l.Page, By: l.By, Repeat: l.Repeat.Of()})
	}
	if l.Assume != "" {
		list = append(list, frozen.Late{At: l.At.Of(), Assume: l.Assume})
	}
	return list
}

// reaches says whether a page goes to somebody who is always there.
func reaches(page []frozen.Selector) bool {
	return slices.Contains(page, frozen.Commander) || slices.Contains(page, frozen.Company)
}

// repeatLast lets the last page come again, unless the plan says how often.
func repeatLast(list []frozen.Late, target time.Duration) []frozen.Late {
	for n := len(list) - 1; n >= 0; n-- {
		if len(list[n].Page) > 0 {
			if list[n].Repeat == 0 {
				list[n].Repeat = again(target)
			}
			break
		}
	}
	return list
}

// usualLate warns the seat at 80 % of the target or at what the step says, its group's lead at 100 %, the commander at
// 150 % and the company at 200 %. Without a target nothing is late.
func usualLate(target time.Duration, warn document.Percent) []frozen.Late {
	if target == 0 {
		return nil
	}
	if warn == 0 {
		warn = warned
	}
	list := []frozen.Late{
		at(target, warn, frozen.Holders), at(target, 100, frozen.Lead), at(target, 150, frozen.Commander), at(target, 200, frozen.Company),
	}
	return repeatLast(list, target)
}

// at pages by SMS at a share of a target.
func at(target time.Duration, share document.Percent, who frozen.Selector) frozen.Late {
	moment := time.Duration(int64(target) * int64(share) / 100).Truncate(time.Second)
	return frozen.Late{At: max(moment, time.Second), Page: []frozen.Selector{who}, By: []frozen.Channel{frozen.SMS}}
}

// without is how often the last page of a step without a target repeats.
const without = 10 * time.Minute

// again is how often the last page about a late step repeats: nobody is left in silence, and nobody is flooded.
func again(target time.Duration) time.Duration {
	if target == 0 {
		return without
	}
	return max(target, time.Minute)
}
