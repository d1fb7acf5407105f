package dev.almanac.job;

import dev.almanac.core.Progress;
import dev.almanac.core.RunId;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/**
 * What one execution of a job is given.
 *
 * @param runId identifies it in all that it leaves behind
 * @param runDate the date it stands for
 * @param clock the time
 * @param user who runs it
 * @param libraries versions to record in provenance: almanac, java, spark and the like
 * @param gitCommit the commit of the job's checkout, or empty
 * @param progress where steps are told
 */
public record RunContext(
    RunId runId,
    LocalDate runDate,
    Clock clock,
    String user,
    Map<String, String> libraries,
    String gitCommit,
    Progress progress) {}
