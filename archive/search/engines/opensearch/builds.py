"""The indexes on the server: builds beside each other, and the alias that says which one answers.

    archive-v1                            alias: the build in use
    archive-v1-seen-3f9a2c81              alias: the same, as searches name it (`fence`)
    archive-v1-20261130t090000-3f9a2c     a build

The version of the schema is part of every name, so a program of one version never reads an index of another.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError

from archive.search.engine import IndexUnusable
from archive.search.engines.opensearch.client import Server
from archive.search.engines.opensearch.fence import Fence
from archive.search.engines.opensearch.mapping import SCHEMA_VERSION, index_body

T = TypeVar("T")

_PATIENCE = 120
"""Seconds for what nobody reads a page by: a busy server makes and removes indexes more slowly than it answers."""
_COPIES_SECONDS = 60
"""How long a new build may take to get its copies before it is used without."""


class Builds:
    """The builds of one prefix."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.alias = f"{server.address.prefix}-v{SCHEMA_VERSION}"
        self.fence = Fence(server, self.alias)

    def in_use(self) -> str:
        """The build that answers.

        Raises:
            IndexUnusable: missing; outdated, where there are only indexes of other versions; away.
        """
        found = self._server.ask(lambda client: _or_none(lambda: client.indices.get_alias(name=self.alias)))
        if not found:
            raise self.absent()
        return str(next(iter(found)))

    def absent(self) -> IndexUnusable:
        """What to say where the alias names nothing."""
        others = self._server.ask(
            lambda client: client.indices.get(index=f"{self._prefix}-v*", expand_wildcards="open")
        )
        if any(not name.startswith(f"{self.alias}-") for name in others):
            return IndexUnusable("outdated", f"there are indexes of other schemas, this program needs {self.alias}")
        if self._aliased():
            return IndexUnusable("away", f"no node that answers knows what was last written to {self.alias}")
        return IndexUnusable("missing", f"no index {self.alias}")

    def check(self) -> None:
        """Raises IndexUnusable: as `in_use`, missing where it is not what this database's articles were last written to, and
        away where some part of it has no copy that answers."""
        build = self.in_use()
        if not self.fence.is_known(build):
            raise IndexUnusable(
                "missing", f"{build} is not known as {self.fence.name()}: another database's, or an old one"
            )
        health = self._server.ask(lambda client: client.cluster.health(index=build, level="indices"))
        if health["status"] == "red":
            raise IndexUnusable("away", f"{build} is red: a part of it has no copy that answers")

    def create(self, declared: Mapping[str, Any]) -> str:
        """An empty build, without copies until it is used; builds given up earlier are removed. Call while writing."""
        self._sweep()
        moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dt%H%M%S")
        name = f"{self.alias}-{moment}-{secrets.token_hex(3)}"
        body = index_body(declared, shards=self._server.address.shards, replicas=0)
        self._server.ask(
            lambda client: client.indices.create(
                index=name, body=body, wait_for_active_shards="all", request_timeout=_PATIENCE
            )
        )
        return name

    def use(self, build: str) -> None:
        """Copy a build as often as is wanted, let the alias name it and nothing else, and remove all others.

        Whoever asks at this moment is answered by the one or the other, whole.
        """
        self._copy(build)
        actions: list[dict[str, Any]] = [{"add": {"index": build, "alias": self.alias}}]
        actions += [{"remove": {"index": name, "alias": self.alias}} for name in self._aliased() - {build}]
        self.fence.move(build, actions)
        self._sweep()

    def discard(self, build: str) -> None:
        """Remove a build that is not used after all."""
        if build not in self._aliased():
            self._remove(build)

    def commits(self, build: str) -> int:
        """A number that grows with every write to a build."""
        told = self._server.ask(lambda client: client.indices.stats(index=build, metric="docs", level="shards"))
        shards = told["indices"][build]["shards"].values()
        return sum(max(copy["seq_no"]["max_seq_no"] for copy in copies) + 1 for copies in shards)

    def _copy(self, build: str) -> None:
        replicas = self._server.address.replicas
        if not replicas:
            return
        settings = {"index": {"number_of_replicas": replicas}}
        self._server.ask(
            lambda client: client.indices.put_settings(index=build, body=settings, request_timeout=_PATIENCE)
        )
        # Where there are fewer machines than copies this returns at once: what is not to be placed is not waited for.
        self._server.ask(
            lambda client: client.cluster.health(
                index=build,
                wait_for_no_initializing_shards=True,
                wait_for_events="languid",
                timeout=f"{_COPIES_SECONDS}s",
                request_timeout=_COPIES_SECONDS + 10,
            )
        )

    @property
    def _prefix(self) -> str:
        return self._server.address.prefix

    def _aliased(self) -> set[str]:
        return set(self._server.ask(lambda client: _or_none(lambda: client.indices.get_alias(name=self.alias)) or {}))

    def _sweep(self) -> None:
        """Remove builds of this version that do not answer. Those of others belong to programs that may still run."""
        used = self._aliased()
        for name in self._server.ask(lambda client: client.indices.get(index=f"{self.alias}-*")):
            if name not in used:
                self._remove(name)

    def _remove(self, build: str) -> None:
        self._server.ask(
            lambda client: client.indices.delete(index=build, ignore_unavailable=True, request_timeout=_PATIENCE)
        )


def _or_none(call: Any) -> Any:
    try:
        return call()
    except NotFoundError:
        return None


__all__ = ["Builds", "OpenSearch"]
