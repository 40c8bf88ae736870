package review

// Counts: the sums as people read them, without those that are nothing.

import (
	"fmt"
	"strings"
)

// count is a number with its words, in which it stands as %d.
type count struct {
	n      int
	en, zh string
}

// counts lists what there is any of, behind what it is a part of.
func (w *writer) counts(whole count, parts ...count) string {
	line := fmt.Sprintf(w.in(whole.en, whole.zh), whole.n)
	if said := w.some(parts...); said != "" {
		line += w.in(": ", "：") + said
	}
	return line
}

// some lists what there is any of, empty if there is nothing.
func (w *writer) some(parts ...count) string {
	var said []string
	for _, c := range parts {
		if c.n > 0 {
			said = append(said, fmt.Sprintf(w.in(c.en, c.zh), c.n))
		}
	}
	return strings.Join(said, w.in(", ", "，"))
}

func (w *writer) seatSums() string {
	s := w.Sums.Seats
	return w.counts(count{s.Asked, "%d asked for", "启用%d个"}, count{s.Filled, "%d filled", "到岗%d"}, count{s.Short, "%d short", "缺人%d"})
}

func (w *writer) stepSums() string {
	s := w.Sums.Steps
	return w.counts(count{s.Planned, "%d planned", "共%d步"},
		count{s.OnTime, "%d on time", "按时%d"}, count{s.Late, "%d late", "超时%d"}, count{s.Done, "%d done without a target", "无时限完成%d"},
		count{s.Assumed, "%d assumed", "按预案认定%d"}, count{s.Never, "%d never done", "未完成%d"}, count{s.Skipped, "%d skipped", "跳过%d"},
		count{s.Open, "%d open", "进行中%d"}, count{s.Waiting, "%d to come", "未开始%d"})
}

func (w *writer) peopleSums() string {
	s := w.Sums.People
	line := w.counts(count{s.Called, "%d called", "呼叫%d人"},
		count{s.Accepted, "%d accepted", "接受%d"}, count{s.Declined, "%d declined", "谢绝%d"}, count{s.Unreachable, "%d unreachable", "无法联系%d"},
		count{s.NotNeeded, "%d no longer needed", "不再需要%d"}, count{s.Seen, "%d seen only", "仅已读%d"}, count{s.Silent, "%d silent", "无应答%d"},
		count{s.Arrived, "%d on scene", "到场%d"})
	if s.Median != nil && s.Slowest != nil {
		line += fmt.Sprintf(w.in("; answered after %s at the median, %s at the latest", "；应答用时中位%s，最长%s"), s.Median, s.Slowest)
	}
	return line
}

// messageTrouble lists what did not go as it should with messages, empty if all went well.
func (w *writer) messageTrouble() string {
	m := w.Sums.Messages
	return w.some(count{m.Unknown, "%d whose fate was unknown at first", "去向曾不明%d条"}, count{m.Delayed, "%d delayed by the carrier", "被运营商延迟%d条"},
		count{m.Doubled, "%d doubled", "重复%d条"}, count{m.Undelivered, "%d undelivered", "未送达%d条"})
}
