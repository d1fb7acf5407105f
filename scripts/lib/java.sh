# shellcheck shell=bash
# Finds a JDK 17 or 21 (the versions that Spark 4.0 runs on) without starting a JVM. Sourced by the scripts that run Java.
#
# find_java   sets and exports JAVA_HOME; returns 1, after a message on stderr, if there is none
# serve_jvm   prints the options of the service's JVM, except its heap, on one line

# Threads that load a publication, and the JIT compiler's threads, get a lower priority than request
# threads. With thread priorities the JVM would otherwise raise its compiler and collector threads, where it
# has the right to. Lowering a priority needs no rights, but the JVM warns that raising one would.
serve_jvm() {
  # Out of memory, the process ends with SIGABRT (exit code 134), so that a supervisor restarts it.
  printf '%s ' -XX:+CrashOnOutOfMemoryError -XX:+SuppressFatalErrorMessage -XX:ThreadPriorityPolicy=1 -XX:JavaPriority1_To_OSPriority=10 \
    -XX:JavaPriority9_To_OSPriority=0 -XX:CompilerThreadPriority=4 -XX:-PrintWarnings
}

# The path with symbolic links resolved (readlink -f is not available everywhere).
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
