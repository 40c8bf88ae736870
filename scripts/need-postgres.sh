#!/usr/bin/env bash
# Looks for the PostgreSQL server that tests run privately, and installs Debian's where there is none and this may be done.
set -euo pipefail
shopt -s nullglob

# The same places that test/postgres looks at.
found=(/usr/lib/postgresql/*/bin/initdb)
if [ "${#found[@]}" -gt 0 ] || { command -v initdb && command -v postgres; } >/dev/null; then
	exit 0
fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
	echo "The tests need a PostgreSQL server, none is installed, and this is no Debian run as root: install the package postgresql, or put initdb and postgres into PATH. It need not run." >&2
	exit 1
fi

# Left to itself the package makes a server and starts it; the tests start their own.
quiet=/etc/postgresql-common/createcluster.d/none.conf
said=$(mktemp)
trap 'rm -f "$said" "$quiet"; rmdir --ignore-fail-on-non-empty "$(dirname "$quiet")"' EXIT
mkdir -p "$(dirname "$quiet")"
echo "create_main_cluster = false" >"$quiet"
echo "installing Debian's PostgreSQL server for the tests"
if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >"$said" 2>&1; then
	cat "$said" >&2
	exit 1
fi
