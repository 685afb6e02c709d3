"""Fifty readers at once on the real server: gunicorn as `make run` starts it, asked by `wrk` (Debian's package).

    DATA_DIR=… python -m benchmarks.site_load --seconds 60

Addresses are drawn as in `benchmarks.site`, of every kind of page, and asked in turn by each of wrk's threads. Only this
machine's loopback is asked. An error is a refused or broken connection, a time-out, or a status of 400 and above.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.site import draw_addresses, set_up

_PATIENCE = 60  # seconds until the server answers

# The addresses of a file in turn; at the end how many answers were errors, and how long they took.
_SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local number = 0
request = function()
  number = number + 1
  return wrk.format("GET", paths[number %% #paths + 1])
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %%d %%d %%d %%d %%d %%.2f %%.2f %%.2f %%.2f\\n", summary.requests, summary.duration,
    errors.connect + errors.read + errors.write, errors.timeout, errors.status,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
"""


def load(port: int, addresses: Sequence[str], connections: int, seconds: int) -> dict[str, float]:
    """Ask for so long: requests a second, errors in all and by kind, milliseconds at p50, p95, p99 and worst."""
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder, "paths"), Path(folder, "ask.lua")
        paths.write_text("\n".join(addresses) + "\n", encoding="ascii")
        script.write_text(_SCRIPT % paths, encoding="ascii")
        command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script)]
        ran = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True)
    match = re.search(r"^RESULT (.*)$", ran.stdout, re.MULTILINE)
    if match is None:
        raise SystemExit(f"wrk says:\n{ran.stdout}")
    names = ("requests", "duration", "broken", "timed out", "refused", "p50", "p95", "p99", "worst")
    told = dict(zip(names, map(float, match[1].split()), strict=True))
    errors = told["broken"] + told["timed out"] + told["refused"]
    rate = told["requests"] / (told.pop("duration") / 1e6)
    return {**told, "a_second": rate, "errors": errors}


@contextmanager
def serving() -> Iterator[int]:
    """gunicorn on a port of its own, over the archive of the environment; the port."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt install wrk")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "ALLOWED_HOSTS": "127.0.0.1", "API_RATE": ""}
    # Warnings tell why an answer was refused; that requests are slow is what is measured.
    environment |= {"READER_RATE": "", "LOG_LEVEL": "WARNING", "SLOW_REQUEST_SECONDS": "0", "SLOW_QUERY_SECONDS": "0"}
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "archive.wsgi"]
    server = subprocess.Popen(gunicorn, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    set_up()
    addresses = [address for kind in draw_addresses(200).values() for address in kind]
    with serving() as port:
        load(port, addresses, 4, 5)
        result = load(port, addresses, options.connections, options.seconds)
    print(json.dumps({"connections": options.connections, "addresses": len(addresses), **result}))
    print("\n| readers at once | requests/s | p50 / p95 / p99 / worst ms | errors |\n|---|---|---|---|")
    print(
        "| {c} | {a_second:.0f} | {p50:.0f} / {p95:.0f} / {p99:.0f} / {worst:.0f} | {errors:.0f} |".format(
            c=options.connections, **result
        )
    )


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main()
