package dev.almanac.testing;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.ErrorCode;
import dev.almanac.files.CreateOutcome;
import dev.almanac.files.FileEntry;
import dev.almanac.files.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A store that counts its operations and misbehaves at one of them. Sweeping the place of the fault
 * over all operations of something shows what that something leaves behind wherever it is cut.
 */
public final class FaultyFileStore implements FileStore {
  /** What goes wrong. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** The operation fails and has no effect. */
    BEFORE,
    /** The operation has its effect and fails. */
    AFTER,
    /** An exclusive create has its effect and its answer is lost; others as AFTER. */
    LOST_ANSWER,
    /** An exclusive create never arrives, but nobody says so; others as BEFORE. */
    LOST_REQUEST,
    /** The process dies before the operation: nothing works from then on. */
    CRASH_BEFORE,
    /** The process dies after the operation: nothing works from then on. */
    CRASH_AFTER,
    /** The process dies while a plain write is half done; others as CRASH_BEFORE. */
    CRASH_WITHIN
  }

  /** The death of the process. Not an AlmanacException: nothing may handle it. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    private Crash(Object lost) {
      super("the process died, and with it the answer " + lost);
    }
  }

  private final FileStore inner;
  private final Fault fault;
  private final int at;
  private final AtomicInteger operations = new AtomicInteger();

  /** Misbehaves at the {@code at}-th operation; the first is 1. */
  public FaultyFileStore(FileStore inner, Fault fault, int at) {
    this.inner = inner;
    this.fault = fault;
    this.at = at;
  }

  /** How many operations were asked for. */
  public int operations() {
    return operations.get();
  }

  @Override
  public String root() {
    return inner.root();
  }

  @Override
  public Optional<byte[]> read(String path) {
    return faulty(path, ErrorCode.STORE_UNAVAILABLE, () -> inner.read(path), () -> {});
  }

  @Override
  public InputStream open(String path) {
    return faulty(path, ErrorCode.STORE_UNAVAILABLE, () -> inner.open(path), () -> {});
  }

  @Override
  public List<FileEntry> list(String folder) {
    return faulty(folder, ErrorCode.STORE_UNAVAILABLE, () -> inner.list(folder), () -> {});
  }

  @Override
  public List<String> names(String folder) {
    return faulty(folder, ErrorCode.STORE_UNAVAILABLE, () -> inner.names(folder), () -> {});
  }

  @Override
  public List<FileEntry> walk(String folder) {
    return faulty(folder, ErrorCode.STORE_UNAVAILABLE, () -> inner.walk(folder), () -> {});
  }

  @Override
  public CreateOutcome createExclusive(String path, byte[] content) {
    return faulty(
        path, ErrorCode.OUTCOME_UNKNOWN, () -> inner.createExclusive(path, content), () -> {});
  }

  @Override
  public void write(String path, byte[] content) {
    faulty(
        path,
        ErrorCode.STORE_UNAVAILABLE,
        () -> {
          inner.write(path, content);
          return CreateOutcome.CREATED;
        },
        () -> inner.write(path, Arrays.copyOf(content, content.length / 2)));
  }

  @Override
  public void write(String path, InputStream content) {
    try {
      write(path, content.readAllBytes());
    } catch (IOException e) {
      throw failure(path, ErrorCode.STORE_UNAVAILABLE, e);
    }
  }

  @Override
  public List<FileEntry> scratch(String folder) {
    return faulty(folder, ErrorCode.STORE_UNAVAILABLE, () -> inner.scratch(folder), () -> {});
  }

  @Override
  public void deleteTree(String folder) {
    faulty(
        folder,
        ErrorCode.STORE_UNAVAILABLE,
        () -> {
          inner.deleteTree(folder);
          return CreateOutcome.CREATED;
        },
        () -> {});
  }

  @Override
  public String locate(String path) {
    return inner.locate(path);
  }

  private <T> T faulty(String path, ErrorCode lost, Supplier<T> operation, Runnable half) {
    int now = operations.incrementAndGet();
    boolean crashes =
        fault == Fault.CRASH_BEFORE || fault == Fault.CRASH_AFTER || fault == Fault.CRASH_WITHIN;
    if (crashes && now > at) {
      throw new Crash("nothing");
    }
    if (now != at) {
      return operation.get();
    }
    return switch (fault) {
      case NONE -> operation.get();
      case BEFORE -> throw failure(path, ErrorCode.STORE_UNAVAILABLE, "nothing");
      case LOST_REQUEST -> throw failure(path, lost, "nothing");
      case AFTER -> {
        throw failure(path, ErrorCode.STORE_UNAVAILABLE, operation.get());
      }
      case LOST_ANSWER -> {
        throw failure(path, lost, operation.get());
      }
      case CRASH_BEFORE -> throw new Crash("nothing");
      case CRASH_AFTER -> {
        throw new Crash(operation.get());
      }
      case CRASH_WITHIN -> {
        half.run();
        throw new Crash("nothing");
      }
    };
  }

  private AlmanacException failure(String path, ErrorCode code, Object lost) {
    return new AlmanacException(
        code, "made to fail (%s) at %s, and lost: %s".formatted(fault, path, lost));
  }
}
