# Sourced by scripts that run a program of the test or benchmark sources. Call find_java before; the
# working directory must be the checkout.

# Compiles everything and writes the class path to a file; exits with 7 if that fails.
compile_tests() {
  printf 'compiling\n'
  ./mvnw -q -B -Dspotless.check.skip=true -Dcheckstyle.skip=true test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test-classpath.txt >&2 \
    || exit 7
}

# test_java JVM_OPTIONS... CLASS ARGUMENTS...
test_java() {
  local jvm
  # The options that Spark needs on JDK 17 and 21, from pom.xml, which has them for the tests.
  read -ra jvm <<<"$(sed -n 's:.*<spark.jvm.args>\(.*\)</spark.jvm.args>.*:\1:p' pom.xml)"
  "$JAVA_HOME/bin/java" "${jvm[@]}" -Duser.timezone=UTC \
    -Dlog4j2.configurationFile=conf/log4j2.properties -Dalmanac.log.file=var/log/test-jvm.log \
    -cp "target/test-classes:target/classes:$(cat target/test-classpath.txt)" "$@"
}
