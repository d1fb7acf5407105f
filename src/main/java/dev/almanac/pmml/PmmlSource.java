package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Text;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.ValidationEvent;
import jakarta.xml.bind.ValidationEventHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jpmml.model.filters.ImportFilter;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.XMLFilter;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * How the object model is given a document that the screen let through: by filters that leave out
 * and spell what it would read wrongly, and with an ear for what it cannot place. For one document.
 */
final class PmmlSource implements ValidationEventHandler {
  private final Deque<String> open = new ArrayDeque<>();
  private String problem = "";

  /** From the parser on. */
  List<XMLFilter> filters() {
    return List.of(new ScoredParts(), new ImportFilter(), new ReadableNumbers(), new Path());
  }

  /** Anything that the object model would pass over ends the reading. */
  @Override
  public boolean handleEvent(ValidationEvent event) {
    problem =
        String.format(
            Locale.ROOT,
            "line %d, column %d: %s",
            event.getLocator().getLineNumber(),
            event.getLocator().getColumnNumber(),
            describe(event));
    return false;
  }

  /** The error of a reading that ended early. */
  AlmanacException refused(JAXBException e) {
    Throwable cause = e.getLinkedException() == null ? e : e.getLinkedException();
    return PmmlScreen.damaged(problem.isEmpty() ? PmmlScreen.plain(cause) : problem, e);
  }

  private String describe(ValidationEvent event) {
    String element = open.isEmpty() ? "PMML" : open.pop();
    return open.isEmpty() || !String.valueOf(event.getMessage()).startsWith("unexpected element")
        ? "<%s>: %s".formatted(element, PmmlScreen.plain(event.getMessage()))
        : "PMML has no <%s> within a <%s>"
            .formatted(Text.printable(element), Text.printable(open.element()));
  }

  /** The elements that are open, which an event does not say. */
  private final class Path extends XMLFilterImpl {
    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes)
        throws SAXException {
      open.push(localName);
      super.startElement(uri, localName, qName, attributes);
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
      super.endElement(uri, localName, qName);
      open.pop();
    }
  }
}
