package sim

// Jobs run later, a bounded number at once, in order of when they are due.

import (
	"container/heap"
	"sync"
	"time"
)

type job struct {
	due time.Time
	seq int // keeps the order of those due at the same moment
	run func()
}

type jobs struct {
	mu    sync.Mutex
	queue jobHeap
	seq   int
	wake  chan struct{} // something earlier may be due
	ready chan func()
	done  chan struct{}
	all   sync.WaitGroup
}

func newJobs(workers int) *jobs {
	j := &jobs{wake: make(chan struct{}, 1), ready: make(chan func()), done: make(chan struct{})}
	j.all.Go(j.dispatch)
	for range workers {
		j.all.Go(j.work)
	}
	return j
}

// after runs a job once a duration has passed, unless the simulator is closed by then.
func (j *jobs) after(wait time.Duration, run func()) {
	j.mu.Lock()
	j.seq++
	heap.Push(&j.queue, job{due: time.Now().Add(wait), seq: j.seq, run: run})
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// close drops what waits and returns once what runs has ended.
func (j *jobs) close() {
	close(j.done)
	j.all.Wait()
}

func (j *jobs) dispatch() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		run, wait := j.next()
		if run != nil {
			select {
			case j.ready <- run:
				continue
			case <-j.done:
				return
			}
		}
		timer.Reset(wait)
		select {
		case <-timer.C:
		case <-j.wake:
		case <-j.done:
			return
		}
	}
}

// next takes the first job that is due, or says how long to wait for it.
func (j *jobs) next() (run func(), wait time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.queue) == 0 {
		return nil, time.Hour
	}
	if wait := time.Until(j.queue[0].due); wait > 0 {
		return nil, wait
	}
	first, _ := heap.Pop(&j.queue).(job)
	return first.run, 0
}

func (j *jobs) work() {
	for {
		select {
		case run := <-j.ready:
			run()
		case <-j.done:
			return
		}
	}
}

type jobHeap []job

// Len implements heap.Interface.
func (h jobHeap) Len() int { return len(h) }

// Less implements heap.Interface.
func (h jobHeap) Less(i, k int) bool {
	if h[i].due.Equal(h[k].due) {
		return h[i].seq < h[k].seq
	}
	return h[i].due.Before(h[k].due)
}

// Swap implements heap.Interface.
func (h jobHeap) Swap(i, k int) { h[i], h[k] = h[k], h[i] }

// Push implements heap.Interface.
func (h *jobHeap) Push(x any) {
	if j, ok := x.(job); ok {
		*h = append(*h, j)
	}
}

// Pop implements heap.Interface.
func (h *jobHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = job{}
	*h = old[:len(old)-1]
	return last
}
