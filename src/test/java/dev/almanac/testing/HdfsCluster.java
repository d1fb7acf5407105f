package dev.almanac.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The one HDFS of a test JVM: a name node and a data node, with permissions on. It starts at the
 * first call and ends with the JVM. Whoever runs the tests is its superuser, whom nothing is
 * forbidden; so tests act as {@link #USER}, who owns the folders that registries are put in.
 */
public final class HdfsCluster {
  /** An unprivileged user. */
  public static final String USER = "ada";

  /** A client that asks whether a file is complete before the data node said so waits that long. */
  public static final Map<String, String> CLIENT =
      Map.of("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "10");

  private static final AtomicInteger ROOTS = new AtomicInteger();

  private HdfsCluster() {}

  /** A location for a registry of the user's, not there yet. */
  public static String freshRoot() {
    return Holder.uri() + "/users/" + USER + "/" + ROOTS.incrementAndGet() + "/registry";
  }

  /** What a client of another process needs to be told besides the location. */
  public static Map<String, String> environment() {
    return Map.of("HADOOP_USER_NAME", USER);
  }

  /** A client's settings. */
  public static Configuration settings() {
    Configuration settings = new Configuration();
    CLIENT.forEach(settings::set);
    return settings;
  }

  /** Does something as an unprivileged user; what is opened meanwhile stays that user's. */
  public static <T> T as(String user, PrivilegedExceptionAction<T> action) {
    try {
      return UserGroupInformation.createRemoteUser(user).doAs(action);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The file system as its superuser sees it. */
  public static DistributedFileSystem files() {
    try {
      return Holder.CLUSTER.getFileSystem();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does something while the name node lets nobody change anything. */
  public static void inSafeMode(Runnable action) throws IOException {
    files().setSafeMode(SafeModeAction.ENTER);
    try {
      action.run();
    } finally {
      files().setSafeMode(SafeModeAction.LEAVE);
    }
  }

  /** Started lazily and once, guarded by class initialisation. */
  private static final class Holder {
    private static final MiniDFSCluster CLUSTER = start();

    private static String uri() {
      return CLUSTER.getURI().toString();
    }

    private static MiniDFSCluster start() {
      try {
        File disks = Files.createTempDirectory("almanac-hdfs").toFile();
        Configuration settings = new Configuration();
        settings.setBoolean("dfs.permissions.enabled", true);
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(settings, disks).build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster, disks.toPath())));
        DistributedFileSystem files = cluster.getFileSystem();
        org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path("/users/" + USER);
        if (!files.mkdirs(home, new FsPermission("755"))) {
          throw new IOException("cannot make " + home);
        }
        files.setOwner(home, USER, USER);
        return cluster;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(MiniDFSCluster cluster, Path disks) {
      try {
        cluster.shutdown();
      } catch (IllegalStateException e) {
        // its data node takes back hooks of its own, for which it is too late; the rest is down
      }
      if (!FileUtil.fullyDelete(disks.toFile())) {
        System.err.println("the disks of HDFS stay behind: " + disks);
      }
    }
  }
}
