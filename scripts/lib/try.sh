# shellcheck shell=bash
# Common functions of the scripts that test the product with other programs. Sourced by them in the
# checkout's folder, after scripts/lib/java.sh. Each script's header, up to its line "set -", is its --help.
#
# read_options ARGUMENTS...   reads --help, --keep where the script has set keep=false, and own_option's options
# begin                       creates a temporary folder, $scratch; processes in $daemons are stopped at the end
# cannot, failed, limited     exits with 75; exits with 1; runs a command with a time limit
# make_python PACKAGE...      creates a virtual environment with these packages; its python is $python
# sample_site                 trains and scores the main job in $site; then fact EXPRESSION reads its JSON
# start_service OPTIONS...    starts almanac serve on $site, at $address

me=$(basename "$0")
own_option() { return 1; } # own_option ARGUMENT   overridden by scripts with further options

read_options() {
  local argument
  for argument in "$@"; do
    case $argument in
      -h | --help)
        sed -n '2,/^set -/s/^# \{0,1\}//p' "scripts/$me"
        exit 0
        ;;
    esac
    if [ "$argument" = --keep ] && [ -n "${keep:-}" ]; then
      keep=true
    elif ! own_option "$argument"; then
      printf '%s: unknown option %s; see --help\n' "$me" "$argument" >&2
      exit 2
    fi
  done
}

daemons=()
begin() {
  scratch=$(mktemp -d)
  trap at_end EXIT
  trap 'exit 130' INT TERM
  find_java || cannot "no JDK 17 or 21"
}

at_end() {
  local code=$? daemon
  for daemon in ${daemons[@]+"${daemons[@]}"}; do
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  done
  if [ "${keep:-false}" = true ]; then
    printf 'kept: %s\n' "$scratch"
  else
    rm -rf "$scratch"
  fi
  exit $code
}

cannot() {
  printf '%s: CANNOT RUN: %s\n' "$me" "$*" >&2
  exit 75
}

failed() { # failed WHAT FILE
  printf '%s: FAILED: %s\n--- %s ends with\n' "$me" "$1" "$(basename "$2")" >&2
  tail -n 60 "$2" | tail -c 6000 >&2
  exit 1
}

limited() { # limited SECONDS COMMAND...   with a time limit, where timeout is installed
  if command -v timeout >/dev/null; then timeout "$@"; else shift && "$@"; fi
}

make_python() {
  command -v python3 >/dev/null || cannot "no python3"
  printf 'installing %s into a temporary virtual environment\n' "$*"
  python3 -m venv "$scratch/venv" >"$scratch/pip.log" 2>&1 \
    || cannot "python3 -m venv failed (Debian, Ubuntu: apt install python3-venv): $(tail -n 1 "$scratch/pip.log")"
  python=$scratch/venv/bin/python
  limited 1200 "$python" -m pip install --quiet --disable-pip-version-check "$@" >>"$scratch/pip.log" 2>&1 \
    || cannot "pip install $* failed: $(tail -n 1 "$scratch/pip.log")"
}

# If ALMANAC_TRY_SITE names a folder, the first script creates the site there and later scripts use it,
# which saves a minute each. They must not change it.
sample_site() {
  command -v python3 >/dev/null || cannot "no python3; it reads the JSON that the commands print"
  site=${ALMANAC_TRY_SITE:-$scratch/site}
  roots=(-D "almanac.registry.root=$site/registry" -D "almanac.warehouse.root=$site/warehouse")
  export ALMANAC_HOME=$PWD
  scripts/almanac --version >/dev/null # built if it is stale
  if [ ! -f "$site/run.json" ]; then
    printf 'running the main job\n'
    mkdir -p "$site"
    # with the model's inputs in the table, so that other programs can score the same rows
    scripts/almanac run jobs/flight-delay.conf "${roots[@]}" --json -D "score.pass-through=$inputs" \
      >"$scratch/run.json" 2>"$scratch/run.log" || failed "the main job" "$scratch/run.log"
    mv "$scratch/run.json" "$site/run.json"
  fi
}
inputs='[departure, distance, leaving_late, arriving_late, route_late, origin, destination, hour, weekday]'

fact() { # fact EXPRESSION   of the run's JSON
  python3 -c 'import json, sys; run = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$site/run.json" "$1"
}

start_service() {
  local service
  scripts/almanac serve --port 0 "${roots[@]}" -D "almanac.serve.folder=$scratch/serve" \
    -D "almanac.serve.audit-file=$scratch/audit.log" "$@" --json >"$scratch/serve.json" 2>"$scratch/serve.log" &
  service=$!
  daemons+=("$service")
  address=
  for _ in $(seq 120); do
    address=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$scratch/serve.json" 2>/dev/null || true)
    if [ -n "$address" ] && python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1])' "$address/ready" 2>/dev/null; then
      printf 'serving at %s\n' "$address"
      return
    fi
    kill -0 "$service" 2>/dev/null || failed "almanac serve ended" "$scratch/serve.log"
    sleep 0.5
  done
  failed "almanac serve was not ready within a minute" "$scratch/serve.log"
}
