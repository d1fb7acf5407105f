package dev.almanac.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** How much of the heap is in use after each collection of garbage, while it is open. */
final class HeapWatch implements AutoCloseable, NotificationListener {
  private final List<Long> used = new ArrayList<>();
  private final List<NotificationEmitter> emitters = new ArrayList<>();

  HeapWatch() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      NotificationEmitter emitter = (NotificationEmitter) collector;
      emitter.addNotificationListener(this, null, null);
      emitters.add(emitter);
    }
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long bytes =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
              .getGcInfo()
              .getMemoryUsageAfterGc()
              .entrySet()
              .stream()
              .filter(pool -> pool.getKey().startsWith("G1"))
              .map(java.util.Map.Entry::getValue)
              .mapToLong(MemoryUsage::getUsed)
              .sum();
      synchronized (used) {
        used.add(bytes);
      }
    }
  }

  /** The most bytes after any of the first half of the collections, and of the second. */
  List<Long> halves() {
    synchronized (used) {
      int middle = used.size() / 2;
      return List.of(most(used.subList(0, middle)), most(used.subList(middle, used.size())));
    }
  }

  private static long most(List<Long> bytes) {
    return bytes.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  @Override
  public void close() {
    for (NotificationEmitter emitter : emitters) {
      try {
        emitter.removeNotificationListener(this);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
