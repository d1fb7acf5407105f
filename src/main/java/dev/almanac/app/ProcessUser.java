package dev.almanac.app;

import java.io.IOException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The user of this process according to Hadoop: the Kerberos principal, the operating system user,
 * or on a cluster the user who submitted the job, independent of the account that runs its
 * containers.
 */
final class ProcessUser {
  private ProcessUser() {}

  /** The user's name; for a proxy user with the real user: {@code "ada via scheduler"}. */
  static String name() {
    try {
      return name(UserGroupInformation.getCurrentUser());
    } catch (IOException e) {
      // in a container the user may have no name
      return System.getProperty("user.name", "unknown");
    }
  }

  static String name(UserGroupInformation user) {
    UserGroupInformation real = user.getRealUser();
    return real == null ? user.getUserName() : user.getUserName() + " via " + real.getUserName();
  }
}
