"""An OpenSearch cluster of the tests' own: a process a node, gone with the process that started it.

On ports of the loopback address, or each node on a machine of a `Network`. The program is fetched once by Maven and kept
in the user's cache. Nodes may be killed and started again one by one.
"""

from __future__ import annotations

import atexit
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from tests.scale.opensearch.lifeline import die_with_parent
from tests.scale.opensearch.network import Network

VERSION = "2.19.1"
_RUNNER = f"{VERSION}.0"
_MAIN = "org.codelibs.opensearch.runner.OpenSearchRunner"
_PATIENCE = 900.0
"""Seconds for a cluster to form or heal: machines may be slow, and that is not what is tested."""
_FETCHING = 600
# The runner takes no HTTP port above this one.
_PORTS = range(9210, 9290)
_CONFIG = """\
network.host: {host}
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [{founders}]
cluster.routing.allocation.disk.threshold_enabled: false
cluster.routing.allocation.node_concurrent_recoveries: 8
action.auto_create_index: false
"""


class Missing(Exception):
    """What this machine lacks to run a server."""


@cache
def find_program() -> Path:
    """The folder of the program's files, fetched if need be.

    Raises:
        Missing: no Java, no Maven, or the repository cannot be reached.
    """
    if shutil.which("java") is None:
        raise Missing("java is not on this machine (Debian: openjdk-17-jre-headless)")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "volunteer-news-archive"
    folder = cache / f"opensearch-{_RUNNER}"
    if folder.is_dir():
        return folder
    if shutil.which("mvn") is None:
        raise Missing("mvn is not on this machine (Debian: maven)")
    cache.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="fetching-", dir=cache))
    words = ["mvn", "-q", "-B", "-f", str(Path(__file__).with_name("pom.xml")), "dependency:copy-dependencies"]
    try:
        done = subprocess.run(
            [*words, f"-DoutputDirectory={draft / 'lib'}"],
            capture_output=True,
            text=True,
            timeout=_FETCHING,
            check=False,
        )
        if done.returncode:
            raise Missing(f"it cannot be fetched: {(done.stdout + done.stderr).strip()[-300:]}")
        (draft / "lib").rename(folder)
    except subprocess.TimeoutExpired as error:
        raise Missing("it cannot be fetched: the repository does not answer") from error
    except OSError:
        if not folder.is_dir():  # else another run was faster
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


