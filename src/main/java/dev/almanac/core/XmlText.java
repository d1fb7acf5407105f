package dev.almanac.core;

/** Checks whether a text is representable in XML 1.0, and so in PMML. */
public final class XmlText {
  private XmlText() {}

  /** Whether all characters are allowed in a document: production 2 of XML 1.0. */
  public static boolean isHeld(String text) {
    return text.codePoints().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || isKept(c));
  }

  /** Whether an attribute preserves the text: as {@link #isHeld}, without tabs and line ends. */
  public static boolean isKept(String text) {
    return text.codePoints().allMatch(XmlText::isKept);
  }

  private static boolean isKept(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
