"""Common code of make-samples and fetch-flights: the package, its flights, and their columns.

Standard library only at import time; pyarrow is imported inside the functions that need it, after
`in_throwaway_venv` has installed it if it is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "vega-datasets"
PACKAGE_VERSION = "3.2.1"
PYARROW = "pyarrow==26.0.1"

FLIGHTS = "data/flights-3m.parquet"
WEATHER = "data/seattle-weather.csv"

# The package's own datapackage.json names a file by its git object id (SHA-1 over "blob <size>\0"
# and the bytes). It is checked because the publisher states it; the check relied on is SHA-256.
CHECKSUMS = {
    FLIGHTS: {
        "git": "9c4e0b480a1a60954a7e5c6bcc43e1c91a73caaa",
        "sha256": "dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0",
    },
    WEATHER: {
        "git": "0f38b53bdc1c42c5e5d484f33b9d4d7b229e0e59",
        "sha256": "0845078a290b48e3149ab8639966824110a251db4e06fc144c06ebb534af23be",
    },
}

ROWS = 3_000_000

CANNOT_RUN = 75
DAMAGED = 4


def fail(message, code):
    """Prints a message on stderr and exits with the code."""
    print(f"{Path(sys.argv[0]).name}: {message}", file=sys.stderr)
    sys.exit(code)


def in_throwaway_venv():
    """Makes pyarrow importable: unchanged if installed, otherwise by restarting inside a temporary
    virtual environment that is removed at the end."""
    try:
        import pyarrow  # noqa: F401

        return
    except ImportError:
        pass
    if os.environ.get("ALMANAC_IN_VENV"):
        fail(f"{PYARROW} was installed and still cannot be imported", CANNOT_RUN)
    if sys.version_info < (3, 10):
        fail(f"needs Python 3.10 or newer, this is {sys.version.split()[0]}", CANNOT_RUN)
    folder = tempfile.mkdtemp(prefix="almanac-venv-")
    try:
        print(f"installing {PYARROW} into a temporary virtual environment", file=sys.stderr)
        made = subprocess.run([sys.executable, "-m", "venv", folder])
        if made.returncode != 0:
            fail("python3 -m venv failed; Debian and Ubuntu need the package python3-venv", CANNOT_RUN)
        python = str(Path(folder, "bin", "python"))
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYARROW]
        if subprocess.run(pip).returncode != 0:
            fail(f"pip could not install {PYARROW}; is a package index reachable?", CANNOT_RUN)
        environment = {**os.environ, "ALMANAC_IN_VENV": "1"}
        again = subprocess.run([python, *sys.argv], env=environment)
        sys.exit(again.returncode)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack(folder, names):
    """Downloads the package with `npm pack` into `folder` and returns the checked paths of `names`."""
    if shutil.which("npm") is None:
        fail("needs npm (Node.js) on the PATH to get the data package; nothing was changed", CANNOT_RUN)
    wanted = f"{PACKAGE}@{PACKAGE_VERSION}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", wanted], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    if packed.returncode != 0:
        fail(f"npm pack {wanted} failed; is the package registry reachable?", CANNOT_RUN)
    archive = Path(folder, packed.stdout.strip().splitlines()[-1])
    paths = []
    with tarfile.open(archive) as tar:
        for name in names:
            path = Path(folder, Path(name).name)
            path.write_bytes(tar.extractfile(f"package/{name}").read())
            verify(path, CHECKSUMS[name])
            paths.append(path)
    return paths


def verify(path, expected):
    """Refuses a file whose checksums are not the expected ones."""
    data = path.read_bytes()
    actual = {
        "git": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    for kind, digest in expected.items():
        if actual[kind] != digest:
            fail(f"{path.name}: {kind} is {actual[kind]}, expected {digest}; not used", DAMAGED)


def read_flights(path):
    """The full source as a table of Almanac's columns, in file order.

    `flight_id` is the 1-based row number of the file. The source's times carry no zone; they are
    written as instants whose UTC wall clock is the source's, so that a session in UTC reads the
    same figures back.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = pq.read_table(path)
    if source.num_rows != ROWS:
        fail(f"{path.name}: {source.num_rows} rows, expected {ROWS}", DAMAGED)
    columns = {
        "flight_id": pa.array(range(1, source.num_rows + 1), pa.int64()),
        "departure": source["date"].cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC")),
        "delay": source["delay"].cast(pa.int32()),
        "distance": source["distance"].cast(pa.int32()),
        "origin": source["origin"].cast(pa.string()),
        "destination": source["destination"].cast(pa.string()),
    }
    return pa.table(columns)


def write_parquet(table, path):
    """Writes what Parquet 1.15 reads: zstd, first-generation data pages, small row groups.

    Neither a clock nor a random number takes part, so the same table gives the same bytes with the
    pinned pyarrow. The Arrow schema is left out of the footer: no reader here needs it.
    """
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    # ids and times only increase, so differences are much smaller than the values or a dictionary
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=250_000,
        data_page_version="1.0",
        use_dictionary=["delay", "distance", "origin", "destination"],
        column_encoding={"flight_id": "DELTA_BINARY_PACKED", "departure": "DELTA_BINARY_PACKED"},
        store_schema=False,
    )
