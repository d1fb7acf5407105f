package dev.almanac.app;

import java.io.IOException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Who runs this process, as Hadoop knows it: the Kerberos principal, the user of the operating
 * system, or on a cluster the one who submitted the job, whatever account runs its containers.
 */
final class ProcessUser {
  private ProcessUser() {}

  /** The name; of a proxied user with the one who acts for it: {@code "ada via scheduler"}. */
  static String name() {
    try {
      return name(UserGroupInformation.getCurrentUser());
    } catch (IOException e) {
      // a container whose user has no name in its own system
      return System.getProperty("user.name", "unknown");
    }
  }

  static String name(UserGroupInformation user) {
    UserGroupInformation real = user.getRealUser();
    return real == null ? user.getUserName() : user.getUserName() + " via " + real.getUserName();
  }
}
