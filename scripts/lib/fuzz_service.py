"""Sends a running `almanac serve` requests that its OpenAPI document allows, and many that it does not.

Called by scripts/try-fuzz, which starts the service and installs Schemathesis and its libraries.
Schemathesis generates cases from the document; some of their parameters and bodies are replaced by
existing values, so that requests also succeed. Each response is checked against the document. The
same seed gives the same cases.
"""

import argparse
import collections
import json
import random
import sys
import time

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
# Codes of 5xx responses that a healthy service may return; no other 5xx is valid.
NOT_NOW = {"NOT_READY", "TOO_OLD", "BUSY"}
# Parts of stack traces, class names and local folders, which no response may contain.
INSIDE = ["Exception", "\tat ", "dev.almanac.", "org.apache.", "java.lang", "io.delta"]
# Headers of every response, and their values.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
LEAST = 10  # minimum number of responses of an operation with parameters

parser = argparse.ArgumentParser()
parser.add_argument("address")
parser.add_argument("--admin", required=True, help="a token with the scope admin")
parser.add_argument("--reader", required=True, help="a token with the scope read")
parser.add_argument("--max-examples", type=int, required=True)
parser.add_argument("--seed", type=int, required=True)
parser.add_argument("--secret", action="append", default=[], help="a text that no response may contain")
options = parser.parse_args()

plain = requests.Session()  # for the requests of this script
session = requests.Session()  # for Schemathesis, which adds its own headers
plain.trust_env = session.trust_env = False
problems = {}  # failures by a key that identifies the kind: the first case of each
counts = collections.defaultdict(collections.Counter)  # by operation: responses by status


def headers(token):
    return {"Authorization": "Bearer " + token} if token else {}


def wrong(operation, what, request, response):
    """Records a failure of a response, once for each operation and kind."""
    key = (operation, what.splitlines()[0])
    body = request.body if request.body is not None else ""
    if isinstance(body, bytes):
        body = body.decode("utf-8", "backslashreplace")
    problems.setdefault(
        key,
        "%s: %s\n    %s %s\n    body: %.600s\n    response %d: %.600s"
        % (operation, what, request.method, request.url, body, response.status_code, response.text),
    )


def ask(path, method="GET", token=options.admin, **more):
    return plain.request(method, options.address + path, headers=headers(token), timeout=60, **more)


# ---- existing values, found by requests


def found(path, method="GET", **more):
    response = ask(path, method, **more)
    if response.status_code != 200:
        sys.exit("%s returns %d: %s" % (path, response.status_code, response.text[:500]))
    return response.json()


document = found("/v1/openapi.json")
table = found("/v1/tables")["tables"][0]
name, dates = table["name"], sorted(table["rows"])
summary = "/v1/forecasts/%s:summary" % name
row = found(summary, "POST", json={"top": {"by": "probability", "order": "largest"}, "limit": 1})["rows"][0]
key = {column: row[column] for column in table["keys"]}
model = found("/v1/models")["models"][0]["name"]
manifest = found("/v1/models/%s/versions/1" % model)["manifest"]
run = found("/v1/runs")["runs"][0]["runId"]


def value(field):
    levels = field.get("levels")
    if field["type"] == "string":
        return levels[0] if levels else "a"
    if field["type"] == "boolean":
        return True
    return int(levels[0]) if levels else 1


fields = manifest["signature"]["inputs"]
record = {field["name"]: value(field) for field in fields}

