"use strict";
/* Which part is shown: by what stands behind the # of the address. */

const PARTS = {forecasts: showForecasts, models: showModels, runs: showRuns};
let turn = 0;

async function show() {
  const mine = ++turn;
  const [part, ...rest] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const name = PARTS[part] ? part : "forecasts";
  for (const each of document.querySelectorAll("nav a")) {
    each.classList.toggle("here", each.getAttribute("href") === "#/" + name);
  }
  const made = el("div");
  try {
    await PARTS[name](made, rest);
  } catch (error) {
    made.append(refusal(error));
  }
  if (mine === turn) document.getElementById("main").replaceChildren(made);
}

document.getElementById("token").addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem("token", new FormData(event.target).get("token"));
  event.target.hidden = true;
  show();
});
window.addEventListener("hashchange", show);
show();
