#!/usr/bin/env bash
# Fails if a module stands in go.mod and embedded/go.mod with different versions.
set -euo pipefail
cd "$(dirname "$0")/.."

failed=0
for module in "$@"; do
	versions=$(awk -v m="$module" '{sub(/^require /, "")} $1 == m {print $2}' go.mod embedded/go.mod | sort -u)
	if [ "$(wc -w <<<"$versions")" -gt 1 ]; then
		echo "$module has different versions in go.mod and embedded/go.mod: $(xargs <<<"$versions"). Run 'go get $module@VERSION' in both." >&2
		failed=1
	fi
done
exit "$failed"
