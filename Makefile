# Muster is two modules: the root, and embedded/, which adds the engine and
# becomes the all-in-one program. Every target visits both where that matters.
SHELL := /usr/bin/env bash -o pipefail
.DEFAULT_GOAL := help
.PHONY: help up build build-slim test postgres test-raced test-program test-unraced test-embedded lint lint-go lint-workflows \
	lint-pure lint-pins lint-tidy fmt bench chaos webhooks-cut lock away notices mutate golden properties clean waking verify-deploy browser browser-short screenshots

GO ?= go
BIN := $(CURDIR)/bin
TOOLS := $(BIN)/tools
export MUSTER_BIN := $(BIN)/muster

# One set of flags for everything built from embedded/, so that the engine,
# which takes minutes, is compiled once for building, testing and linting. A
# clone that git refuses to read (of another owner) is built without its commit.
BUILD_FLAGS := $(strip $(shell $(GO) env GOFLAGS) -trimpath \
	$(shell git rev-parse HEAD >/dev/null 2>&1 || echo -buildvcs=false))
EMBEDDED := cd embedded && CGO_ENABLED=0 GOFLAGS="$(BUILD_FLAGS)"
LDFLAGS := -s -w

GOLANGCI_LINT := $(TOOLS)/golangci-lint-v2.15.0
WORKFLOWCHECK := $(TOOLS)/workflowcheck-v0.6.0

# The race detector needs a C compiler.
CC_FOUND := $(shell command -v "$$($(GO) env CC)" 2>/dev/null)

# How many tests of a package run at once: those of the whole program wait more than they work.
SIDE_BY_SIDE ?= 4

# Packages in which the race detector finds nothing and makes everything ten times slower: pure ones, which start nothing
# beside themselves, and those that drive the program that was built.
UNRACED ?= incident roster workflows drill plans sites test
# How many seeds the long properties of those run with; make properties runs a thousand.
SEEDS ?= 2
# What mutate negates the conditions of, and further packages whose tests may notice too (separated by commas).
MUTATED ?= ./incident/... ./roster/...
MUTATED_WITH ?=

help: ## Print this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: build ## Build and start everything: API, workers, engine, simulated phones
	$(BIN)/muster up

build: ## Build bin/muster, the all-in-one program with the engine inside
	@mkdir -p $(BIN)
	$(EMBEDDED) $(GO) build -ldflags "$(LDFLAGS)" -o $(BIN)/muster .

build-slim: ## Build bin/muster-slim, for an engine that runs elsewhere
	@mkdir -p $(BIN)
	CGO_ENABLED=0 GOFLAGS="$(BUILD_FLAGS)" $(GO) build -ldflags "$(LDFLAGS)" -o $(BIN)/muster-slim ./cmd/muster

test: build postgres test-raced ## Run all tests, under the race detector where it may find something and a C compiler is found
	@$(MAKE) --no-print-directory -j2 --output-sync=target test-program test-unraced
	@$(MAKE) --no-print-directory test-embedded

# A server's binaries, for tests that run a private PostgreSQL.
postgres:
	@scripts/need-postgres.sh

# Memory is traded for time; and vet is the linter's, which looks at the same.
QUICK := GOGC=400 $(GO) test -vet=off
# SQLite's C, translated into Go, takes a third of the store's time under the race detector, which has nothing to find in it.
TRUSTED := '-gcflags=modernc.org/...=-race=false -d=checkptr=0'
ifneq ($(CC_FOUND),)
TEST := CGO_ENABLED=1 $(QUICK) -race $(TRUSTED)
else
TEST := CGO_ENABLED=0 $(QUICK)
endif
space := $(subst ,, )
UNRACED_ONES := ^muster/($(subst $(space),|,$(strip $(UNRACED))))(/|$$)

# The store takes the longest, so it begins first; three packages at once, since many wait for a server or a clock.
test-raced: postgres
ifeq ($(CC_FOUND),)
	@echo "no C compiler ($$($(GO) env CC)) found: testing without the race detector"
endif
	$(TEST) -p 3 ./store $$($(GO) list ./... | grep -vE '$(UNRACED_ONES)|^muster/store$$')

# The whole program with its people, beside whom nothing runs that does not give way: they would have to wait for it.
test-program: postgres
	CGO_ENABLED=0 GOFLAGS="$(BUILD_FLAGS)" $(QUICK) -parallel $(SIDE_BY_SIDE) -timeout 20m ./test/scenario

# Gives way to what runs beside it, for seconds at times: TEMPORAL_DEBUG keeps Temporal from taking that for a workflow that hangs.
test-unraced: postgres
	CGO_ENABLED=0 GOFLAGS="$(BUILD_FLAGS)" TEMPORAL_DEBUG=1 MUSTER_SEEDS=$(SEEDS) nice -n 19 env $(QUICK) -timeout 40m \
		$$($(GO) list ./... | grep -E '$(UNRACED_ONES)' | grep -v '^muster/test/scenario$$')

