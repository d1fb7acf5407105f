# Sourced by scripts that run a program of the test or benchmark sources. Needs find_java to have
# been called, and the checkout as the working directory.

# Compiles everything and writes down the class path; ends with 7 if that fails.
compile_tests() {
  printf 'compiling\n'
  ./mvnw -q -B -Dspotless.check.skip=true -Dcheckstyle.skip=true test-compile \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test-classpath.txt >&2 \
    || exit 7
}

# test_java JVM_OPTIONS... CLASS ARGUMENTS...
test_java() {
  local jvm
  # The options that Spark needs on JDK 17 and 21 are in pom.xml, for the tests; they are the same here.
  read -ra jvm <<<"$(sed -n 's:.*<spark.jvm.args>\(.*\)</spark.jvm.args>.*:\1:p' pom.xml)"
  "$JAVA_HOME/bin/java" "${jvm[@]}" -Duser.timezone=UTC \
    -Dlog4j2.configurationFile=conf/log4j2.properties -Dalmanac.log.file=var/log/test-jvm.log \
    -cp "target/test-classes:target/classes:$(cat target/test-classpath.txt)" "$@"
}