# By the name of a path parameter: existing values, and values that are almost right.
THERE = {
    "table": [name],
    "key": [",".join(str(part) for part in key.values())],
    "name": [model],
    "ref": [model, model + "@champion", model + ":1", model + ":99", model + "@nobody"],
    "version": ["1", "champion", "0", "99", "999999999", "9999999999"],
    "run": [run],
    "file": ["page.css", "page.js", "index.html", "icon.svg", "files.txt"],
    "run_date": dates + ["1999-01-01", "9999-12-31"],
    "as_of": dates + ["1999-01-01"],
    "limit": [1, 1000, 0, -1, 1001],
    "columns": [key],
}
FIRST = {parameter: values[0] for parameter, values in THERE.items() if parameter not in ("run_date", "as_of")}
BODIES = {
    "findForecasts": [
        {"keys": [key, key], "run_date": dates[0]},
        {"keys": [key], "records": [record], "as_of": dates[0]},
        {"keys": [{column: -1 for column in key}], "records": [record]},
    ],
    "summarizeForecasts": [
        {
            "where": [{"column": "probability", "is": ">=", "values": [0.5]}],
            "group_by": ["origin"],
            "measures": [
                {"is": "rows"},
                {"is": "mean", "of": "probability"},
                {"is": "quantile", "of": "probability", "at": 0.9},
            ],
        },
        {"top": {"by": "probability", "order": "smallest"}, "limit": 3, "run_date": dates[0]},
        {
            "where": [
                {"column": "origin", "is": "in", "values": ["ORD", "LAX"]},
                {"column": table["keys"][0], "is": "<", "values": [2 ** 40]},
                {"column": "departure", "is": "not-null"},
            ],
            "group_by": ["decision", "prediction"],
            "measures": [{"is": kind, "of": "probability"} for kind in ("count", "sum", "min", "max")],
        },
    ],
    "predict": [{"records": [record]}, {"records": [{**record, fields[0]["name"]: None}, record]}],
}

# ---- generation of cases

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2 ** 31, 2 ** 53 + 1, -(2 ** 63), 2 ** 64, 1e308, -0.0, 5e-324, 0.1])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["", "null", "NaN", "Infinity", "2001-02-30", "'; --", "../..", "\u0000", "x" * 3000])
    | st.sampled_from(sorted({str(v) for v in row.values()} | set(row))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def places(tree, here=()):
    """All nodes of a JSON tree, the root first."""
    yield here
    if isinstance(tree, dict):
        for name, inner in tree.items():
            yield from places(inner, here + (name,))
    elif isinstance(tree, list):
        for index, inner in enumerate(tree):
            yield from places(inner, here + (index,))


def changed(draw, tree):
    """A copy in which up to three nodes are replaced, removed or duplicated."""
    tree = json.loads(json.dumps(tree))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from(list(places(tree))))
        if not place:
            continue
        inside = tree
        for step in place[:-1]:
            inside = inside[step]
        how = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
        if how == "replace":
            inside[place[-1]] = draw(anything)
        elif how == "remove":
            del inside[place[-1]]
        elif isinstance(inside, list):
            inside.append(inside[place[-1]])
        else:
            inside[draw(st.text(max_size=8))] = draw(anything)
    return tree


broken = st.binary(max_size=60) | st.sampled_from(
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b'{"a":1,"a":2}',
        b'{"keys":[{"flight_id":NaN}]}',
        b'{"keys":[{"flight_id":1e999999}]}',
        b'{"keys":[{"flight_id":' + b"9" * 1000 + b"}]}",
        b"[" * 100000,
        b'{"keys":' + b"[" * 1000 + b"]" * 1000 + b"}",
        b'{"records":[{}]} trailing',
        b"\xef\xbb\xbf{}",
        b'{"records":["\\ud800"]}',
        '{"records":[]}'.encode("utf-16"),
    ]
)


