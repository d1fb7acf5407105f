"use strict";
/* Runs: what became of each, where its rows went, what guards found. */

const STATES = {published: "good", held: "warn", refused: "bad", failed: "bad"};

async function showRuns(main, [id]) {
  main.append(el("h1", {}, "Runs"));
  if (id) {
    const {states} = await ask("/v1/runs/" + encodeURIComponent(id));
    main.append(el("p", {}, link("#/runs", "all runs")));
    states.forEach(state => main.append(runSection(state)));
    return;
  }
  const {runs} = await ask("/v1/runs");
  main.append(runs.length ? table(["run", "job", "table", "run date", "state", "rows", "scored", "rejected", "by", "finished"], runs.map(run => [
    link("#/runs/" + run.runId, run.runId), run.job, run.table, run.runDate, state(run), known(run.rowsIn), known(run.rowsScored),
    run.rowsRejected, run.versions, instant(run.finishedAt)])) : el("p", {}, "No run has been written down yet."));
}

function known(count) {
  return count === undefined ? "" : count;
}

function state(run) {
  return el("span." + (STATES[run.state] || "dim"), {}, run.state);
}

function runSection(run) {
  const section = el("section", {"data-test": "run"}, el("h2", {}, run.runId), facts([
    ["state", state(run)], ["why", run.reason], ["job", run.job], ["run date", run.runDate], ["versions", run.versions],
    ["engine", run.engine], ["sources", run.sourceVersion], ["began", instant(run.startedAt)], ["finished", instant(run.finishedAt)],
    ["by", run.user], ["table", run.table ? link("#/forecasts/" + run.table, run.table) : undefined],
    ["table version", run.tableVersion],
  ]));
  if (run.rowsIn) section.append(accounting(run));
  const guards = (run.summary || {}).guards || [];
  if (guards.length) {
    section.append(el("h2", {}, "Compared with training and with the last publication"), table(
      ["guard", "of", "measured", "allowed", "", ""], guards.map(each => [
        each.guard, each.of, each.value === undefined ? "" : each.value, each.most,
        el("span." + ({holds: "good", warned: "warn", refused: "bad"}[each.verdict] || "dim"), {}, each.verdict), each.note || ""])));
  }
  return section;
}

function accounting(run) {
  const share = count => "width:" + (100 * count / run.rowsIn).toFixed(2) + "%";
  const scored = el("i", {title: number(run.rowsScored || 0) + " scored"});
  scored.style.cssText = share(run.rowsScored || 0);
  const rejected = el("i.bad", {title: number(run.rowsRejected || 0) + " rejected"});
  rejected.style.cssText = share(run.rowsRejected || 0);
  return el("div", {}, el("div.bar", {}, scored, rejected),
    el("p", {}, number(run.rowsIn) + " in = " + number(run.rowsScored || 0) + " scored + " + number(run.rowsRejected || 0) + " rejected"),
    Object.keys(run.rejected || {}).length ? table(["reason", "rows"], Object.entries(run.rejected)) : null);
}
