package dev.almanac.compiled;

import dev.almanac.core.AlmanacException;
import dev.almanac.core.Field;
import dev.almanac.core.Signature;
import dev.almanac.core.Text;
import dev.almanac.pmml.PmmlContent;
import dev.almanac.pmml.PmmlModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;

/**
 * Collects the steps, registers and texts of a program while the parts of a document are compiled.
 * For one document; not thread-safe.
 */
final class Compiler {
  /** Enough for 20,000 derived fields; a batch then takes 12 MB. */
  private static final int MOST_REGISTERS = 20_000;

  private static final int MOST_STEPS = 100_000;

  private final StringDictionary.Builder words = new StringDictionary.Builder();
  private final List<StepFactory> plans = new ArrayList<>();
  private final List<Supplier<Object>> scratch = new ArrayList<>();
  private final List<Supplier<Object>> shared = new ArrayList<>();
  private final List<Program.Constant> constants = new ArrayList<>();
  private final Map<String, DataField> dataFields = new HashMap<>();
  private final Map<String, DerivedField> derivedFields = new HashMap<>();
  private final Map<String, DefineFunction> functions = new HashMap<>();
  private final Map<String, Field> signature = new HashMap<>();
  private final List<String> inputs;
  private int registers;

  Compiler(PmmlModel pmml, Signature signature) {
    this.inputs = pmml.inputs();
    this.registers = inputs.size();
    signature.inputs().forEach(field -> this.signature.put(field.name(), field));
    PMML document = pmml.document();
    document
        .requireDataDictionary()
        .getDataFields()
        .forEach(field -> dataFields.put(field.requireName(), field));
    if (document.getTransformationDictionary() != null) {
      document
          .getTransformationDictionary()
          .getDerivedFields()
          .forEach(field -> derivedFields.put(field.requireName(), field));
      document
          .getTransformationDictionary()
          .getDefineFunctions()
          .forEach(function -> functions.put(function.requireName(), function));
    }
  }

  static CompileResult compile(PmmlModel pmml, Signature signature) {
    try {
      return PmmlContent.reading(() -> new CompileResult.Compiled(compiled(pmml, signature)));
    } catch (UnsupportedException e) {
      return new CompileResult.Unsupported("Unsupported: " + e.why());
    } catch (AlmanacException e) {
      return new CompileResult.Unsupported(Objects.toString(e.getMessage(), e.toString()));
    } catch (UnsupportedOperationException e) {
      // The object model reports a missing part of an element with a short form this way.
      return new CompileResult.Unsupported("Unsupported: an element that lacks what it needs");
    } catch (StackOverflowError e) {
      return new CompileResult.Unsupported("Unsupported: it is nested too deeply");
    }
  }

  private static CompiledModel compiled(PmmlModel pmml, Signature signature) {
    Compiler compiler = new Compiler(pmml, signature);
    List<Model> models = pmml.document().getModels();
    Scope scope = new Scope(compiler, models.get(0), Optional.empty());
    Result result = Models.top(scope);
    boolean probabilities = Answers.compile(compiler, result, signature.labels());
    return new CompiledModel(compiler.program(signature, probabilities));
  }

  private Program program(Signature labels, boolean probabilities) {
    List<Step> steps = new ArrayList<>();
    for (StepFactory plan : plans) {
      steps.add(plan.make(words));
    }
    StringDictionary known = words.build();
    long bytes = 100L * known.size() + steps.stream().mapToLong(Step::bytes).sum();
    return new Program(
        inputs,
        inputs.stream().map(this::isText).toList(),
        labels.labels(),
        probabilities,
        known,
        registers,
        List.copyOf(scratch),
        List.copyOf(shared),
        List.copyOf(steps),
        List.copyOf(constants),
        bytes);
  }

  /** Whether the signature declares an input as text. */
  boolean isText(String input) {
    Field field = signature.get(input);
    if (field == null) {
      throw new UnsupportedException(
          "the field '%s', which the signature does not have".formatted(Text.printable(input)));
    }
    return switch (field.kind()) {
      case NUMERIC -> false;
      case CATEGORICAL -> true;
      case TEXT ->
          throw new UnsupportedException(
              "the text '%s', whose words are counted".formatted(Text.printable(input)));
    };
  }

  int input(String name) {
    return inputs.indexOf(name);
  }

  StringDictionary.Builder words() {
    return words;
  }

  Optional<DataField> dataField(String name) {
    return Optional.ofNullable(dataFields.get(name));
  }

  Optional<DerivedField> derivedField(String name) {
    return Optional.ofNullable(derivedFields.get(name));
  }

  Optional<DefineFunction> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  int register() {
    if (registers >= MOST_REGISTERS) {
      throw new UnsupportedException("more than " + MOST_REGISTERS + " derived values a row");
    }
    return registers++;
  }

  void add(StepFactory plan) {
    if (plans.size() >= MOST_STEPS) {
      throw new UnsupportedException("more than " + MOST_STEPS + " steps a row");
    }
    plans.add(plan);
  }

  /** Allocates an index in {@link VectorRegisters#scratch}, for an object per thread. */
  int scratch(Supplier<Object> maker) {
    scratch.add(maker);
    return scratch.size() - 1;
  }

  /**
   * Allocates an index in {@link VectorRegisters#shared}, for an object that several batches share.
   */
  int shared(Supplier<Object> maker) {
    shared.add(maker);
    return shared.size() - 1;
  }

  /** A register that holds a literal of the document. */
  Value constant(Object literal, DataType type, OpType op, String where) {
    int register = register();
    double held = Types.held(words, type, literal, where);
    constants.add(new Program.Constant(register, held));
    Value value = Value.of(register, type, op, false);
    if (type == DataType.STRING) {
      BitSet possible = new BitSet();
      possible.set((int) held);
      value = value.withWords(possible);
    }
    return value.withLiteral(literal);
  }

  /** A register that is always missing. */
  Value missing(DataType type, OpType op) {
    int register = register();
    constants.add(new Program.Constant(register, Double.NaN));
    Value value = Value.of(register, type, op, true);
    return type == DataType.STRING ? value.withWords(new BitSet()) : value;
  }
}
