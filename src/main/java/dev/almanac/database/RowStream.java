package dev.almanac.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams rows through one COPY with a buffer of a few kilobytes. */
final class RowStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final CopyTextEncoder text;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int filled;

  RowStream(CopyTextEncoder text) {
    this.text = text;
  }

  /** Sends all rows and returns their number. If the rows fail, the COPY is cancelled. */
  long send(Connection connection, String copyIn, Iterator<? extends RowValues> rows)
      throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copyIn);
    try {
      while (rows.hasNext()) {
        add(text.line(rows.next()), copy);
      }
      copy.writeToCopy(buffer, 0, filled);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void add(byte[] line, CopyIn copy) throws SQLException {
    if (filled + line.length > buffer.length) {
      copy.writeToCopy(buffer, 0, filled);
      filled = 0;
    }
    if (line.length > buffer.length) {
      copy.writeToCopy(line, 0, line.length);
    } else {
      System.arraycopy(line, 0, buffer, filled, line.length);
      filled += line.length;
    }
  }
}
