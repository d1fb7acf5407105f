package dev.almanac.app;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Creates picocli's commands and passes the process environment to those that need it. */
final class CommandFactory implements CommandLine.IFactory {
  private final CommandLine.IFactory plain = CommandLine.defaultFactory();
  private final ProcessEnvironment surroundings;

  CommandFactory(ProcessEnvironment surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == ProcessEnvironment.class) {
        return type.cast(constructor.newInstance(surroundings));
      }
    }
    return plain.create(type);
  }
}
