package dev.almanac.core;

/** Which texts XML 1.0, and so PMML, can hold. */
public final class XmlText {
  private XmlText() {}

  /** Whether a document can hold a text at all: production 2 of XML 1.0. */
  public static boolean isHeld(String text) {
    return text.codePoints().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || isKept(c));
  }

  /** Whether an attribute keeps a text as it is: the same, less tab and line ends. */
  public static boolean isKept(String text) {
    return text.codePoints().allMatch(XmlText::isKept);
  }

  private static boolean isKept(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
