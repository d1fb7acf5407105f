package dev.almanac.pmml;

import java.util.Map;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Rewrites numbers so that the object model reads the same values, see {@link
 * PmmlAttribute#readable}. It reads a constant without a type as an integer if it has no decimal
 * point, however large it is.
 */
final class ReadableNumbers extends XMLFilterImpl {
  private final StringBuilder constant = new StringBuilder();
  private boolean inConstant;

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    inConstant = localName.equals("Constant") && attributes.getValue("", "dataType") == null;
    super.startElement(uri, localName, qName, readable(localName, attributes));
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    if (inConstant) {
      constant.append(text, start, length);
    } else {
      super.characters(text, start, length);
    }
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    if (inConstant) {
      char[] text = PmmlAttribute.readable(constant.toString()).toCharArray();
      super.characters(text, 0, text.length);
      constant.setLength(0);
      inConstant = false;
    }
    super.endElement(uri, localName, qName);
  }

  private static Attributes readable(String element, Attributes attributes) {
    Map<String, PmmlAttribute> known = PmmlSchema.attributes(element);
    AttributesImpl changed = null;
    for (int i = 0; i < attributes.getLength(); i++) {
      PmmlAttribute attribute = known.get(attributes.getLocalName(i));
      if (attribute == null || attribute.kind() != PmmlAttribute.Kind.NUMBER) {
        continue;
      }
      String value = attributes.getValue(i);
      String readable = PmmlAttribute.readable(value);
      if (!readable.equals(value)) {
        changed = changed == null ? new AttributesImpl(attributes) : changed;
        changed.setValue(i, readable);
      }
    }
    return changed == null ? attributes : changed;
  }
}
