"""Runs the Python of forecasts.md's section for analysts unchanged, and checks its results.

Called by scripts/try-analysts: analysts.py PAGE SITE SCRATCH ADDRESS
"""

import json
import math
import os
import re
import sys
import urllib.request

page, site, scratch, address = sys.argv[1:]
with open(page, encoding="utf-8") as file:
    section = file.read().split("\n## For analysts\n")[1].split("\n## ")[0]
blocks = re.findall(r"^```python\n(.*?)^```", section, re.M | re.S)
assert len(blocks) >= 4, "the page has %d blocks of Python; is this the right section?" % len(blocks)
assert '"/lake/forecasts"' in blocks[0], "the page's first block does not name the lake"
names = {}
for block in blocks:
    exec(compile(block.replace("/lake/forecasts", os.path.join(site, "warehouse")), page, "exec"), names)


def load(name):
    with open(os.path.join(scratch, name), encoding="utf-8") as file:
        text = file.read()
    return json.loads(text) if text.strip() else {}


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def same(what, mine, theirs):
    assert mine == theirs, "%s: the page's command returns %r, Almanac %r" % (what, mine, theirs)
    print("%-14s %s" % (what, "agrees"))


def close(one, other):
    return math.isclose(one, other, rel_tol=1e-12)


first, second = "2001-06-01", "2001-06-02"
tables = ask("/v1/tables/flight_delay")
runs = {run["runDate"]: run for run in ask("/v1/runs")["runs"] if run["state"] == "published"}
assert set(tables["rows"]) == {first, second}, tables

# by origin: the service's summary of the newest run date
groups = ask(
    "/v1/forecasts/flight_delay:summary",
    {"group_by": ["origin"], "measures": [{"is": "rows"}, {"is": "mean", "of": "probability"}], "limit": 1000},
)
flagged = ask(
    "/v1/forecasts/flight_delay:summary",
    {
        "where": [{"column": "decision", "is": "=", "values": ["1"]}],
        "group_by": ["origin"],
        "measures": [{"is": "rows"}],
        "limit": 1000,
    },
)
assert groups["runDate"] == second and not groups["cut"], groups["runDate"]
theirs = {group["by"]["origin"]: group["measures"] for group in groups["groups"]}
mine = {origin: (flights, mean, marked) for origin, flights, mean, marked in names["by_origin"].fetchall()}
same("by origin", {k: v[0] for k, v in mine.items()}, {k: int(v[0]) for k, v in theirs.items()})
far = [origin for origin in mine if not close(mine[origin][1], theirs[origin][1])]
same("means", far, [])
same(
    "flagged",
    {k: v[2] for k, v in mine.items() if v[2]},
    {group["by"]["origin"]: int(group["measures"][0]) for group in flagged["groups"]},
)

# one run date: as many rows as the run scored, all of that run
rows = names["one_date"].fetchall()
columns = [column[0] for column in names["one_date"].description]
same("one date", len(rows), runs[first]["rowsScored"])
same("of one run", {row[columns.index("run_id")] for row in rows}, {runs[first]["runId"]})
listed = load("runs.json")
listed = listed["runs"] if isinstance(listed, dict) else listed
same("runs", sorted(run["runId"] for run in listed), sorted(run["runId"] for run in runs.values()))

# one key: the result of a lookup, for each run date that has it
looked_up = []
for date in (first, second):
    answer = load("lookup-%s.json" % date)
    if "receipt" in answer or "forecast" in answer or "probability" in answer:
        values = answer.get("forecast", answer)
        receipt = answer.get("receipt", answer)
        looked_up.append((date, values["probability"], receipt["runId"]))
assert looked_up, "almanac lookup found the page's key in no run date"
same("one key", [(str(date), p, run) for date, p, run in names["one_key"].fetchall()], looked_up)

# time travel: the second run added its date, and changed nothing of the first
same(
    "changed",
    [(str(date), now, then) for date, now, then in names["changed"].fetchall()],
    [(second, runs[second]["rowsScored"], 0)],
)
made = {json.loads(text)["run_id"]: version for version, text in names["commits"] if text}
same("commits", made, {run["runId"]: run["tableVersion"] for run in runs.values()})

# rejects: the run's reject reasons, and the earlier forecasts of flights in both dates
reasons = {}
for date, reason, field, value, count in names["reasons"].fetchall():
    assert (str(date), field, value) == (second, "weekday", "9"), (date, field, value)
    reasons[reason] = reasons.get(reason, 0) + count
same("rejects", reasons, runs[second]["rejected"])
known = names["known_before"].fetchall()
assert len(known) > 10, "only %d rejected flights were forecast before" % len(known)
keys = [{"flight_id": flight} for flight, *_ in known][:1000]
answers = ask("/v1/forecasts/flight_delay:batch", {"keys": keys, "run_date": first})["results"]
same(
    "known before",
    [(flight, p) for flight, _, _, p in known][:1000],
    [(answer["key"]["flight_id"], answer["forecast"]["probability"]) for answer in answers],
)
