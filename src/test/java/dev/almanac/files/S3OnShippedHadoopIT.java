package dev.almanac.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.testing.S3Server;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The store on an S3 server, by the connector of the Hadoop that Spark brings: it reads only. */
@EnabledIfSystemProperty(
    named = "almanac.test.s3a",
    matches = "shipped",
    disabledReason = "runs in the build's execution s3-tests-on-shipped-hadoop")
final class S3OnShippedHadoopIT {
  private final String root = S3Server.freshRoot();
  private final FileStore declared = open(WriterPolicy.SINGLE_DECLARED);

  @BeforeEach
  void write() {
    assertThat(declared.createExclusive("m/a", bytes("1"))).isEqualTo(CreateOutcome.CREATED);
  }

  @Test
  void readsButDoesNotCreate() {
    FileStore store = open(WriterPolicy.MANY);
    assertThat(store.read("m/a")).hasValue(bytes("1"));
    assertThatExceptionOfType(AlmanacException.class)
        .isThrownBy(() -> store.createExclusive("m/b", bytes("2")))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE))
        .withMessageContaining(root)
        .withMessageContaining("cannot create a file only if it is absent")
        .withMessageContaining("hadoop-aws 3.4.2 or later");
    assertThat(store.walk("")).extracting(FileEntry::name).containsExactly("m/a");
    assertThat(store.scratch("")).isEmpty();
  }

  @Test
  void createsWhereOneWriterIsDeclared() {
    assertThat(declared.createExclusive("m/a", bytes("2"))).isEqualTo(CreateOutcome.EXISTS);
    assertThat(declared.createExclusive("m/b", bytes("2"))).isEqualTo(CreateOutcome.CREATED);
    assertThat(declared.read("m/a")).hasValue(bytes("1"));
    assertThat(declared.scratch("")).isEmpty();
  }

  private FileStore open(WriterPolicy policy) {
    return FileStores.open(root, policy, () -> S3Server.settings(S3Server.client()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
