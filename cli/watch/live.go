package watch

// The live view: the board on a terminal, drawn anew when something has changed and each second.

import (
	"context"
	"io"
	"sync"
	"time"

	"muster/cli/board"
	"muster/cli/text"
	"muster/incident"
)

// Terminal is where a live view is shown.
type Terminal struct {
	Out     io.Writer
	Keys    io.Reader // what is typed, key by key; nil: nothing
	Size    func() (width, height int)
	Restore func() // undoes what the caller has done to the terminal; nil: nothing
	Colour  bool
	Lang    string
}

// blink is how often the view looks whether a second has passed or the terminal has another size.
const blink = 200 * time.Millisecond

// Live shows an incident until ctx ends or somebody leaves, and gives the last picture for a summary. The terminal is
// then as it was before, after a panic too.
func Live(ctx context.Context, source Source, id string, terminal Terminal) (board.Frame, error) {
	ctx, cancel := context.WithCancel(ctx)
	v := &view{terminal: terminal, screen: screen{out: terminal.Out}, news: make(chan News), keys: make(chan byte), fed: make(chan error, 1)}
	v.frame.Lang, v.frame.Colour = terminal.Lang, terminal.Colour
	v.screen.open()
	defer v.restore()
	go v.feed(ctx, source, id)
	go v.listen(ctx)
	err := v.run(ctx)
	cancel()
	for range v.fed { // until the feed has ended
	}
	return v.frame, err
}

// feed reads the incident beside the drawing.
func (v *view) feed(ctx context.Context, source Source, id string) {
	defer close(v.fed)
	whole := false
	defer func() {
		if !whole {
			v.restore() // a panic is told on a terminal that can be read
		}
	}()
	v.fed <- Feed(ctx, source, id, func(n News) {
		select {
		case v.news <- n:
		case <-ctx.Done():
		}
	})
	whole = true
}

func (v *view) restore() {
	v.once.Do(func() {
		v.screen.close()
		if v.terminal.Restore != nil {
			v.terminal.Restore()
		}
	})
}

type view struct {
	terminal Terminal
	screen   screen
	news     chan News
	keys     chan byte
	fed      chan error // the feed's end, then closed
	once     sync.Once

	frame  board.Frame
	clock  clock
	heard  time.Time // when Muster last answered
	live   bool
	silent bool
	drawn  time.Time // the second that is on the screen
	size   [2]int
}

// run waits for what happens next; its error is the feed's.
func (v *view) run(ctx context.Context) error {
	ticks := time.NewTicker(blink)
	defer ticks.Stop()
	for {
		select {
		case n := <-v.news:
			v.take(n)
			v.draw(time.Now())
		case now := <-ticks.C:
			v.tick(now)
		case key := <-v.keys:
			if v.press(key) {
				return nil
			}
		case err := <-v.fed:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

func (v *view) take(n News) {
	v.live, v.silent = n.Live, n.Err != nil
	if n.Err != nil {
		return
	}
	v.frame.View, v.heard = n.View, n.At
	v.clock.read(time.Time(n.View.Now), n.At)
	for _, e := range n.Entries {
		v.frame.Entries = append(v.frame.Entries, e.Entry)
	}
}

// tick draws when the picture is a second old or the terminal has another size.
func (v *view) tick(now time.Time) {
	width, height := v.terminal.Size()
	if now.Sub(v.drawn) >= time.Second || v.size != [2]int{width, height} {
		v.draw(now)
	}
}

// press does what a key is for; true leaves.
func (v *view) press(key byte) bool {
	const ctrlC, ctrlD = 3, 4
	switch key {
	case 'q', 'Q', ctrlC, ctrlD:
		return true
	case 'l', 'L':
		if v.frame.Lang == "zh" {
			v.frame.Lang = "en"
		} else {
			v.frame.Lang = "zh"
		}
		v.draw(time.Now())
	}
	return false
}

func (v *view) draw(now time.Time) {
	width, height := v.terminal.Size()
	if v.size != [2]int{width, height} {
		v.screen.forget()
	}
	v.size, v.drawn = [2]int{width, height}, now.Truncate(time.Second)
	v.frame.Width, v.frame.Height, v.frame.Foot = width, height, v.foot(now, width)
	if v.heard.IsZero() {
		v.screen.show(v.frame.Foot.String(v.frame.Colour))
		return
	}
	v.frame.Now, v.frame.Speed = v.clock.tell(now), v.clock.speed
	v.screen.show(board.Render(v.frame))
}

// foot says whether what is shown can be trusted, and how to leave.
func (v *view) foot(now time.Time, width int) text.Line {
	in := func(en, zh string) string { return incident.Text{EN: en, ZH: zh}.In(v.frame.Lang) }
	var state text.Line
	switch {
	case v.heard.IsZero() && v.silent:
		state = text.S(text.Bad, in("Muster does not answer; trying again", "无法连接，正在重试"))
	case v.heard.IsZero():
		state = text.S(text.Faint, in("reading", "读取中"))
	case v.silent:
		state = text.S(text.Bad, in("NOT LIVE: Muster has not answered for ", "连接中断：未更新")+text.Clock(now.Sub(v.heard)))
	case Ended(v.frame.View):
		state = text.S(text.Faint, in("ended", "已结束"))
	case v.live:
		state = text.S(text.Good, in("live", "实时"))
	default:
		state = text.S(text.Warn, in("read every second", "每秒读取"))
	}
	return text.Ends(state, text.S(text.Faint, in("l 中文  q leave", "l English  q 退出")), width)
}

// listen passes on what is typed.
func (v *view) listen(ctx context.Context) {
	if v.terminal.Keys == nil {
		return
	}
	var key [1]byte
	for {
		if n, err := v.terminal.Keys.Read(key[:]); n == 0 || err != nil {
			return
		}
		select {
		case v.keys <- key[0]:
		case <-ctx.Done():
			return
		}
	}
}
