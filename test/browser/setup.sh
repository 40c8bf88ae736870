#!/usr/bin/env bash
# Installs what the browser suite needs and lacks: Debian's Chromium with a font for Chinese, node, and the two packages of package-lock.json.
set -euo pipefail
cd "$(dirname "$0")"

needs=()
[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || needs+=(chromium)
command -v node >/dev/null || needs+=(nodejs)
command -v npm >/dev/null || needs+=(npm)
fc-list :lang=zh 2>/dev/null | grep -q . || needs+=(fontconfig fonts-noto-cjk)
if [ "${#needs[@]}" -gt 0 ]; then
	if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
		echo "The browser suite needs ${needs[*]}, and this is no Debian run as root: install them and run this again. CHROMIUM may name another Chromium." >&2
		exit 1
	fi
	said=$(mktemp)
	trap 'rm -f "$said"' EXIT
	echo "installing ${needs[*]} for the browser suite"
	if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${needs[@]}"; } >"$said" 2>&1; then
		cat "$said" >&2
		exit 1
	fi
fi
[ node_modules -nt package-lock.json ] || { npm ci --silent && touch node_modules; }
