# shellcheck shell=bash
# Finds a JDK 17 or 21, the ones that Spark 4.0 runs on, without starting a JVM. Sourced by the scripts that run Java.
#
# find_java   sets and exports JAVA_HOME; returns 1, after a message on stderr, if there is none of them
# serve_jvm   prints the options of the service's JVM, beside its heap, on one line

# Threads that load a publication come after those that answer, and so do those that compile what
# loads; a JVM that heeds priorities would let the latter, and its collector, go first where it may.
# Lowering a priority needs no rights, but the JVM warns that raising one would.
serve_jvm() {
  # Without memory the process ends by SIGABRT (exit code 134), so that a supervisor starts it again.
  printf '%s ' -XX:+CrashOnOutOfMemoryError -XX:+SuppressFatalErrorMessage -XX:ThreadPriorityPolicy=1 -XX:JavaPriority1_To_OSPriority=10 \
    -XX:JavaPriority9_To_OSPriority=0 -XX:CompilerThreadPriority=4 -XX:-PrintWarnings
}

# The file or folder behind any symbolic links (readlink -f is not everywhere).
behind_links() {
  local path=$1 link
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in
      /*) path=$link ;;
      *) path=$(dirname "$path")/$link ;;
    esac
  done
  printf '%s\n' "$path"
}

is_jdk() {
  [ -x "$1/bin/java" ] && grep -Eq '^JAVA_VERSION="(17|21)[".]' "$1/release" 2>/dev/null
}

find_java() {
  local home on_path
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(behind_links "$on_path")")")
  fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*17* /usr/lib/jvm/*21* \
    /Library/Java/JavaVirtualMachines/*17*/Contents/Home \
    /Library/Java/JavaVirtualMachines/*21*/Contents/Home; do
    if [ -n "$home" ] && is_jdk "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  printf '%s: %s\n' "$(basename "$0")" \
    "needs a JDK 17 or 21 and found none: JAVA_HOME is '${JAVA_HOME:-}', java on the PATH is '$(command -v java || true)'." \
    "$(basename "$0")" \
    "Install one (Debian, Ubuntu: apt install openjdk-17-jdk-headless) or set JAVA_HOME to its folder." >&2
  return 1
}
