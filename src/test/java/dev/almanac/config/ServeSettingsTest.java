package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.spec.ServeSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeSettingsTest {
  private static final String HASH =
      "0123456789abcdefABCDEF0123456789abcdef0123456789abcdef0123456789";

  @TempDir private Path folder = Path.of("");

  @Test
  void listensAtTheLoopbackUnlessReportedOtherwise() {
    ServeSpec serve = Jobs.loader(folder).platform(Optional.empty()).serve();

    assertThat(serve.host()).isEqualTo("127.0.0.1");
    assertThat(serve.port()).isEqualTo(8484);
    assertThat(serve.folder()).isEqualTo(folder.resolve("var/serve").toString());
    assertThat(serve.tables()).isEmpty();
    assertThat(serve.clients()).isEmpty();
    assertThat(serve.tls()).isEmpty();
    assertThat(serve.limits())
        .isEqualTo(
            new ServeSpec.Limits(
                1L << 20, 1_000, Duration.ofSeconds(10), 256, 5_000, 2_500, OptionalLong.empty()));
  }

  @Test
  void readsTablesClientsAndTls() {
    Jobs.write(
        folder,
        "conf/almanac.conf",
        """
        almanac.serve {
          host = "0.0.0.0"
          hosts = [almanac.example.com, "10.1.2.3"]
          limits { connections = 70, connections-per-address = 7, in-flight-mb = 3 }
          tables {
            churn {}
            delay { table = "s3a://lake/delay", max-age-hours = 26, when-old = refuse, on-miss = score }
          }
          clients {
            dashboard { token-sha256 = %1$s }
            operator { token-sha256 = %1$s, scopes = [read, admin] }
          }
          tls { key-store = keys.p12, password = ${?ALMANAC_SERVE_TLS_PASSWORD} }
        }
        """
            .formatted(HASH));

    ServeSpec serve =
        Jobs.loader(folder, Map.of("ALMANAC_SERVE_TLS_PASSWORD", "secret"))
            .platform(Optional.empty())
            .serve();

    assertThat(serve.tables())
        .containsOnly(
            Map.entry(
                "churn",
                new ServeSpec.TableSpec(
                    "churn", Optional.empty(), ServeSpec.WhenOld.WARN, ServeSpec.OnMiss.NOT_FOUND)),
            Map.entry(
                "delay",
                new ServeSpec.TableSpec(
                    "s3a://lake/delay",
                    Optional.of(Duration.ofHours(26)),
                    ServeSpec.WhenOld.REFUSE,
                    ServeSpec.OnMiss.SCORE)));
    assertThat(serve.hosts()).containsExactly("almanac.example.com", "10.1.2.3");
    assertThat(serve.limits().connections()).isEqualTo(70);
    assertThat(serve.limits().connectionsPerAddress()).isEqualTo(7);
    assertThat(serve.limits().inFlightBytes()).hasValue(3L << 20);
    assertThat(serve.clients())
        .hasEntrySatisfying(
            "dashboard",
            client -> assertThat(client.scopes()).containsExactly(ServeSpec.Scope.READ))
        .hasEntrySatisfying(
            "operator",
            client -> {
              assertThat(client.scopes())
                  .isEqualTo(Set.of(ServeSpec.Scope.READ, ServeSpec.Scope.ADMIN));
              assertThat(client.tokenSha256()).isEqualTo(HASH.toLowerCase(java.util.Locale.ROOT));
            });
    assertThat(serve.tls().orElseThrow().keyStore())
        .isEqualTo(folder.resolve("keys.p12").toString());
    assertThat(serve.tls().orElseThrow().password()).isEqualTo("secret");
    assertThat(serve.toString()).doesNotContain("secret");
  }

  @Test
  void reportsEveryMistakeAtOnce() {
    Jobs.write(
        folder,
        "conf/almanac.conf",
        """
        almanac.serve {
          host = "0.0.0.0"
          port = 70000
          folder = "hdfs://somewhere/x"
          tables { "a/b" {}, churn { when-old = shout, max-age-hours = 0, tabl = x } }
          clients { }
          hosts = ["https://almanac.example.com"]
          tls.key-store = keys.p12
          limits.records = many
        }
        """);

    assertThatThrownBy(() -> Jobs.loader(folder).platform(Optional.empty()))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("can be reached from other machines, and no clients are named")
        .hasMessageContaining("a whole number from 0 to 65535")
        .hasMessageContaining("a folder on a local disk")
        .hasMessageContaining("a table that is served is called by")
        .hasMessageContaining("'shout' is not allowed")
        .hasMessageContaining("a whole number from 1 to 1000000")
        .hasMessageContaining("did you mean 'table'?")
        .hasMessageContaining("almanac.serve.tls.password: is missing")
        .hasMessageContaining("is no name or number of a host; write it without scheme and port")
        .hasMessageContaining("a whole number from 1 to 1000000, found 'many'");
  }

  @Test
  void asksNoNameServerWhetherAnAddressIsOfTheLoopback() {
    for (String loopback :
        List.of("localhost", "LocalHost", "127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1")) {
      assertThat(ServeSpec.isLoopback(loopback)).as(loopback).isTrue();
    }
    // the first three are names for a resolver, which could answer 127.0.0.1
    for (String other :
        List.of("127.0.0.1.example.com", "dead.beef", "127.300.0.1", "0.0.0.0", "128.0.0.1", "")) {
      assertThat(ServeSpec.isLoopback(other)).as(other).isFalse();
    }
  }

  @Test
  void refusesATokenThatIsNoHash() {
    Jobs.write(
        folder,
        "conf/almanac.conf",
        "almanac.serve.clients { a { token-sha256 = secret, scopes = [write] }, b {} }");

    assertThatThrownBy(() -> Jobs.loader(folder).platform(Optional.empty()))
        .hasMessageContaining("is not a SHA-256")
        .hasMessageContaining("'write' is not allowed: one of admin, read")
        .hasMessageContaining("almanac.serve.clients.b.token-sha256: is missing");
  }
}
