# shellcheck shell=bash
# test_summary   prints the test counts of the last build, from the reports below target/
test_summary() {
  local kind reports
  for kind in surefire failsafe; do
    reports=$(find target/$kind-reports -name 'TEST-*.xml' 2>/dev/null | sort || true)
    if [ -z "$reports" ]; then
      printf '%-9s no reports\n' "$kind:"
      continue
    fi
    # shellcheck disable=SC2086 # report names contain no spaces: they are Java class names
    awk -v kind="$kind:" '
      /<testsuite / {
        suites++
        line = $0
        # the element may span lines; its counts are before the first ">"
        while (line !~ />/ && (getline more) > 0) line = line " " more
        tests += count(line, "tests"); errors += count(line, "errors")
        failures += count(line, "failures"); skipped += count(line, "skipped")
        seconds += count(line, "time")
      }
      function count(text, name,   rest) {
        if (!match(text, " " name "=\"[0-9.,]+\"")) return 0
        rest = substr(text, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        gsub(",", "", rest)
        return rest + 0
      }
      END {
        printf "%-9s %d tests in %d classes, %d failed, %d errors, %d skipped, %.0f s\n",
          kind, tests, suites, failures, errors, skipped, seconds
      }' $reports
  done
}
