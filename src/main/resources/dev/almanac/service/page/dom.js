"use strict";
/* Small helpers. What comes from the service is only ever set as text, never as HTML. */

/** An element: tag or tag.class, attributes, children (nodes or texts). */
function el(tag, attributes, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== undefined && child !== null) node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Rows of cells; a cell is a text, a number or a node. */
function table(heads, rows) {
  return el("table", {},
    el("thead", {}, el("tr", {}, heads.map(head => el("th", {}, head)))),
    el("tbody", {}, rows.map(row => el("tr", {}, row.map(cell =>
      el(typeof cell === "number" ? "td.number" : "td", {}, typeof cell === "number" ? number(cell) : cell))))));
}

/** Names and values, one a line. */
function facts(pairs) {
  return el("table", {}, el("tbody", {}, pairs.filter(([, value]) => value !== undefined && value !== "").map(
    ([name, value]) => el("tr", {}, el("th", {}, name), el("td", {}, shown(value))))));
}

function shown(value) {
  if (value instanceof Node) return value;
  if (value === null || value === undefined) return el("span.dim", {}, "none");
  if (typeof value === "number") return number(value);
  if (typeof value === "object") return numbers(value) || JSON.stringify(value);
  return String(value);
}

/** Numbers by name, such as the probability of each label, the largest first; undefined for other objects. */
function numbers(value) {
  const pairs = Object.entries(value);
  return pairs.length && pairs.every(([, each]) => typeof each === "number")
    ? el("ul.numbers", {}, pairs.sort((a, b) => b[1] - a[1]).map(([name, each]) => el("li", {}, name + ": " + number(each))))
    : undefined;
}

function number(value) {
  return Number.isInteger(value) ? value.toLocaleString("en") : Number(value.toPrecision(4)).toString();
}

function age(seconds) {
  if (seconds >= 172800) return Math.floor(seconds / 86400) + " days";
  if (seconds >= 7200) return Math.floor(seconds / 3600) + " hours";
  if (seconds >= 120) return Math.floor(seconds / 60) + " minutes";
  return Math.max(0, seconds) + " seconds";
}

function instant(text) {
  return text ? text.replace("T", " ").replace(/(\.\d+)?Z$/, "Z") : "";
}

function link(hash, text) {
  return el("a", {href: hash}, text);
}

/** A labelled field of a form. */
function field(label, input) {
  return el("label", {}, label, input);
}

/** What the service said when it did not answer. */
class Refusal extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.fields = error.fields || [];
  }
}

async function ask(address, body) {
  const headers = {};
  const token = sessionStorage.getItem("token");
  if (token) headers.Authorization = "Bearer " + token;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await fetch(address, {
    method: body === undefined ? "GET" : "POST", headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  let json;
  try {
    json = await response.json();
  } catch (e) {
    throw new Refusal(response.status, {code: "NO_JSON", message: "the service answered with " + response.status});
  }
  if (!response.ok) {
    if (response.status === 401 || response.status === 403) document.getElementById("token").hidden = false;
    throw new Refusal(response.status, json.error);
  }
  return json;
}

function refusal(error) {
  if (!(error instanceof Refusal)) return el("p.bad", {role: "alert"}, "The service cannot be reached: " + error.message);
  return el("p.bad", {role: "alert"}, error.code + ": " + error.message);
}

/** A line through values, with its smallest and largest named; absent values leave a gap. */
function lineChart(title, labels, values) {
  const known = values.filter(value => Number.isFinite(value));
  if (known.length < 1) return null;
  const width = 420, height = 120, left = 50, top = 18, bottom = 18;
  const low = Math.min(...known), high = Math.max(...known), range = high - low || 1;
  const x = i => left + (values.length < 2 ? 0 : i * (width - left - 10) / (values.length - 1));
  const y = value => top + (high - value) / range * (height - top - bottom);
  const chart = svg("svg", {width, height, role: "img", "aria-label": title});
  const text = (px, py, words) => {
    const node = svg("text", {x: px, y: py});
    node.textContent = words;
    return node;
  };
  chart.append(text(left, 11, title), text(0, y(high) + 4, number(high)));
  if (high !== low) chart.append(text(0, y(low) + 4, number(low)));
  let path = "", down = false;
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) {
      down = false;
      return;
    }
    path += (down ? "L" : "M") + x(i) + " " + y(value);
    down = true;
    const point = svg("circle", {cx: x(i), cy: y(value), r: 3, fill: "#1b4f72"});
    const told = svg("title", {});
    told.textContent = labels[i] + ": " + value;
    point.append(told);
    chart.append(point);
  });
  chart.append(svg("path", {d: path, fill: "none", stroke: "#1b4f72", "stroke-width": 1.5}));
  chart.append(text(left, height - 3, labels[0]));
  if (labels.length > 1) chart.append(text(width - 40, height - 3, labels[labels.length - 1]));
  return chart;
}
