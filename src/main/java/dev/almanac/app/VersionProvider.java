package dev.almanac.app;

import picocli.CommandLine.IVersionProvider;

/** Text of {@code --version}. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    BuildInfo build = BuildInfo.load();
    return new String[] {
      "almanac " + build.version() + (build.commit().isEmpty() ? "" : " (" + build.commit() + ")"),
      "java " + System.getProperty("java.version")
    };
  }
}
