package dev.almanac.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LastUsedTest {
  @Test
  @Timeout(60)
  void keepsNoKeyOfAValueThatIsGone() {
    LastUsed<Integer, byte[]> cache = new LastUsed<>(Caffeine.newBuilder().weakValues());
    for (int key = 0; key < 100; key++) {
      assertThat(cache.get(key, () -> new byte[1_000])).hasSize(1_000);
    }
    while (cache.size() > LastUsed.KEPT) {
      System.gc();
    }
    AtomicInteger made = new AtomicInteger();
    for (int key = 96; key < 100; key++) {
      cache.get(key, () -> new byte[made.incrementAndGet()]);
    }
    assertThat(made).as("the four that were used last are there still").hasValue(0);
  }

  @Test
  void makesAgainWhatCouldNotBeMade() {
    LastUsed<String, String> cache = new LastUsed<>();
    assertThatThrownBy(
            () ->
                cache.get(
                    "a",
                    () -> {
                      throw new IllegalStateException("damaged");
                    }))
        .hasMessage("damaged");
    assertThat(cache.get("a", () -> "made")).isEqualTo("made");
    assertThat(cache.get("a", () -> "again")).isEqualTo("made");
  }
}
