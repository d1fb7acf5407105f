package dev.almanac.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * The local file system under the scheme {@code faulty}, which counts what changes it and fails the
 * k-th such operation, before or after it took effect. Armed for one thread of a test at a time.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static final AtomicInteger COUNTED = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();
  private static final AtomicReference<Darkness> DARK = new AtomicReference<>(Darkness.NEVER);
  private static final AtomicReference<@Nullable Runnable> MEANWHILE = new AtomicReference<>();
  private static final AtomicReference<@Nullable Runnable> AFTER_COMMIT = new AtomicReference<>();
  private static volatile boolean answerIsLost;

  /** When the operation that fails takes effect. */
  public enum When {
    BEFORE,
    AFTER
  }

  private enum Darkness {
    NEVER,
    AT_THE_NEXT_COMMIT,
    NOW
  }

  private static volatile When when = When.BEFORE;

  /** Called by Hadoop. */
  public FaultyFileSystem() {}

  /** Makes the scheme known to whoever uses these settings. */
  public static void install(Configuration settings) {
    settings.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    settings.set("fs.AbstractFileSystem.faulty.impl", Context.class.getName());
  }

  /** From now on the k-th operation fails, and only that one; the count begins anew. */
  public static void failAt(int k, When effect) {
    when = effect;
    COUNTED.set(0);
    FAILED.set(0);
    LEFT.set(k);
  }

  /** The next commit takes effect, its answer is lost, and from then on nothing can be read. */
  public static void goDarkAtTheNextCommit() {
    DARK.set(Darkness.AT_THE_NEXT_COMMIT);
  }

  /** Once, right after the next commit took effect and before its writer goes on. */
  public static void afterTheNextCommit(Runnable what) {
    answerIsLost = false;
    AFTER_COMMIT.set(what);
  }

  /** As above, and the writer is told that the commit failed. */
  public static void loseTheAnswerToTheNextCommit(Runnable what) {
    answerIsLost = true;
    AFTER_COMMIT.set(what);
  }

  /** Nothing fails any more, and nothing happens meanwhile. */
  public static void heal() {
    AFTER_COMMIT.set(null);
    DARK.set(Darkness.NEVER);
    LEFT.set(Integer.MAX_VALUE);
    MEANWHILE.set(null);
  }

  /**
   * Once, when the next file of rows is created, something else happens and ends first. Delta's
   * transaction has begun by then and has not been committed.
   */
  public static void inTheMiddleOfTheNextWrite(Runnable what) {
    MEANWHILE.set(what);
  }

  /** Operations since {@link #failAt}. */
  public static int operations() {
    return COUNTED.get();
  }

  /** Whether the operation to fail was reached. */
  public static boolean failed() {
    return FAILED.get() > 0;
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return closing(
        step(
            "create " + path,
            () -> super.create(path, overwrite, bufferSize, replication, blockSize, progress)));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return closing(
        step(
            "create " + path,
            () ->
                super.create(
                    path, permission, overwrite, bufferSize, replication, blockSize, progress)));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    requireLight("open " + path);
    return super.open(path, bufferSize);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    requireLight("list " + path);
    return super.listStatus(path);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return step("rename " + to, () -> super.rename(from, to));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return step("mkdirs " + path, () -> super.mkdirs(path));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return step("mkdirs " + path, () -> super.mkdirs(path, permission));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return step("delete " + path, () -> super.delete(path, recursive));
  }

  private static FSDataOutputStream closing(FSDataOutputStream out) throws IOException {
    OutputStream counted =
        new FilterOutputStream(out) {
          private boolean closed;

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
          }

          @Override
          public void close() throws IOException {
            if (!closed) {
              closed = true;
              step(
                  "close",
                  () -> {
                    out.close();
                    return true;
                  });
            }
          }
        };
    return new FSDataOutputStream(counted, null);
  }

  private static <T> T step(String what, Operation<T> operation) throws IOException {
    if (what.startsWith("create ") && what.endsWith(".parquet")) {
      happen(MEANWHILE.getAndSet(null));
    }
    COUNTED.incrementAndGet();
    boolean fails = LEFT.decrementAndGet() == 0;
    if (fails && when == When.BEFORE) {
      FAILED.incrementAndGet();
      throw new IOException("injected before " + what);
    }
    T result = operation.run();
    if (what.startsWith("commit ") && AFTER_COMMIT.get() != null) {
      happen(AFTER_COMMIT.getAndSet(null));
      if (answerIsLost) {
        throw new IOException("injected: the answer to " + what + " was lost");
      }
    }
    if (what.startsWith("commit ")
        && DARK.compareAndSet(Darkness.AT_THE_NEXT_COMMIT, Darkness.NOW)) {
      throw new IOException("injected: the answer to " + what + " was lost");
    }
    if (fails) {
      FAILED.incrementAndGet();
      throw new IOException("injected after " + what);
    }
    return result;
  }

  private static void requireLight(String what) throws IOException {
    if (DARK.get() == Darkness.NOW) {
      throw new IOException("injected: the store is dark, cannot " + what);
    }
  }

  /** In a thread of its own: Delta allows a thread one transaction at a time. */
  private static void happen(@Nullable Runnable what) throws IOException {
    if (what == null) {
      return;
    }
    Thread other = new Thread(what, "meanwhile");
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  /** The same for {@code FileContext}, through which Delta commits. */
  public static final class Context extends DelegateToFileSystem {
    /** Called by Hadoop. */
    public Context(URI uri, Configuration settings) throws IOException, URISyntaxException {
      super(uri, new FaultyFileSystem(), settings, "faulty", false);
    }

    @Override
    public void renameInternal(Path from, Path to) throws IOException {
      step(
          "commit " + to,
          () -> {
            super.renameInternal(from, to);
            return true;
          });
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      step(
          "commit " + to,
          () -> {
            super.renameInternal(from, to, overwrite);
            return true;
          });
    }
  }
}
