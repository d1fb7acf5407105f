package dev.almanac.job;

import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/**
 * Identity and environment of one execution of a job.
 *
 * @param runId its id in all results
 * @param runDate its run date
 * @param clock the time
 * @param user who runs it
 * @param libraries versions to record in provenance: almanac, java, spark and others
 * @param gitCommit the commit of the job's checkout, or empty
 * @param progress receives the steps
 */
public record RunContext(
    RunId runId,
    LocalDate runDate,
    Clock clock,
    String user,
    Map<String, String> libraries,
    String gitCommit,
    Progress progress) {}
