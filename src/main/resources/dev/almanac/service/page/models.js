"use strict";
/* Models: versions, aliases, measures, what happened, and a form that asks a version. */

/** #/models, #/models/MODEL, #/models/MODEL/VERSION or, asking it, #/models/MODEL/VERSION/INPUT=VALUE/... */
async function showModels(main, [name, version, ...given]) {
  if (name) {
    await showModel(main, name, version, given);
    return;
  }
  const {models} = await ask("/v1/models");
  main.append(el("h1", {}, "Models"));
  main.append(models.length ? table(["model", "versions", "latest", "aliases", "refused", "changed"], models.map(each => [
    link("#/models/" + each.name, each.name), each.versions, each.latest === undefined ? "" : each.latest,
    badges(each.aliases), each.refusals,
    each.damaged ? el("span.bad", {}, "damaged") : instant(each.changedAt)])) : el("p", {}, "The registry is empty."));
}

function badges(aliases, version) {
  return Object.entries(aliases).filter(([, number]) => version === undefined || number === version)
    .map(([alias, number]) => el("span.badge", {}, version === undefined ? alias + " → " + number : alias));
}

async function showModel(main, name, asked, given) {
  const model = await ask("/v1/models/" + encodeURIComponent(name));
  const measures = [...new Set(model.versions.flatMap(each => Object.keys(each.metrics || {})))].sort();
  const oldestFirst = [...model.versions].sort((a, b) => a.version - b.version);
  main.append(el("h1", {}, name));
  for (const note of model.notes) main.append(el("p.dim", {}, note));
  main.append(el("h2", {}, "Versions"), table(
    ["version", "aliases", "algorithm", "run date", "trained on", ...measures, "registered", ""],
    [...oldestFirst].reverse().map(each => [
      link("#/models/" + name + "/" + each.version, String(each.version)), badges(model.aliases, each.version),
      each.algorithm || "", each.runDate || "", each.trainRows === undefined ? "" : each.trainRows,
      ...measures.map(measure => (each.metrics || {})[measure]).map(value => value === undefined ? "" : value),
      instant(each.registeredAt),
      each.withdrawn ? el("span.bad", {title: each.withdrawn}, "withdrawn") : each.damaged ? el("span.bad", {}, "damaged") : ""])));
  if (oldestFirst.length > 1) {
    main.append(el("div", {"data-test": "charts"}, measures.map(measure => lineChart(measure,
      oldestFirst.map(each => "v" + each.version), oldestFirst.map(each => (each.metrics || {})[measure])))));
  }
  const number = asked ? Number(asked) : model.aliases.champion || (oldestFirst.length && oldestFirst[oldestFirst.length - 1].version);
  if (number) main.append(await versionSection(name, number, given));
  const {events} = await ask("/v1/models/" + encodeURIComponent(name) + "/history");
  main.append(el("h2", {}, "What happened"), table(["when", "what", "who", "why"], [...events].reverse().map(each => [
    instant(each.at), happened(each), each.by || "", each.reason || each.text || (each.reasons || []).join("; ")])));
}

function happened(event) {
  const version = event.number === undefined ? "" : " version " + event.number;
  const alias = event.alias === undefined ? "" : " " + event.alias + (event.to === undefined ? " taken away" : " → version " + event.to);
  const tag = event.key === undefined ? "" : " " + event.key + (event.value === undefined ? " taken away" : " = " + event.value);
  return event.kind.replace("-", " ") + (event.undoes === undefined ? "" : " (rolled back)") + version + alias + tag;
}

