package dev.almanac.scoring;

import dev.almanac.compiled.CompiledModel;
import dev.almanac.core.Field;
import dev.almanac.core.UnseenPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Maps the texts of one category to the codes of the compiled model. */
final class CategoryCodes implements TextCodes {
  /** The code of a level that training did not see, where the field rejects such rows. */
  static final int UNSEEN = -1;

  private static final int REMEMBERED = 256;

  private final CompiledModel model;
  private final boolean rejects;
  private final Set<UTF8String> levels = new HashSet<>();

  /** The codes of levels that the document mentions; 0 is the code of all others. */
  private final BitSet levelCodes = new BitSet();

  /** Direct-mapped cache of the codes of whole numbers, indexed by their low bits. */
  private final long[] wholes = new long[REMEMBERED];

  private final int[] wholeCodes = new int[REMEMBERED];
  private final int no;
  private final int yes;

  CategoryCodes(CompiledModel model, Field field) {
    this.model = model;
    this.rejects = field.unseen() == UnseenPolicy.REJECT;
    for (String level : field.levels()) {
      levels.add(UTF8String.fromString(level));
      byte[] bytes = level.getBytes(StandardCharsets.UTF_8);
      levelCodes.set(model.code(bytes, 0, bytes.length));
    }
    // Each slot starts with a key that does not map to it, so that the first lookup misses.
    Arrays.setAll(wholes, i -> i + 1L);
    this.no = code(UTF8String.fromString("false"));
    this.yes = code(UTF8String.fromString("true"));
  }

  /** The code of a text, or {@link #UNSEEN}. */
  @Override
  public int code(UTF8String text) {
    int code;
    int length = text.numBytes();
    if (text.getBaseObject() instanceof byte[] bytes) {
      code = model.code(bytes, (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET), length);
    } else {
      code = model.code(text.getBytes(), 0, length);
    }
    if (!rejects || (code > 0 ? levelCodes.get(code) : levels.contains(text))) {
      return code;
    }
    return UNSEEN;
  }

  @Override
  public int code(long whole) {
    int place = (int) whole & (REMEMBERED - 1);
    if (wholes[place] != whole) {
      byte[] digits = Long.toString(whole).getBytes(StandardCharsets.US_ASCII);
      wholeCodes[place] = code(UTF8String.fromBytes(digits));
      wholes[place] = whole;
    }
    return wholeCodes[place];
  }

  @Override
  public int code(boolean truth) {
    return truth ? yes : no;
  }
}
