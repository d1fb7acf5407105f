package dev.almanac.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A document in the PMML evaluator of another vendor: PMML4S. It is loaded from jars of its own,
 * apart from the class path, because it needs another scala-xml than Spark has.
 */
public final class OtherEvaluator {
  private static final String MODEL = "org.pmml4s.model.Model";

  private final Object model;

  private OtherEvaluator(Object model) {
    this.model = model;
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public static OtherEvaluator load(byte[] pmml) {
    return new OtherEvaluator(
        call(
            Holder.method("fromString", String.class),
            null,
            new String(pmml, StandardCharsets.UTF_8)));
  }

  /**
   * Scores one row.
   *
   * @param values by field name
   * @return what the evaluator has for the row, by the name of its output field
   * @throws IllegalArgumentException if it refuses the row
   */
  @SuppressWarnings("unchecked")
  public Map<String, @Nullable Object> predict(Map<String, @Nullable Object> values) {
    return (Map<String, @Nullable Object>) call(Holder.method("predict", Map.class), model, values);
  }

  private static Object call(Method method, @Nullable Object receiver, Object argument) {
    try {
      return method.invoke(receiver, argument);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(String.valueOf(e.getCause()), e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Opened lazily and once. */
  private static final class Holder {
    private static final Class<?> TYPE = open();

    private static Class<?> open() {
      Path folder = Path.of("target", "pmml4s");
      try (Stream<Path> files = Files.list(folder)) {
        List<URL> jars = files.map(Holder::url).toList();
        // It stays open as long as the JVM lives.
        return new URLClassLoader(
                "pmml4s", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())
            .loadClass(MODEL);
      } catch (IOException e) {
        throw new UncheckedIOException("run ./mvnw dependency:copy@pmml4s first", e);
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }

    private static URL url(Path file) {
      try {
        return file.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
      }
    }

    private static Method method(String name, Class<?> argument) {
      try {
        return TYPE.getMethod(name, argument);
      } catch (NoSuchMethodException e) {
        throw new AssertionError(e);
      }
    }
  }
}