async function versionSection(name, number, given) {
  const address = "/v1/models/" + encodeURIComponent(name) + "/versions/" + number;
  const {manifest, withdrawn, typicalRow} = await ask(address);
  const section = el("section", {"data-test": "version"}, el("h2", {}, "Version " + number));
  if (withdrawn) section.append(el("p.bad", {}, "withdrawn: " + withdrawn));
  const origin = manifest.provenance || {};
  section.append(facts([
    ["forecasts", manifest.signature.target + " (" + manifest.signature.task + ")"],
    ["algorithm", manifest.algorithm],
    ["trained on", origin.trainRows === undefined ? undefined : counted(origin.trainRows, "row") + ", judged on " + counted(origin.holdoutRows, "row")],
    ["sources", (origin.sources || []).map(source => source.name + (source.version === undefined ? "" : "@v" + source.version)).join(", ")],
    ["run", manifest.runId],
    ["PMML", el("span", {}, el("a", {href: address + "/pmml", download: name + "-" + number + ".pmml"}, "XML"), " · ",
      el("a", {href: address + "/pmml.json", download: name + "-" + number + ".pmml.json"}, "JSON"))],
  ]));
  section.append(el("h2", {}, "Is what was exported what was trained?"), table(
    ["form", "rows compared", "largest difference", "labels that differ", "refused"],
    (manifest.parity || []).map(each => [each.form, each.rows, String(each.largestDifference), each.labelFlips, each.refusals])));
  if (manifest.evaluation && manifest.evaluation.confusion) section.append(confusion(manifest.evaluation));
  if (!withdrawn) section.append(await whatIf(name, number, manifest.signature, typicalRow, given));
  return section;
}

function counted(count, word) {
  return number(count) + " " + word + (count === 1 ? "" : "s");
}

function confusion({labels, confusion: counts}) {
  return el("div", {}, el("h2", {}, "Actual by forecast"), table(["actual", ...labels.map(label => "forecast " + label)],
    labels.map((label, row) => [label, ...counts[row]])));
}

/** A form with a field for each input; empty means that the value is missing. */
async function whatIf(name, version, signature, typicalRow, given) {
  const result = el("div", {"data-test": "what-if-result"});
  const inputs = signature.inputs.map(input => [input, inputOf(input)]);
  for (const each of given) {
    const [of, value] = [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)];
    for (const [input, node] of inputs) if (input.name === of) node.value = value;
  }
  const find = async () => {
    const filled = inputs.filter(([, node]) => node.value.trim() !== "")
      .map(([input, node]) => encodeURIComponent(input.name + "=" + node.value.trim()));
    history.replaceState(null, "", ["#/models", name, version, ...filled].join("/"));
    result.replaceChildren();
    const record = {};
    for (const [input, node] of inputs) record[input.name] = valueOf(input, node.value.trim());
    try {
      const answer = await ask("/v1/models/" + encodeURIComponent(name) + ":" + version + "/predict", {records: [record]});
      result.append(told(answer.results[0]), receipt(answer));
    } catch (error) {
      result.append(refusal(error));
    }
  };
  const form = el("form.asked", {"data-test": "what-if", onsubmit: event => {
    event.preventDefault();
    find();
  }}, inputs.map(([input, node]) => field(input.name + " (" + input.type + ")", node)), el("button", {}, "What if?"));
  if (Object.keys(typicalRow).length) {
    const fill = () => {
      for (const [input, node] of inputs) node.value = input.name in typicalRow ? String(typicalRow[input.name]) : "";
    };
    form.append(el("button.quiet", {type: "button", title: "of each input the median or the most frequent level of the training rows", onclick: fill}, "Fill in a typical row"));
  }
  if (given.length) await find();
  return el("section", {}, el("h2", {}, "What if?"), el("p.dim", {}, "An empty field is a missing value."), form, result);
}

function inputOf(input) {
  if (input.type === "boolean") {
    return el("select", {name: input.name}, ["", "true", "false"].map(each => el("option", {value: each}, each)));
  }
  if (input.levels && input.levels.length) return withLevels(input);
  return el("input", {name: input.name, autocomplete: "off", inputmode: input.kind === "numeric" ? "decimal" : "text"});
}

function withLevels(input) {
  const list = "levels-" + input.name;
  document.getElementById(list)?.remove();
  document.body.append(el("datalist", {id: list}, input.levels.map(level => el("option", {value: level}))));
  return el("input", {name: input.name, list, autocomplete: "off"});
}

/** A text that is no number is sent as it is: the service says what is wrong with it. */
function valueOf(input, text) {
  if (text === "") return null;
  if (input.type === "boolean") return text === "true";
  const value = Number(text);
  return input.type !== "string" && Number.isFinite(value) ? value : text;
}