@st.composite
def cases(draw, operation, ways):
    """A case of the document, partly with existing values. The second is a body that is not JSON."""
    case = draw(ways[draw(st.integers(0, len(ways) - 1))])
    for container in (case.path_parameters, case.query):
        for parameter in sorted(container or {}):
            if container is case.query and parameter != "columns" and draw(st.booleans()):
                del container[parameter]
            elif parameter in THERE and draw(st.integers(0, 7)):
                container[parameter] = draw(st.sampled_from(THERE[parameter]))
    raw = None
    id_ = operation.definition.raw["operationId"]
    if id_ in BODIES:
        kind = draw(st.integers(0, 9))
        if kind < 6:
            case.body = changed(draw, draw(st.sampled_from(BODIES[id_])))
        elif kind == 6:
            raw = draw(broken)
    if isinstance((case.query or {}).get("columns"), dict):
        # The parameter represents the columns themselves, each under its own name.
        case.query.update({str(k): v for k, v in case.query.pop("columns").items()})
    return case, raw


# ---- checks of a response


def operation_id(operation):
    return operation.definition.raw["operationId"]


def send(case, raw, token):
    kwargs = {"headers": headers(token), "session": session, "timeout": 60}
    if raw is not None:
        kwargs["data"] = raw
        case.body = schemathesis.core.NOT_SET
        kwargs["headers"]["Content-Type"] = "application/json"
    return case.call(base_url=options.address, **kwargs)


def judge(operation, case, response):
    id_ = operation_id(operation)
    counts[id_][response.status_code] += 1
    request = response.request
    status = response.status_code
    if status >= 500 and id_ != "ready":
        code = error_code(response)
        if status != 503 or code not in NOT_NOW:
            wrong(id_, "the service failed: %d %s" % (status, code), request, response)
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        for failure in group.exceptions:
            wrong(id_, "%s: %s" % (failure.title, failure.message or ""), request, response)
    except Failure as failure:
        wrong(id_, "%s: %s" % (failure.title, failure.message or ""), request, response)
    sound(id_, request, response)


def error_code(response):
    try:
        return response.json()["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return "without a code"


def header(response, name):
    """A header of a response; Schemathesis has lists of them in lower case."""
    value = response.headers.get(name) or response.headers.get(name.lower()) or ""
    return value if isinstance(value, str) else ", ".join(value)


def sound(id_, request, response):
    """Checks that apply to every response."""
    for name, value in ALWAYS.items():
        if value not in header(response, name):
            wrong(id_, "the header %s is '%s'" % (name, header(response, name)), request, response)
    if response.status_code >= 400 and id_ != "ready":
        error = response.json().get("error", {}) if "json" in header(response, "Content-Type") else {}
        if error.get("status") != response.status_code or not error.get("message"):
            wrong(id_, "an error without status or message", request, response)
        # A response may repeat what the client sent, but not internal values.
        said = json.dumps(error)
        for word in INSIDE + options.secret:
            if word in said and word not in str(request.url) + str(request.body):
                wrong(id_, "an error that contains '%s'" % word, request, response)


def fuzz(operation, index, token, examples, judge_more=None):
    """Runs a number of cases of an operation, the same ones for the same seed."""
    ways = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    if operation.query or operation.body:
        ways.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))

    @seed(options.seed * 1000 + index)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(operation, ways))
    def one(drawn):
        case, raw = drawn
        response = send(case, raw, token)
        if judge_more is None:
            judge(operation, case, response)
        else:
            judge_more(operation, case, response)

    one()


def by_hand(operation, token):
    """The case with existing values only, which must succeed."""
    id_ = operation_id(operation)
    for body in BODIES.get(id_, [None]):
        case = operation.Case(
            method=operation.method.upper(),
            path_parameters={
                parameter.name: FIRST[parameter.name] for parameter in operation.path_parameters
            },
            query=dict(key) if id_ == "findForecastByColumns" else {},
            body=schemathesis.core.NOT_SET if body is None else body,
            media_type=None if body is None else "application/json",
        )
        response = send(case, None, token)
        judge(operation, case, response)
        if response.status_code != 200:
            wrong(id_, "a request with existing values fails", response.request, response)


