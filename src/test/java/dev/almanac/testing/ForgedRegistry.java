package dev.almanac.testing;

import dev.almanac.core.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A registry as somebody leaves it who may write there and knows the format: all hashes agree. */
public final class ForgedRegistry {
  private static final Pattern HASH = Pattern.compile("\"_sha256\": \"([0-9a-f]{64})\"");

  private ForgedRegistry() {}

  /** Copies a registry, so that the original stays as it is. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** Puts other content into a file of a version and makes manifest and ledger vouch for it. */
  public static void replace(Path model, Path version, String name, byte[] content)
      throws IOException {
    Path file = version.resolve(name);
    Files.write(file, content);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Path manifest = version.resolve("manifest.json");
    String before = Files.readString(manifest);
    String after =
        before.replaceAll(
            "\"bytes\": [0-9]+,(\\s+\"name\": \""
                + Pattern.quote(name)
                + "\",\\s+\"sha256\": )\"[0-9a-f]+\"",
            "\"bytes\": " + content.length + ",$1\"" + Digests.sha256(content) + "\"");
    Files.writeString(manifest, after);
    sign(model.resolve("ledger"), hash(before), hash(after));
  }

  /** Replaces a text in the ledger and hashes it anew from the first file to the last. */
  private static void sign(Path ledger, String from, String to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(ledger)) {
      files = all.filter(file -> file.getFileName().toString().startsWith("0")).sorted().toList();
    }
    String oldHash = "none";
    String newHash = "none";
    for (Path file : files) {
      String text = Files.readString(file).replace(from, to).replace(oldHash, newHash);
      Matcher matcher = HASH.matcher(text);
      if (!matcher.find()) {
        throw new IOException(file + " has no hash");
      }
      oldHash = matcher.group(1);
      newHash = hash(text.lines().skip(2).map(line -> line + "\n").reduce("", String::concat));
      Files.writeString(file, text.replace(oldHash, newHash));
    }
  }

  private static String hash(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
