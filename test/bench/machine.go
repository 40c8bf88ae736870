package main

// The machine and what a process uses of it.

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

func machine() string {
	model := "processor"
	data, _ := os.ReadFile("/proc/cpuinfo")
	for _, line := range strings.Split(string(data), "\n") {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
		}
	}
	return fmt.Sprintf("%d cores, %s", runtime.NumCPU(), model)
}

// load is the machine's load over the last minute.
func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(data), " ")
	return first
}

// resident is the memory that a process holds, in bytes: now, and at most so far.
func resident(pid int) (now, most int64) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0
	}
	for _, line := range strings.Split(string(data), "\n") {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
		switch fields[0] {
		case "VmRSS:":
			now = kilobytes << 10
		case "VmHWM:":
			most = kilobytes << 10
		}
	}
	return now, most
}

// ticks are how many of the kernel's units of processor time make a second.
const ticks = 100

// worked is the processor time that a process has taken so far: unlike all other figures it tells nothing of what else the
// machine does.
func worked(pid int) time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / ticks
}

// used is the size of a folder's files in bytes.
func used(dir string) int64 {
	var sum int64
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err == nil {
			sum += info.Size()
		}
		return nil
	})
	return sum
}

// resident is the memory that Muster and engine hold together, whatever processes they are: now, and at most so far.
func (w town) resident() (now, most int64) {
	for _, pid := range w.pids() {
		n, m := resident(pid)
		now, most = now+n, most+m
	}
	return now, most
}

// worked is the processor time that they have taken together.
func (w town) worked() (sum time.Duration) {
	for _, pid := range w.pids() {
		sum += worked(pid)
	}
	return sum
}

// used is the size of what they keep.
func (w town) used() (sum int64) {
	for _, dir := range w.dirs {
		sum += used(dir)
	}
	return sum
}