def refused(operation, case, response):
    """Without a token: 401 as documented, and 2xx from open endpoints only."""
    id_ = operation_id(operation)
    open_ = not operation.definition.raw.get("security")
    judge(operation, case, response)
    if open_ and response.status_code in (401, 403):
        wrong(id_, "an open endpoint requires a token", response.request, response)
    if not open_ and response.status_code not in (401, 404, 405, 400):
        wrong(id_, "accepted without a token", response.request, response)
    if response.status_code == 401 and header(response, "WWW-Authenticate") != "Bearer":
        wrong(id_, "401 without WWW-Authenticate", response.request, response)


def other_methods():
    """405 with the supported methods, for every endpoint and every other method."""
    asked = 0
    for path, operations in document["paths"].items():
        taken = {method.upper() for method in operations}
        address = path.format(**{parameter: FIRST.get(parameter, "x") for parameter in FIRST})
        for method in METHODS:
            if method in taken:
                continue
            response = ask(address, method)
            asked += 1
            allowed = {part.strip() for part in header(response, "Allow").split(",")}
            if response.status_code != 405:
                wrong(path, method + " does not return 405", response.request, response)
            elif not taken <= allowed or method in allowed:
                wrong(path, "Allow is %s, not %s" % (sorted(allowed), sorted(taken)), response.request, response)
            sound(path, response.request, response)
    return asked


# ---- main

random.seed(options.seed)
began = time.monotonic()
schema = schemathesis.openapi.from_dict(document)
operations = [result.ok() for result in schema.get_all_operations()]
print("%d operations, seed %d, %d cases each" % (len(operations), options.seed, options.max_examples))

for operation in operations:
    by_hand(operation, options.admin)
for index, operation in enumerate(operations):
    fuzz(operation, index, options.admin, options.max_examples)
reached = {id_: sum(n for status, n in by.items() if status < 300) for id_, by in counts.items()}
print("%-24s %8s %7s  %s" % ("operation", "requests", "2xx", "others"))
for id_, by in counts.items():
    others = ", ".join("%d: %d" % (status, n) for status, n in sorted(by.items()) if status >= 300)
    print("%-24s %8d %7d  %s" % (id_, sum(by.values()), reached[id_], others))
total = sum(sum(by.values()) for by in counts.values())
few = [
    operation_id(o)
    for o in operations
    if sum(counts[operation_id(o)].values())
    < (min(LEAST, options.max_examples) if o.path_parameters or o.query or o.body else 1)
]
unreached = [operation_id(o) for o in operations if not reached.get(operation_id(o))]

counts.clear()
for index, operation in enumerate(operations):
    fuzz(operation, 100 + index, None, max(5, options.max_examples // 5), refused)
closed = [operation_id(o) for o in operations if o.definition.raw.get("security")]
unasked = [id_ for id_ in closed if not counts[id_][401]]
without = sum(sum(by.values()) for by in counts.values())

response = ask("/v1/tables/%s:refresh" % name, "POST", token=options.reader)
if response.status_code != 403:
    wrong("refreshTable", "a token with the scope read may refresh", response.request, response)
response = ask("/v1/tables", token=options.reader + "x")
if response.status_code != 401:
    wrong("listTables", "an unknown token is accepted", response.request, response)
methods = other_methods()
if ask("/health").status_code != 200 or ask("/ready").status_code != 200:
    problems[("health",)] = "the service is not healthy afterwards"

print(
    "%d requests with a token, %d without, %d by other methods, in %.0f s"
    % (total, without, methods, time.monotonic() - began)
)
for id_ in few:
    problems[(id_, "few")] = "%s: had fewer than %d requests, so it was not tested" % (id_, LEAST)
for id_ in unreached:
    problems[(id_, "unreached")] = "%s: never returned 2xx, so its responses were not tested" % id_
for id_ in unasked:
    problems[(id_, "unasked")] = "%s: never returned 401 without a token" % id_
for problem in problems.values():
    print("\n" + problem)
if problems:
    sys.exit("%d kinds of failures; to repeat the same cases: --seed=%d" % (len(problems), options.seed))
