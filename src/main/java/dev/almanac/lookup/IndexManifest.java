package dev.almanac.lookup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reader and writer of the file with the index state. The file is replaced atomically. */
final class IndexManifest {
  private static final Logger LOG = LoggerFactory.getLogger(IndexManifest.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "copy.json";
  private static final String NEW = "copy.json.new";

  private IndexManifest() {}

  /** The state in a folder; empty if there is none, or none that this release reads. */
  static Optional<IndexState> read(Path folder) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(folder.resolve(NAME));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      // Another format may have other fields, so its number is checked first.
      if (JSON.readTree(content).path("format").asInt() != IndexState.FORMAT) {
        LOG.info("copy={} is of another release and is made anew", folder);
        return Optional.empty();
      }
      return Optional.ofNullable(JSON.readValue(content, IndexState.class));
    } catch (JacksonException e) {
      LOG.warn("copy={} cannot be read and is made anew: {}", folder, e.getOriginalMessage());
      return Optional.empty();
    }
  }

  static void write(Path folder, IndexState state) throws IOException {
    Path fresh = folder.resolve(NEW);
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer content = ByteBuffer.wrap(JSON.writeValueAsBytes(state));
      while (content.hasRemaining()) {
        out.write(content);
      }
      out.force(true);
    }
    Files.move(
        fresh,
        folder.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
