package dev.almanac.config;

import dev.almanac.core.spec.JobSpec;
import dev.almanac.core.spec.PlatformSpec;

/** What one command runs with: the site's settings and the job, both checked. */
public record LoadedJob(PlatformSpec platform, JobSpec job) {}
