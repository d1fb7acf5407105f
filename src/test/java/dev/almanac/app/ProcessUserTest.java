package dev.almanac.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PrivilegedAction;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;

class ProcessUserTest {
  @Test
  void isTheUserThatHadoopKnowsAndNotASystemProperty() {
    String before = System.getProperty("user.name");
    System.setProperty("user.name", "mallory");
    try {
      UserGroupInformation ada = UserGroupInformation.createRemoteUser("ada");
      assertThat(ada.doAs((PrivilegedAction<String>) ProcessUser::name)).isEqualTo("ada");
      assertThat(ProcessEnvironment.ofProcess().user()).isNotEqualTo("mallory");
    } finally {
      System.setProperty("user.name", before);
    }
  }

  @Test
  void namesWhoActsForAnother() {
    UserGroupInformation scheduler = UserGroupInformation.createRemoteUser("scheduler");
    UserGroupInformation ada = UserGroupInformation.createProxyUser("ada", scheduler);
    assertThat(ada.doAs((PrivilegedAction<String>) () -> ProcessEnvironment.ofProcess().user()))
        .isEqualTo("ada via scheduler");
  }
}
