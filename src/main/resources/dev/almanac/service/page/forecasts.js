"use strict";
/* Forecasts: which tables there are, and the look-up of a key. */

function receipt(answer) {
  const of = answer.receipt;
  return el("div.receipt", {"data-test": "receipt"},
    facts([
      ["made by", link("#/models/" + of.model, of.model + ":" + of.version)],
      ["stands for", of.runDate],
      ["in run", of.runId ? link("#/runs/" + of.runId, of.runId) : undefined],
      ["scored at", of.scoredAt ? instant(of.scoredAt) + " (" + age(of.ageSeconds) + " ago)" : undefined],
      ["from", of.sourceVersion],
      ["source", of.source],
      ["engine", of.engine],
      ["stored in", of.table ? of.table + " (table version " + of.tableVersion + ")" : undefined],
    ]));
}

/** A forecast or the reason why there is none. */
function told(result) {
  if (result.reject) {
    return el("div", {"data-test": "reject"}, el("p.answer.bad", {}, "no forecast"),
      facts([["reason", result.reject.reason], ["field", result.reject.field], ["value", result.reject.value]]));
  }
  const values = {...result.forecast};
  const main = values.decision !== undefined && values.decision !== null ? values.decision : values.prediction;
  return el("div", {"data-test": "forecast"}, el("p.answer", {}, shown(main)), facts(Object.entries(values)));
}

/** #/forecasts, #/forecasts/TABLE or, with a look-up, #/forecasts/TABLE/KEY; several key columns one after the other. */
async function showForecasts(main, [name, ...key]) {
  const {tables} = await ask("/v1/tables");
  main.append(el("h1", {}, "Forecasts"));
  if (!tables.length) {
    main.append(el("p", {}, "There is no forecast table yet. ", el("span.code", {}, "almanac score JOB"), " makes one."));
    return;
  }
  main.append(table(["table", "keys", "run dates", "newest", "forecasts", "made by", "age", ""], tables.map(each => {
    const dates = Object.keys(each.rows || {}).sort();
    const newest = dates[dates.length - 1];
    return [link("#/forecasts/" + each.name, each.name), (each.keys || []).join(", "), dates.length, newest || "",
      newest ? each.rows[newest] : "", each.model ? link("#/models/" + each.model, each.model + ":" + each.version) : "",
      each.ageSeconds === undefined ? "" : age(each.ageSeconds),
      !each.ready ? el("span.warn", {}, "loading") : !each.reachable ? el("span.bad", {}, "not reachable")
        : each.old ? el("span.warn", {}, "too old") : el("span.good", {}, "ready")];
  })));
  const chosen = name ? tables.find(each => each.name === name) : tables.length === 1 ? tables[0] : undefined;
  if (name && !chosen) main.append(el("p.bad", {}, "There is no table " + name + "."));
  if (chosen && chosen.keys) main.append(await lookUp(chosen, key));
}

async function lookUp(chosen, given) {
  const result = el("div", {"data-test": "result"});
  const keys = chosen.keys.map((key, i) => [key, el("input", {name: key, required: true, autocomplete: "off", value: given[i]})]);
  const dates = Object.keys(chosen.rows || {}).sort().reverse();
  const date = el("select", {name: "run_date"}, el("option", {value: ""}, "newest"),
    dates.map(each => el("option", {value: each}, each)));
  const find = async () => {
    const values = keys.map(([, input]) => encodeURIComponent(input.value.trim()));
    const address = "/v1/forecasts/" + encodeURIComponent(chosen.name) + "/" + values.join(",");
    history.replaceState(null, "", "#/forecasts/" + chosen.name + "/" + values.join("/"));
    result.replaceChildren();
    try {
      const answer = await ask(address + (date.value ? "?run_date=" + date.value : ""));
      for (const warning of answer.warnings || []) result.append(el("p.warn", {}, warning));
      result.append(told(answer), receipt(answer));
      const {forecasts} = await ask(address + "/history?limit=60");
      result.append(keyHistory(forecasts));
    } catch (error) {
      result.append(refusal(error));
    }
  };
  const form = el("form.asked", {"data-test": "look-up", onsubmit: event => {
    event.preventDefault();
    find();
  }}, keys.map(([key, input]) => field(key, input)), field("run date", date), el("button", {}, "Look up"));
  if (given.length) await find();
  return el("section", {}, el("h2", {}, "Look up in " + chosen.name), form, result);
}

function keyHistory(forecasts) {
  const oldestFirst = [...forecasts].reverse();
  const of = each => typeof each.forecast.probability === "number" ? each.forecast.probability : each.forecast.prediction;
  const chart = oldestFirst.length > 1
    ? lineChart("this key, run by run", oldestFirst.map(each => each.receipt.runDate), oldestFirst.map(of)) : null;
  return el("section", {}, el("h2", {}, "All run dates of this key"), chart,
    table(["run date", "decision", "prediction", "probability", "made by"], forecasts.map(each => [
      each.receipt.runDate, shown(each.forecast.decision), shown(each.forecast.prediction), shown(each.forecast.probability),
      each.receipt.model + ":" + each.receipt.version])));
}
