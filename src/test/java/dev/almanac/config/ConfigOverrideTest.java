package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigOverrideTest {
  @TempDir Path folder = Path.of("");

  @Test
  void splitsAtTheFirstEqualsSign() {
    assertThat(ConfigOverride.parse("train.query=SELECT a = b"))
        .isEqualTo(new ConfigOverride("train.query", "SELECT a = b"));
    assertThat(ConfigOverride.parse(" a.b = c ")).isEqualTo(new ConfigOverride("a.b", "c"));
    assertThat(ConfigOverride.parse("a=")).isEqualTo(new ConfigOverride("a", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "=b", "a..b=c", "a.=c", "${x}=1"})
  void refusesWhatIsNoKeyAndValue(String text) {
    assertThatThrownBy(() -> ConfigOverride.parse(text))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION))
        .hasMessageStartingWith("-D '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"score.keys=[a", "train={", "name=\"x\", seed=1", "train={}, b={}"})
  void refusesAValueThatIsNotOne(String text) {
    Path file = Jobs.write(folder, "job.conf", Jobs.SMALLEST);

    assertThatThrownBy(() -> Jobs.loader(folder, text).job(file))
        .isInstanceOfSatisfying(
            AlmanacException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_OPTION))
        .hasMessageContaining("is not a value: ");
  }

  @Test
  void reportsPlatformSettingsFromJobKeys() {
    assertThat(ConfigOverride.parse("almanac.home=x").isPlatform()).isTrue();
    assertThat(ConfigOverride.parse("almanacs.home=x").isPlatform()).isFalse();
  }
}
