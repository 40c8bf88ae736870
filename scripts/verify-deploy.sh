#!/usr/bin/env bash
# Checks all of deploy/ without a cluster and without a container: chart, manifests, compose file, alert rules, dashboard, units.
# Installs what it lacks, so that a bare machine with Go will do.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=$PWD/bin/tools
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# tool NAME VERSION PACKAGE: builds a Go program once and gives its path.
tool() {
	local path=$tools/$1-$2
	if [ ! -x "$path" ]; then
		echo "building $1 $2" >&2
		mkdir -p "$out/install" "$tools"
		GOBIN=$out/install GOFLAGS=-trimpath CGO_ENABLED=0 go install "$3@$2" >&2
		mv "$out"/install/* "$path"
	fi
	echo "$path"
}

# promtool_alone gives the path of promtool: the one that is there, or Debian's, taken out of its package. Installing the package
# would start a Prometheus.
promtool_alone() {
	local path=$tools/promtool
	if command -v promtool; then
		return 0
	fi
	if [ ! -x "$path" ]; then
		if ! command -v apt-get >/dev/null; then
			echo "promtool is not installed, and this is no Debian: put it into PATH (Prometheus brings it) and run this again." >&2
			return 1
		fi
		echo "taking promtool out of Debian's prometheus" >&2
		mkdir -p "$out/debian" "$tools"
		(
			cd "$out/debian"
			apt-get download prometheus || { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get download prometheus; }
		) >"$out/said" 2>&1 && dpkg-deb -x "$out"/debian/prometheus_*.deb "$out/debian" && mv "$out/debian/usr/bin/promtool" "$path" || {
			cat "$out/said" >&2
			echo "promtool cannot be had: put it into PATH (Prometheus brings it) and run this again." >&2
			return 1
		}
	fi
	echo "$path"
}

step() { printf '== %s\n' "$*"; }

promtool=$(promtool_alone)
helm=$(tool helm v4.3.1 helm.sh/helm/v4/cmd/helm)
kubeconform=$(tool kubeconform v0.8.0 github.com/yannh/kubeconform/cmd/kubeconform)
compose=$(tool compose v2.16.2 github.com/compose-spec/compose-go/v2/cmd)

export HELM_CACHE_HOME=$out/helm HELM_CONFIG_HOME=$out/helm HELM_DATA_HOME=$out/helm
for values in least full; do
	step "chart, ci/$values-values.yaml: lint, template, validate"
	"$helm" lint --strict deploy/chart -f "deploy/chart/ci/$values-values.yaml"
	"$helm" template muster deploy/chart --namespace emergency -f "deploy/chart/ci/$values-values.yaml" >"$out/$values.yaml"
	"$kubeconform" -strict -summary -schema-location 'deploy/schemas/kubernetes/{{.ResourceKind}}{{.KindSuffix}}.json' "$out/$values.yaml"
done
step "chart: settings that do not fit are refused"
if "$helm" template muster deploy/chart >"$out/refused" 2>&1; then
	echo "the chart is taken without a number to send from" >&2
	exit 1
fi
grep -q smsFrom "$out/refused"
echo "refused, as it should be: carrier.smsFrom"
if "$helm" template muster deploy/chart -f deploy/chart/ci/least-values.yaml --set ingress.enabled=true >"$out/refused" 2>&1; then
	echo "the chart is taken with an ingress whose addresses are not named" >&2
	exit 1
fi
grep -q trustedProxies "$out/refused"
echo "refused, as it should be: ingress.enabled without trustedProxies"

step "compose file: parse"
# What must be set is named in the example; values stand in for it here, since this program of the library does not read them.
for name in $(grep -oE '\$\{[A-Z_]+:\?' deploy/compose/compose.yaml | tr -cd 'A-Z_\n' | sort -u); do
	grep -q "^$name=" deploy/compose/example.env || {
		echo "deploy/compose/example.env does not name $name" >&2
		exit 1
	}
done
mkdir "$out/compose"
sed -E 's/\$\{[A-Z_]+:\?[^}]*\}/example/g; s/\$\{[A-Z_]+:-([^}]*)\}/\1/g' deploy/compose/compose.yaml >"$out/compose/compose.yaml"
cp deploy/compose/temporal.yaml "$out/compose/"
(cd "$out/compose" && "$compose" compose.yaml) >"$out/compose.yaml"
services=$(awk '/^services:/ {on = 1; next} /^[a-z]/ {on = 0} on && /^    [a-z-]+:$/ {sub(/:/, ""); print $1}' "$out/compose.yaml" | xargs)
if [ -z "$services" ]; then
	echo "no services are found in the compose file" >&2
	exit 1
fi
echo "Valid: services $services"

step "compose file: what the image is built from is there"
context=$(awk '$1 == "context:" {print $2}' deploy/compose/compose.yaml)
dockerfile=$(awk '$1 == "dockerfile:" {print $2}' deploy/compose/compose.yaml)
for file in go.mod go.sum cmd/muster "${dockerfile:?the compose file names no Dockerfile}"; do
	if [ ! -e "deploy/compose/${context:?the compose file names no build context}/$file" ]; then
		echo "the build context of the compose file, $context, has no $file" >&2
		exit 1
	fi
done
echo "There: $dockerfile, in $(cd "deploy/compose/$context" && pwd)"

step "alert rules: check and test"
"$promtool" check config deploy/prometheus/prometheus.yaml
(cd deploy/prometheus && "$promtool" test rules muster.test.yaml)

step "dashboard and alerts ask for measures that there are"
CGO_ENABLED=0 go test -count=1 -run Deployed ./ops/metrics

unverified=
if command -v systemd-analyze >/dev/null; then
	step "units: systemd-analyze verify"
	mkdir "$out/units"
	for unit in deploy/systemd/*.service; do # the program need not be installed here
		sed 's#/usr/local/bin/muster#/bin/true#' "$unit" >"$out/units/$(basename "$unit")"
	done
	systemd-analyze verify "$out"/units/*.service
	echo "Valid: $(cd deploy/systemd && echo *.service)"
else
	unverified=", units not verified: no systemd-analyze here"
fi
step "deploy/ is in order$unverified"