properties: ## Run the long properties with 1,000 and 2,000 seeds and on all plans, by hand
	CGO_ENABLED=0 GOGC=400 GOFLAGS="$(BUILD_FLAGS)" MUSTER_SEEDS=2000 $(GO) test -count=1 -timeout 60m -v -run SeedsCounty ./incident | grep -E "^(---|ok|FAIL|    county_)"
	@for first in 0 100 200 300 400 500 600 700 800 900; do \
		echo "seeds from $$first"; \
		CGO_ENABLED=0 GOGC=200 GOFLAGS="$(BUILD_FLAGS)" MUSTER_SEEDS=100 MUSTER_FIRST_SEED=$$first \
			$(GO) test -count=1 -timeout 30m -v -run SeedsEvery ./workflows | grep -E "^(---|ok|FAIL|    seeds_test)" || exit 1; done
	CGO_ENABLED=0 GOFLAGS="$(BUILD_FLAGS)" MUSTER_SEEDS=1000 $(GO) test -count=1 -timeout 60m -v -run SeedsSilence ./workflows | grep -E "^(---|ok|FAIL)"

test-embedded:
	$(EMBEDDED) $(QUICK) ./...

lint: lint-pins lint-pure lint-tidy lint-workflows lint-go ## Check style, the import law, determinism and the modules

lint-go: $(GOLANGCI_LINT)
	CGO_ENABLED=0 GOFLAGS="$(BUILD_FLAGS)" $(GOLANGCI_LINT) run --allow-parallel-runners ./...
	$(EMBEDDED) $(GOLANGCI_LINT) run --allow-parallel-runners ./...

lint-workflows: $(WORKFLOWCHECK)
	CGO_ENABLED=0 $(WORKFLOWCHECK) ./workflows/... ./incident/... ./roster/...

# No linter knows the go statement and channels by place, so this one does.
lint-pure:
	@scripts/check-pure.sh incident roster workflows drill plans sites

lint-pins:
	@scripts/check-pins.sh go.temporal.io/sdk go.temporal.io/api cel.dev/cel-go github.com/jackc/pgx/v5

lint-tidy:
	$(GO) mod tidy -diff
	cd embedded && $(GO) mod tidy -diff

fmt: $(GOLANGCI_LINT) ## Format all Go files
	$(GOLANGCI_LINT) fmt ./...
	cd embedded && $(GOLANGCI_LINT) fmt ./...

verify-deploy: ## Check chart, compose file, alert rules, dashboard and units, without a cluster
	@scripts/verify-deploy.sh

browser: build ## Run the console in a real browser: a fire to its end, faults, and axe on every page
	@test/browser/setup.sh
	cd test/browser && node --test --test-concurrency=1 --test-reporter=spec *.test.mjs

browser-short: build ## A part of it for every change: a fire on a phone, and axe on every page once
	@test/browser/setup.sh
	cd test/browser && MUSTER_BROWSER=short node --test --test-concurrency=1 --test-reporter=spec fire.test.mjs access.test.mjs

screenshots: build ## Renew the pictures of the console's pages in docs/pictures
	@test/browser/setup.sh
	cd test/browser && node screenshots.mjs

bench: build postgres ## Measure the figures of the design against bin/muster, embedded and in parts on PostgreSQL
	$(GO) run ./test/bench
	$(GO) run ./test/bench -column postgres -many 200

chaos: build ## Kill bin/muster again and again during a fire and count what is lost or doubled
	MUSTER_CHAOS=1 $(GO) test -count=1 -timeout 60m -v ./test/chaos/...

webhooks-cut: build ## Cut the carrier's webhooks for 30 s while 40 answers are sent, and count what is applied
	MUSTER_CUT=30s $(GO) test -count=1 -v -run WebhooksAreCut ./test/scenario

lock: build ## Lock Muster's database for a minute in the middle of 20 fires, and look whether anybody is called late
	MUSTER_LOCK=60s $(GO) test -count=1 -timeout 20m -v -run Locked ./test/scenario

away: build ## Stop Muster's PostgreSQL for a minute in the middle of ten fires, and look whether anybody is called late
	MUSTER_AWAY=60s $(GO) test -count=1 -timeout 20m -v -run PostgresServerIsStopped ./test/scenario

waking: postgres ## Measure how long after a commit another process can read it: told by PostgreSQL, and asking it
	MUSTER_WAKING=300 $(GO) test -count=1 -v -run WakingIsMeasured ./store | grep -E "commit to read|^(---|ok|FAIL)"

notices: build ## Send 3,000 residents a notice, kill bin/muster in the middle, and time the pages of fires with and without
	MUSTER_NOTICES=3000 $(GO) test -count=1 -timeout 30m -v -run TellsEverybodyOnce ./test/scenario

mutate: ## Negate each condition in incident/ and roster/ and list what no test notices
	@CGO_ENABLED=0 $(GO) run ./test/mutate -with "$(MUTATED_WITH)" $(MUTATED)

RULES = $(shell awk '$$1 == "const" && $$2 == "Rules" {print $$4}' incident/frozen/rules.go)
golden: build ## Record golden histories from real runs, for the replay test
	$(GO) test -count=1 -v ./test/golden -record -rules=$(RULES)

clean: ## Remove what was built; data directories stay
	rm -rf $(BIN) out

$(GOLANGCI_LINT): INSTALL := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
$(WORKFLOWCHECK): INSTALL := go.temporal.io/sdk/contrib/tools/workflowcheck@v0.6.0
$(GOLANGCI_LINT) $(WORKFLOWCHECK):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS)/install CGO_ENABLED=0 $(GO) install $(INSTALL)
	@mv $(TOOLS)/install/* $@ && rmdir $(TOOLS)/install
