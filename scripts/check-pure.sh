#!/usr/bin/env bash
# Fails if pure code starts a goroutine or makes a channel. Workflow code has workflow.Go and workflow.NewChannel.
set -euo pipefail
cd "$(dirname "$0")/.."

folders=()
for folder in "$@"; do
	[ -d "$folder" ] && folders+=("$folder")
done
[ "${#folders[@]}" -gt 0 ] || exit 0
found=$(grep -rnE --include='*.go' --exclude='*_test.go' '^[[:space:]]*go[[:space:]]+[A-Za-z_(]|\bmake\(chan\b|^[[:space:]]*select[[:space:]]*\{' "${folders[@]}" || true)
if [ -n "$found" ]; then
	echo "$found" >&2
	echo "Pure code has no goroutines, channels or select: return what is to be done, or use workflow.Go, workflow.NewChannel and workflow.NewSelector in workflows/." >&2
	exit 1
fi
