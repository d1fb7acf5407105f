package dev.almanac.app;

import static dev.almanac.app.TrialProcess.require;

import dev.almanac.core.RunRecord;
import dev.almanac.core.RunState;
import dev.almanac.lookup.Forecast;
import dev.almanac.lookup.ForecastLookup;
import dev.almanac.lookup.RunHistory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Kills processes that score, with SIGKILL at moments drawn by a seed, and looks at what they
 * publish after each: every key has a forecast, all of one run, the last that was published or the
 * one that was killed behind its commit; rejects are those of one run; and another run repairs all
 * of it, the table of runs too. One of three moments falls anywhere in a run, two into the time in
 * which it scores and publishes. {@code scripts/try-kill} runs it.
 */
public final class ScoreKillTrial {
  private static final String PUBLISHES = "  write";
  private static final String DATE = "date";

  /** Of the week one day is rejected, so that there is something in both tables. */
  private static final String WEEK =
      """

      score.query = ${define.known}\"""
        SELECT * EXCEPT (last_high), IF(day(date) = 3, NULL, last_high) AS last_high FROM known
        WHERE date >= :run_date AND date < date_add(:run_date, 7)\"""
      score.max-rejected-share = 0.5
      train.algorithm.params.num-trees = 3
      train.gate.accuracy.min = 0.1
      train.parity.rows = 50
      """;

  private static final int FORECASTS = 6;
  private static final int REJECTS = 1;

  private final Cli cli;
  private final Path job;
  private final Path archive;
  private final KillMoments moments;
  private final PrintStream out;
  private final Set<String> runs = new HashSet<>();
  private Map<String, String> expected = Map.of();
  private String standing = "";
  private int behindTheCommit;

  private ScoreKillTrial(Path site, long seed, PrintStream out) throws IOException {
    this.cli = new Cli(site);
    this.job =
        Files.writeString(
            site.resolve("week.conf"), Files.readString(Path.of("jobs/weather.conf")) + WEEK);
    this.archive = site.resolve("score.jsa");
    this.moments = new KillMoments(this::child, seed);
    this.out = out;
  }

  /** Arguments: the seed, how many are killed, an empty folder to work in. */
  public static void main(String[] args) throws Exception {
    Path site = Files.createDirectories(Path.of(args[2]));
    new ScoreKillTrial(site, Long.parseLong(args[0]), System.out).run(Integer.parseInt(args[1]));
  }

  private void run(int kills) throws IOException, InterruptedException {
    Cli.Result first = cli.run("run", job.toString(), "--json", "--quiet");
    require(first.exitCode() == 0, "the first run failed: " + first.err() + first.out());
    standing = first.json().path("runId").asText();
    runs.add(standing);
    expected = forecasts().predictions();
    require(expected.size() == FORECASTS, "the week has " + expected);
    measure();
    while (moments.killed() < kills) {
      int before = moments.killed();
      String moment = before % 3 == 0 ? moments.anywhere() : moments.behindMark("publishing");
      String now = check("after the kill").run();
      boolean replaced = !now.equals(standing);
      standing = now;
      runs.add(now);
      behindTheCommit += replaced && moments.killed() > before ? 1 : 0;
      scoreAgain();
      out.printf(
          Locale.ROOT,
          "%3d  %-44s %s, whole; repaired%n",
          moments.killed(),
          moment,
          replaced ? "its own forecasts stood" : "those before stood");
    }
    out.printf(
        Locale.ROOT,
        "%d scoring runs killed (%d of them behind their commit; %d more were done before the signal came), each followed by one that worked; forecasts and rejects whole at all times, and %d publications in the table of runs%n",
        moments.killed(),
        behindTheCommit,
        moments.finished(),
        runs.size());
  }

  /** Lets two runs finish: one archives its classes, one is like all that follow. */
  private void measure() throws IOException, InterruptedException {
    child().awaitSuccess();
    standing = check("after a run").run();
    runs.add(standing);
    moments.measure();
    standing = check("after a run").run();
    runs.add(standing);
    out.printf(
        Locale.ROOT,
        "a scoring run takes %.1f s, the last %.1f s of it after '%s'%n",
        moments.wholeSeconds(),
        moments.behindMarkSeconds(),
        PUBLISHES);
  }

  private void scoreAgain() {
    Cli.Result result = cli.run("score", job.toString(), "--json", "--quiet");
    require(result.exitCode() == 0, "scoring again failed: " + result.err() + result.out());
    String run = result.json().path("runId").asText();
    require(
        check("after scoring again").equals(new Standing(run, run)),
        "other forecasts or rejects stand than those of " + run);
    standing = run;
    runs.add(run);
    Set<String> published = new TreeSet<>();
    for (RunRecord output : RunHistory.open(table("runs"), Map.of()).latest()) {
      if (output.state() == RunState.PUBLISHED) {
        published.add(output.runId().value());
      }
    }
    require(
        published.equals(new TreeSet<>(runs)),
        "published were " + runs + ", and the table of runs tells " + published);
  }

  /** Looks at all that is published, once: each look at rejects takes a session of Spark. */
  private Standing check(String when) {
    Published now = forecasts();
    require(now.predictions().equals(expected), when + " the forecasts are " + now.predictions());
    require(now.runs().size() == 1, when + " the forecasts are of the runs " + now.runs());
    Set<String> rejected = rejects();
    require(rejected.size() == 1, when + " the rejects are of the runs " + rejected);
    // it can be read, whatever it lacks
    require(!RunHistory.open(table("runs"), Map.of()).states().isEmpty(), when + " no run is told");
    return new Standing(now.runs().iterator().next(), rejected.iterator().next());
  }

  /** Whose forecasts stand, and whose rejects. */
  private record Standing(String run, String rejects) {}

  /** What look-ups of the whole week find. */
  private record Published(Map<String, String> predictions, Set<String> runs) {}

  private Published forecasts() {
    ForecastLookup lookup = ForecastLookup.open(table("weather"));
    Map<String, String> predictions = new TreeMap<>();
    Set<String> found = new TreeSet<>();
    for (int day = 1; day <= 7; day++) {
      if (day != 3) {
        String date = "2015-12-0" + day;
        Forecast forecast = lookup.find(Map.of(DATE, date), Optional.empty());
        predictions.put(date, forecast.values().toString());
        found.add(forecast.runId());
      }
    }
    return new Published(predictions, found);
  }

  /** The runs of the rows without a forecast, which are as many as they should be. */
  private Set<String> rejects() {
    List<String> found =
        LocalSpark.with(
            spark ->
                spark
                    .read()
                    .format("delta")
                    .load(table("weather_rejects"))
                    .select("run_id")
                    .collectAsList()
                    .stream()
                    .map(row -> row.getString(0))
                    .toList());
    require(found.size() == REJECTS, "there are " + found.size() + " rejects");
    return new TreeSet<>(found);
  }

  private String table(String name) {
    return cli.warehouse().resolve(name).toString();
  }

  private TrialProcess child() throws IOException {
    List<String> words = new ArrayList<>(List.of("score", job.toString()));
    words.addAll(cli.siteOptions());
    return new TrialProcess(archive, words, PUBLISHES);
  }
}
