"""Machines of the tests' own: network namespaces with an address each, behind a router that can cut them off.

    a program (after `enter`)  10.77.255.2 -- router -- 10.77.N.2  machine N

A cut loses packets without a word, as a broken switch does. Nothing has a name on the real machine and nothing of its
network is touched: all namespaces hang on processes that end with the program, however it ends, and are gone with them.
Needs no rights where users may make namespaces of their own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.scale.opensearch.lifeline import die_with_parent

_ENTERED = "TESTS_OWN_NETWORK"
_OUTSIDE = ("unshare", "--user", "--map-root-user", "--net")
_SELF = 255
_PATIENCE = 30.0


def lacking() -> str | None:
    """What this machine lacks to make networks, or None."""
    if os.environ.get(_ENTERED):
        return None
    for program in ("ip", "unshare", "nsenter"):
        if shutil.which(program) is None:
            return f"{program} is not on this machine (Debian: iproute2, util-linux)"
    tried = subprocess.run([*_OUTSIDE, "true"], capture_output=True, text=True, check=False)
    return f"no network namespaces: {tried.stderr.strip()}" if tried.returncode else None


def enter(module: str) -> None:
    """Go on as the same program, from its beginning, in a network without a way out. Returns when that is so already."""
    if os.environ.get(_ENTERED):
        return
    sys.stdout.flush()
    words = [*_OUTSIDE, sys.executable, "-m", module, *sys.argv[1:]]
    os.execvpe(words[0], words, {**os.environ, _ENTERED: "1"})


@dataclass
class Network:
    """Some machines and their router. Make it after `enter`, in the thread that ends last."""

    count: int
    _router: int = 0
    _machines: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._router = _new_namespace()
        _run("ip", "link", "set", "lo", "up")
        self._plug(_SELF, os.getpid())
        _run(*self._on_router("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"))
        for number in range(self.count):
            self._machines.append(_new_namespace())
            self._plug(number, self._machines[number])

    def address(self, number: int) -> str:
        """Of a machine."""
        return _address(number)

    def words_on(self, number: int) -> list[str]:
        """What to put before a command so that it runs on a machine."""
        return _within(self._machines[number])

    def cut(self, number: int, others: Iterable[int], *, from_program: bool = False) -> None:
        """Lose every packet between a machine and others, and between it and this program too if told so."""
        for other in [*others, *([_SELF] if from_program else [])]:
            for sender, receiver in ((number, other), (other, number)):
                rule = ("iif", _port(sender), "to", f"{_address(receiver)}/32", "blackhole")
                _run(*self._on_router("ip", "rule", "add", *rule))

    def heal(self) -> None:
        """Take back all cuts."""
        while "blackhole" in (listed := _run(*self._on_router("ip", "rule"))):
            first = next(line for line in listed.splitlines() if "blackhole" in line)
            _run(*self._on_router("ip", "rule", "del", "pref", first.partition(":")[0]))

    def _plug(self, number: int, holder: int) -> None:
        """A cable between the router and a namespace."""
        port, inside = _port(number), _within(holder)
        peer = ("peer", "name", "eth0", "netns", str(holder))
        _run(*self._on_router("ip", "link", "add", "name", port, "type", "veth", *peer))
        _run(*self._on_router("ip", "address", "add", f"10.77.{number}.1/30", "dev", port))
        _run(*self._on_router("ip", "link", "set", "dev", port, "up"))
        _run(*inside, "ip", "address", "add", f"{_address(number)}/30", "dev", "eth0")
        _run(*inside, "ip", "link", "set", "dev", "lo", "up")
        _run(*inside, "ip", "link", "set", "dev", "eth0", "up")
        _run(*inside, "ip", "route", "add", "default", "via", f"10.77.{number}.1")

    def _on_router(self, *words: str) -> list[str]:
        return [*_within(self._router), *words]


def _address(number: int) -> str:
    return f"10.77.{number}.2"


def _port(number: int) -> str:
    return f"port{number}"


def _within(holder: int) -> list[str]:
    return ["nsenter", f"--net=/proc/{holder}/ns/net"]


def _new_namespace() -> int:
    """The process that keeps a new network alive."""
    holder = subprocess.Popen(
        ["unshare", "--net", "sleep", "infinity"],
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509
    )
    deadline = time.monotonic() + _PATIENCE
    while Path(f"/proc/{holder.pid}/ns/net").readlink() == Path("/proc/self/ns/net").readlink():
        if holder.poll() is not None or time.monotonic() > deadline:
            raise OSError("no network namespace was made")
        time.sleep(0.01)
    return holder.pid


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{' '.join(words)}: {done.stderr.strip()}")
    return done.stdout
