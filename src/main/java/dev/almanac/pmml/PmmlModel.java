package dev.almanac.pmml;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Field;
import dev.almanac.core.Text;
import jakarta.xml.bind.JAXBException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import org.dmg.pmml.ModelVerification;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ResultFeature;
import org.jpmml.evaluator.Computable;
import org.jpmml.evaluator.HasProbability;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.TargetField;
import org.jpmml.model.InvalidElementException;
import org.jpmml.model.MarkupException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * A PMML document ready to score. Documents are untrusted: no DOCTYPE, no functions except PMML's
 * own, finite numbers, bounded size, depth, count and work. Immutable and thread-safe.
 */
public final class PmmlModel {
  /** Maximum size of a document, in bytes. */
  public static final int MAX_BYTES = 256 << 20;

  /** In Java characters; a code point may be two. */
  private static final int LONGEST_TEXT = 2 * Field.LONGEST_TEXT;

  private static final String TOO_DEEP =
      "its expressions or fields call each other too deeply, or in a circle";

  private final ModelEvaluator<?> evaluator;
  private final List<String> inputs;
  private final Optional<TargetField> target;

  private final boolean searchesTexts;

  private PmmlModel(ModelEvaluator<?> evaluator, boolean searchesTexts) {
    this.evaluator = evaluator;
    this.searchesTexts = searchesTexts;
    this.inputs = evaluator.getInputFields().stream().map(InputField::getName).toList();
    this.target = evaluator.getTargetFields().stream().findFirst().map(TargetField.class::cast);
  }

  /**
   * Reads a document. Does not run the verification sample that it may contain, see {@link
   * #verify()}.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED if it is not a PMML document that can be scored
   *     safely, with the reason
   */
  public static PmmlModel load(byte[] pmml) {
    PmmlScreen.check(pmml);
    PmmlSource source = new PmmlSource();
    BoundedFunctions functions = new BoundedFunctions();
    LoadingModelEvaluatorBuilder builder = new LoadingModelEvaluatorBuilder();
    builder.setCheckSchema(false);
    builder.setFilters(source.filters());
    builder.setValidationEventHandler(source);
    try {
      ModelEvaluator<?> evaluator =
          builder
              // Without it, a document that has no probability among its outputs returns labels
              // only.
              .setExtraResultFeatures(Set.of(ResultFeature.PROBABILITY))
              .load(new ByteArrayInputStream(pmml))
              .transform(
                  document -> {
                    functions.applyTo(document);
                    return document;
                  })
              .build();
      checkFields(evaluator);
      return new PmmlModel(evaluator, functions.searchesTexts());
    } catch (AlmanacException e) {
      throw e;
    } catch (JAXBException e) {
      throw source.refused(e);
    } catch (SAXException | ParserConfigurationException | RuntimeException e) {
      // The object model and the evaluator throw various exceptions for an invalid document.
      throw PmmlScreen.damaged(PmmlScreen.plain(e), e);
    } catch (StackOverflowError e) {
      throw PmmlScreen.damaged(TOO_DEEP, e);
    }
  }

  /**
   * The library's own check of the fields, without its limit of 1 000 input fields: {@link
   * PmmlScreen} bounds the elements of a document.
   */
  private static void checkFields(ModelEvaluator<?> evaluator) {
    evaluator.getModel().requireMiningSchema();
    // Each call resolves the fields, and fails if one is missing.
    int inputs = evaluator.getInputFields().size();
    if (evaluator.getTargetFields().size() + evaluator.getOutputFields().size() == 0) {
      throw new InvalidElementException(
          "the model has %s, and no target or output fields".formatted(Text.count(inputs, "input")),
          evaluator.getModel());
    }
  }

  /**
   * Reads a document in JSON form, see {@link PmmlJson}.
   *
   * @throws AlmanacException ARTIFACT_DAMAGED as for {@link #load}
   */
  public static PmmlModel loadJson(byte[] json) {
    return load(PmmlJson.toXml(json));
  }

