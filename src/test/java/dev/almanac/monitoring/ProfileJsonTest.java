package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.core.FieldProfile;
import dev.almanac.core.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The format of profiles, schema 1, as the first release wrote it. The fixture is never written
 * again: every later release reads it. {@link #main} made it.
 */
final class ProfileJsonTest {
  private static final String FIXTURE = "/fixtures/profile-v1.json";

  @Test
  void readsTheProfileOfTheFirstRelease() {
    assertThat(ProfileJson.read(fixture())).isEqualTo(sample());
  }

  @Test
  void writesTheSameBytesToday() {
    assertThat(text(ProfileJson.write(sample()))).isEqualTo(text(fixture()));
  }

  @Test
  void reportsHowManyWordsTextsHave() {
    FieldProfile.Spread words =
        sample().inputs().stream()
            .filter(FieldProfile.Numeric.class::isInstance)
            .flatMap(field -> ((FieldProfile.Numeric) field).spread().stream())
            .findFirst()
            .orElseThrow();
    Profile texts =
        new Profile(
            20,
            List.of(
                new FieldProfile.Text("review", 20, 3, Optional.of(words)),
                new FieldProfile.Text("never", 20, 20, Optional.empty())),
            0,
            List.of());

    assertThat(text(ProfileJson.write(texts))).contains("\"kind\": \"text\"", "\"words\"");
    assertThat(ProfileJson.read(ProfileJson.write(texts))).isEqualTo(texts);
  }

  @Test
  void passesOverWhatALaterReleaseAdds() {
    String later =
        text(fixture()).replaceFirst("\"holdoutRows\"", "\"drift\": {}, \"holdoutRows\"");

    assertThat(ProfileJson.read(bytes(later))).isEqualTo(sample());
  }

  @Test
  void refusesAnotherSchemaAndWhatIsNoProfile() {
    String good = text(fixture());
    assertRefused(good.replace("\"schema\": 1", "\"schema\": 2"), "schema 2");
    assertRefused(good.replace("\"trainRows\"", "\"rows\""), "'trainRows' is missing");
    assertRefused(good.replace("\"trainRows\": 20", "\"trainRows\": 2.5"), "not a whole number");
    assertRefused(good.replaceFirst("\"kind\": \"numeric\"", "\"kind\": \"x\""), "'kind' is not");
    assertRefused(good.replaceFirst("\"edges\": \\[ 1.0, ", "\"edges\": [ 9.0, "), "do not rise");
    assertRefused(good.replaceFirst("\"edges\": \\[ 1.0, ", "\"edges\": [ "), "not 3");
    assertRefused(good.replaceFirst("\"trainRows\"", "\"trainRows\": 1, \"trainRows\""), "Dupl");
    assertRefused(good + "{}", "not JSON");
    assertRefused("[]", "not a JSON object");
    assertRefused("{}", "'schema' is missing");
    assertRefused("", "refused");
  }

  @Test
  void neverReadsAProfileCutShort() {
    byte[] whole = fixture();
    for (int length = 0; length < whole.length - 2; length += 11) {
      assertRefused(text(Arrays.copyOf(whole, length)), "refused");
    }
  }

  /** Writes the fixture into the file that is named. */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), ProfileJson.write(sample()));
  }

  private static Profile sample() {
    FieldProfile.Bins bins = new FieldProfile.Bins(List.of(1.0, 2.5), List.of(4L, 6L, 8L));
    return new Profile(
        20,
        List.of(
            new FieldProfile.Numeric(
                "größe \"x\"",
                20,
                2,
                Optional.of(
                    new FieldProfile.Spread(
                        -1e300,
                        7,
                        0.1 + 0.2,
                        Double.POSITIVE_INFINITY,
                        Map.of(0.01, -1e300, 0.5, 2.0, 0.99, 7.0),
                        bins,
                        new FieldProfile.Bins(List.of(), List.of(18L))))),
            new FieldProfile.Numeric("empty", 20, 20, Optional.empty()),
            new FieldProfile.Categorical(
                "plan", 20, 1, Map.of("basic", 10L, "", 4L, "line\nbreak", 1L), 3, 4)),
        5,
        List.of(new FieldProfile.Categorical("prediction", 5, 0, Map.of("yes", 5L), 0, 0)));
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> ProfileJson.read(bytes(json)))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
        .hasMessageContaining("The profile is refused")
        .hasMessageContaining(message);
  }

  private static byte[] fixture() {
    try (InputStream in =
        Objects.requireNonNull(ProfileJsonTest.class.getResourceAsStream(FIXTURE), FIXTURE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