@dataclass
class Node:
    """One process. `http` and `transport` are its ports; `words` put a command on its machine."""

    http: int
    transport: int
    host: str = "127.0.0.1"
    words: list[str] = field(default_factory=list)
    folder: Path = field(default_factory=Path)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """host:port of its HTTP side."""
        return f"{self.host}:{self.http}"

    @property
    def peer(self) -> str:
        """host:port that the other nodes know it by."""
        return f"{self.host}:{self.transport}"

    def is_running(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End its process, by default without a word."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait()


@dataclass
class Cluster:
    """Some nodes; `heap` is the memory of each for objects."""

    program: Path
    folder: Path
    heap: str
    nodes: list[Node] = field(default_factory=list)

    def url(self, prefix: str, **options: int) -> str:
        """What SEARCH_URL says."""
        hosts = ",".join(node.address for node in self.nodes)
        asked = "&".join(f"{name}={value}" for name, value in options.items())
        return f"opensearch://{hosts}/{prefix}" + (f"?{asked}" if asked else "")

    def client(self, node: int | None = None) -> OpenSearch:
        """A client of all nodes, or of one."""
        chosen = self.nodes if node is None else [self.nodes[node]]
        return OpenSearch(hosts=[f"http://{one.address}" for one in chosen], timeout=30, max_retries=0)

    def start_node(self, number: int) -> None:
        """Start a node that does not run; does not wait for it."""
        node = self.nodes[number]
        home = node.folder / "node_1"
        (home / "config").mkdir(parents=True, exist_ok=True)
        founders = ", ".join(f'"{one.peer}"' for one in self.nodes)
        text = _CONFIG.format(host=node.host, transport=node.transport, seeds=founders, founders=founders)
        (home / "config" / "opensearch.yml").write_text(text, encoding="ascii")
        words = [*node.words, "java", f"-Xms{self.heap}", f"-Xmx{self.heap}", "-cp", f"{self.program}/*", _MAIN]
        words += ["-numOfNode", "1"]
        words += ["-basePath", str(node.folder), "-baseHttpPort", str(node.http - 1), "-clusterName", self.folder.name]
        with (node.folder / "log").open("ab") as log:
            node.process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=node.folder,
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )

    def wait(self, nodes: int, *, status: str = "yellow", seconds: float = _PATIENCE) -> None:
        """Until so many nodes are one cluster that is at least so well.

        Raises:
            TimeoutError: with the last lines of what they logged.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._is_well(nodes, status):
                return
            if sum(node.is_running() for node in self.nodes) < nodes:
                break
            time.sleep(0.2)
        logged = "\n".join((node.folder / "log").read_text(errors="replace")[-1500:] for node in self.nodes)
        raise TimeoutError(f"no cluster of {nodes} nodes:\n{logged}")

    def _is_well(self, nodes: int, status: str) -> bool:
        for number, node in enumerate(self.nodes):
            if node.is_running():
                try:
                    health = self.client(number).cluster.health(params={"timeout": "1s", "request_timeout": 5})
                except OpenSearchException:
                    continue
                well = ("red", "yellow", "green").index(health["status"]) >= ("red", "yellow", "green").index(status)
                if health["number_of_nodes"] == nodes and well and not health["timed_out"]:
                    return True
        return False

    def stop(self) -> None:
        """End all nodes and remove what they wrote."""
        for node in self.nodes:
            if node.is_running():
                node.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_cluster(count: int = 1, heap: str = "512m", network: Network | None = None) -> Cluster:
    """A new cluster that answers; stopped and removed when this process ends, however it ends.

    Each node is on a machine of the network, or all on the loopback address. Raises Missing.
    """
    program = find_program()
    cluster = Cluster(program=program, folder=Path(tempfile.mkdtemp(prefix="archive-search-")), heap=heap)
    atexit.register(cluster.stop)
    cluster.nodes += _on_loopback(count) if network is None else _on_machines(network)
    for number, node in enumerate(cluster.nodes):
        node.folder = cluster.folder / f"node{number}"
        node.folder.mkdir()
    try:
        for number in range(count):
            cluster.start_node(number)
        cluster.wait(count, status="green")
    except BaseException:
        cluster.stop()
        raise
    return cluster


@cache
def shared_cluster(count: int = 1) -> Cluster:
    """The cluster of so many nodes of this test run, started when first asked for.

    Raises:
        Missing: what the machine lacks.
        TimeoutError: it did not start, and is not tried again: no test is to wait for what the one before waited for.
    """
    if count in _FAILED:
        raise _FAILED[count]
    try:
        return start_cluster(count, heap="512m" if count == 1 else "400m")
    except TimeoutError as error:
        _FAILED[count] = error
        raise


_FAILED: dict[int, TimeoutError] = {}


def _on_loopback(count: int) -> list[Node]:
    ports = _free_ports(2 * count)
    return [Node(http=ports[2 * number], transport=ports[2 * number + 1]) for number in range(count)]


def _on_machines(network: Network) -> list[Node]:
    return [
        Node(http=_PORTS[0], transport=_PORTS[1], host=network.address(number), words=network.words_on(number))
        for number in range(network.count)
    ]


def _free_ports(count: int) -> list[int]:
    found: list[int] = []
    # In any order, so that two runs that start together do not take the same ones.
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe:
            # As servers do: a port that only waits for its last connections to be forgotten is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise Missing(f"{count} ports of {_PORTS.start} to {_PORTS.stop} are not free")
