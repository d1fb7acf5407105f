package dev.almanac.warehouse;

import dev.almanac.core.ModelVersion;
import dev.almanac.core.RunId;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One publication as the table's history has it.
 *
 * @param tableVersion the Delta version it made
 * @param committedAt when, by the table's clock
 * @param scored rows with a forecast
 * @param rejected rows without one
 */
public record PublicationRecord(
    long tableVersion,
    Instant committedAt,
    RunId runId,
    ModelVersion model,
    LocalDate runDate,
    long scored,
    long rejected,
    String sourceVersion,
    String specHash) {}
