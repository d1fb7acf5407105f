package dev.almanac.pmml;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.core.AlmanacException;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.ParserConfigurationException;
import org.dmg.pmml.PMML;
import org.jpmml.model.JAXBSerializer;
import org.jpmml.model.JAXBUtil;
import org.jpmml.model.SAXUtil;
import org.jpmml.model.jackson.JacksonUtil;
import org.xml.sax.SAXException;
import org.xml.sax.XMLFilter;

/**
 * PMML as JSON: the same document, element by element, for readers without XML. Attributes and
 * elements keep their names; a row of an inline table is an object from cell names to texts.
 *
 * <p>JSON from other sources is untrusted, as XML is. Its types come from PMML's closed list, never
 * from the document; its size, depth and count are bounded while it is parsed; and the result is
 * converted to XML, which passes the same screen and reader as any other document. So there is only
 * one way to load a model. Stateless and thread-safe.
 */
public final class PmmlJson {
  /** JSON nests up to three levels for an element: a list, a name, the element. */
  private static final int MAX_DEPTH = 3 * PmmlScreen.MAX_DEPTH;

  /** Allows for several attributes per element, each a name and a value. */
  private static final long MAX_TOKENS = 20L * PmmlScreen.MAX_ELEMENTS;

  private static final JsonInclude.Value WHERE_THERE =
      JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS);

  private static final ObjectMapper MAPPER = mapper();

  private PmmlJson() {}

  /**
   * The JSON of a PMML document, in UTF-8. The same document gives the same bytes.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED if it is not a PMML document, or has cells that are
   *     not plain text
   */
  public static byte[] toJson(byte[] pmml) {
    PmmlScreen.check(pmml);
    PmmlSource source = new PmmlSource();
    try {
      Unmarshaller unmarshaller = JAXBUtil.getContext().createUnmarshaller();
      unmarshaller.setEventHandler(source);
      PMML document =
          (PMML)
              unmarshaller.unmarshal(
                  SAXUtil.createFilteredSource(
                      new ByteArrayInputStream(pmml), source.filters().toArray(new XMLFilter[0])));
      // The reader's note of the version that it read is not part of the document.
      document.setBaseVersion(null);
      byte[] json = MAPPER.writerFor(PMML.class).with(printer()).writeValueAsBytes(document);
      byte[] ended = Arrays.copyOf(json, json.length + 1);
      ended[json.length] = '\n';
      return ended;
    } catch (JAXBException e) {
      throw source.refused(e);
    } catch (SAXException | ParserConfigurationException | IOException | RuntimeException e) {
      throw PmmlScreen.damaged(PmmlScreen.plain(e), e);
    }
  }

  /**
   * The document of the JSON, as XML in UTF-8.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED if it is not the JSON of a PMML document, or exceeds
   *     the limits of size or depth
   */
  public static byte[] toXml(byte[] json) {
    if (json.length > PmmlModel.MAX_BYTES) {
      throw PmmlScreen.damaged(
          String.format(
              Locale.ROOT,
              "it has %d bytes, more than the %d that are read",
              json.length,
              PmmlModel.MAX_BYTES),
          null);
    }
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      PMML document = MAPPER.readerFor(PMML.class).readValue(json);
      if (document == null) {
        throw PmmlScreen.damaged("its JSON says null where a document is expected", null);
      }
      new JAXBSerializer().serializePretty(document, xml);
    } catch (JacksonException e) {
      throw PmmlScreen.damaged(PmmlScreen.plain(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw PmmlScreen.damaged(PmmlScreen.plain(e.getMessage()), e);
    } catch (JAXBException e) {
      Throwable cause = e.getLinkedException() == null ? e : e.getLinkedException();
      throw PmmlScreen.damaged(PmmlScreen.plain(cause), e);
    } catch (RuntimeException e) {
      // a value of a type that PMML does not permit there, which JAXB detects only on writing
      throw e instanceof AlmanacException known
          ? known
          : PmmlScreen.damaged(PmmlScreen.plain(e), e);
    } catch (StackOverflowError e) {
      throw PmmlScreen.damaged("its elements nest too deeply", e);
    }
    return xml.toByteArray();
  }

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(PmmlModel.MAX_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build();
    ObjectMapper mapper = JacksonUtil.createObjectMapper(factory);
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.registerModule(InlineRows.module());
    // PMML's classes omit empty values, but an empty text is a valid level and label.
    for (Class<?> text : List.of(String.class, Object.class)) {
      mapper.configOverride(text).setIncludeAsProperty(WHERE_THERE);
    }
    return mapper;
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    return printer;
  }
}
