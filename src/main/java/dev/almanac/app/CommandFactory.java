package dev.almanac.app;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes picocli's commands, handing the surroundings to those that ask for them. */
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
