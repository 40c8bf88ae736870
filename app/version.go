package app

// Which version this build is, as the engine tells workers apart.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
	"time"

	"muster/worker"
)

// build names this build: as it is told, by the commit that it was made of, or by its own bytes.
func (c Config) build() string {
	if c.BuildID != "" {
		return c.BuildID
	}
	settings := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
	}
	if commit := settings["vcs.revision"]; commit != "" && settings["vcs.modified"] != "true" {
		return commit[:min(len(commit), buildLength)]
	}
	return ownBytes()
}

const buildLength = 12

// ownBytes is the hash of the program's file.
func ownBytes() string {
	path, err := os.Executable()
	if err != nil {
		return "unknown"
	}
	file, err := os.Open(path)
	if err != nil {
		return "unknown"
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "unknown"
	}
	return hex.EncodeToString(sum.Sum(nil))[:buildLength]
}

// versionPatience is how long the start waits to learn whether versions have the work.
const versionPatience = 5 * time.Second

// startVersion has this version become the current one. The program that runs everything has none, and takes the work back
// from versions that had it on the same engine.
func (p *program) startVersion(ctx context.Context) {
	if p.config.Role == RoleAll {
		if p.config.TemporalAddress == "" {
			return
		}
		bounded, cancel := context.WithTimeout(ctx, versionPatience)
		defer cancel()
		if err := worker.Unversioned(bounded, p.engine.Client); err != nil {
			p.log.Warn("it is not known whether other workers have a version: if they had, this one may get no work", "error", err)
		}
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	lead := &worker.Lead{Engine: p.engine.Client, BuildID: p.buildID(), Log: p.log}
	go func() { defer close(done); lead.Run(ctx) }()
	p.later(func() { cancel(); <-done })
}

// launchPause lies between the starts of two workers that have a version.
const launchPause = 200 * time.Millisecond

func (p *program) launch(workers worker.Workers) error {
	if p.buildID() == "" {
		return workers.Start()
	}
	return workers.StartSpaced(launchPause)
}

// buildID is the version of this process's workers, empty for those without.
func (p *program) buildID() string {
	if p.config.Role == RoleAll {
		return ""
	}
	return p.config.build()
}
