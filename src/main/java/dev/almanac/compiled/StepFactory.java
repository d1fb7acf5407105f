package dev.almanac.compiled;

/** Creates a step when the dictionary of texts is complete. */
interface StepFactory {
  Step make(StringDictionary.Builder words);
}