  /**
   * Scores the verification sample of the document and compares the results with its answers.
   *
   * @return the number of rows, all of which agree; 0 if the document has no sample
   * @throws AlmanacException ARTIFACT_DAMAGED if a row does not agree
   */
  public int verify() {
    ModelVerification sample = evaluator.getModel().getModelVerification();
    if (sample == null) {
      return 0;
    }
    try {
      evaluator.verify();
      return sample.requireInlineTable().getRows().size();
    } catch (RuntimeException e) {
      throw PmmlScreen.damaged(
          "it does not answer the rows it carries for its own verification as it says: "
              + PmmlScreen.plain(e),
          e);
    } catch (StackOverflowError e) {
      throw PmmlScreen.damaged(TOO_DEEP, e);
    }
  }

  /** Whether the model computes in floats, as XGBoost does. */
  public boolean isOfFloats() {
    return FloatModel.is(evaluator.getModel());
  }

  /**
   * The document as the evaluator reads it: values are parsed into the types of their fields. Do
   * not modify it.
   */
  public PMML document() {
    return evaluator.getPMML();
  }

  /** The fields that a row must have, in the document's order. */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * Scores one row.
   *
   * @param values by field name; an absent one is a missing value. A value is a String, Boolean,
   *     Number or null
   * @param labels the order of the probabilities; empty for a number
   * @return the answer, or {@link Answer.Refused} if this row cannot be scored
   * @throws AlmanacException ARTIFACT_DAMAGED if the document itself is at fault
   */
  public Answer score(Map<String, ? extends @Nullable Object> values, List<String> labels) {
    if (searchesTexts) {
      for (Object value : values.values()) {
        if (value instanceof String text && text.length() > LONGEST_TEXT) {
          return new Answer.Refused(
              String.format(
                  Locale.ROOT,
                  "a text of %d characters, more than %d",
                  text.length(),
                  LONGEST_TEXT));
        }
      }
    }
    try {
      Map<String, ?> results = evaluator.evaluate(values);
      // A model without a target has one whose name is null.
      return answer(target.isEmpty() ? null : results.get(target.get().getName()), labels);
    } catch (AlmanacException e) {
      throw e;
    } catch (MarkupException e) {
      throw PmmlScreen.damaged(PmmlScreen.plain(e), e);
    } catch (RuntimeException e) {
      // Not all of the evaluator's functions throw an EvaluationException for an invalid value.
      return new Answer.Refused(PmmlScreen.plain(e));
    } catch (StackOverflowError e) {
      throw PmmlScreen.damaged(TOO_DEEP, e);
    }
  }

  private static Answer answer(@Nullable Object result, List<String> labels) {
    Object value = result instanceof Computable computable ? computable.getResult() : result;
    if (value == null) {
      return new Answer.Nothing();
    }
    if (!labels.isEmpty()) {
      return new Answer.Label(String.valueOf(value), probabilities(result, labels));
    }
    if (value instanceof Number number) {
      return new Answer.Estimate(number.doubleValue());
    }
    throw PmmlScreen.damaged(
        "a number was expected, and it answers with '%s'"
            .formatted(Text.printable(value.toString())),
        null);
  }

  /** Categories are compared as text: a label of the signature is text, PMML's may be a number. */
  private static List<Double> probabilities(@Nullable Object result, List<String> labels) {
    if (!(result instanceof HasProbability distribution)) {
      return List.of();
    }
    Double[] probabilities = new Double[labels.size()];
    Arrays.fill(probabilities, 0.0);
    for (Object category : distribution.getCategories()) {
      int index = labels.indexOf(String.valueOf(category));
      if (index < 0) {
        throw PmmlScreen.damaged(
            "it knows the label '%s', which the model's signature %s does not"
                .formatted(category, labels),
            null);
      }
      Double probability = distribution.getProbability(category);
      probabilities[index] = probability == null ? Double.valueOf(Double.NaN) : probability;
    }
    return Arrays.asList(probabilities);
  }
}
