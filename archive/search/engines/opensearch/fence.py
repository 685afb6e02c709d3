"""Keeps a node that was cut off from answering as if it had not been.

Such a node goes on answering from what it held, without an error, and does not know what was written since. So the
database keeps a name that a node has to know: an alias of the index, which searches name. It is given anew, under a
random name, when other copies of the index hold what was written than did under the name before, and that is before
anybody is told that the write is done. A server gives an alias by a vote of its nodes: one that is cut off never hears
of it, answers 404, and others are asked.

    archive-v1-seen-3f9a2c81     alias, beside archive-v1: the build in use, by a name that only nodes of today know

Nothing is asked of the server's settings, and nothing of it as long as copies neither come nor go.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from opensearchpy.exceptions import NotFoundError

from archive.models import SearchFence
from archive.search.engines.opensearch.client import Server
from archive.search.engines.opensearch.turn import moving_fence

Action = dict[str, Any]

_SECONDS = 120
"""How long the nodes may take to agree: they wait half a minute for one that does not answer."""
_ANSWERING = frozenset({"STARTED", "RELOCATING"})


class Fence:
    """Of the index behind one alias."""

    def __init__(self, server: Server, alias: str) -> None:
        self._server = server
        self._alias = alias
        self._names = f"{alias}-seen-*"

    def name(self) -> str:
        """What searches have to name: the alias itself where nothing was written yet."""
        row = self._row()
        return row.name if row else self._alias

    def name_of(self, build: str) -> str:
        """What questions about a build have to name: the build itself while it is not in use."""
        row = self._row()
        return row.name if row and row.build == build else build

    def is_known(self, build: str) -> bool:
        """Whether the elected manager knows the name as one of a build. Raises IndexUnusable."""
        name = self.name()
        return name == self._alias or name in self._named(self._names).get(build, ())

    def close(self, build: str) -> None:
        """Call when a write is done, before anybody is told. A build that is not in use yet needs none.

        Raises:
            IndexUnusable: away.
        """
        row = self._row()
        is_in_use = (row and row.build == build) or build in self._named(self._alias)
        if is_in_use and not self._stands(build, self._copies(build)):
            self.move(build)

    def move(self, build: str, actions: Sequence[Action] = ()) -> None:
        """Give a new name to a build, at once with other changes of aliases. Raises IndexUnusable.

        The name before names the build too until the next move: questions may be on their way.
        """
        with moving_fence():
            copies = self._copies(build)
            if not actions and self._stands(build, copies):
                return  # another indexer was faster
            row = self._row()
            name = f"{self._alias}-seen-{secrets.token_hex(4)}"
            kept = {name, row.name} - {self._alias} if row else {name}
            given: list[Action] = [{"add": {"index": build, "alias": one}} for one in sorted(kept)]
            for index, names in self._named(self._names).items():
                gone = names - kept if index == build else names
                given += [{"remove": {"index": index, "alias": one}} for one in sorted(gone)]
            body = {"actions": [*actions, *given]}
            self._server.ask(lambda client: client.indices.update_aliases(body=body, request_timeout=_SECONDS))
            SearchFence.objects.update_or_create(
                index=self._alias, defaults={"name": name, "build": build, "copies": copies}
            )

    def _row(self) -> SearchFence | None:
        return SearchFence.objects.filter(index=self._alias).first()

    def _stands(self, build: str, copies: str) -> bool:
        row = self._row()
        return row is not None and (row.build, row.copies) == (build, copies)

    def _named(self, alias: str) -> dict[str, set[str]]:
        """Build -> the aliases of it that match one."""
        try:
            told = self._server.ask(lambda client: client.indices.get_alias(name=alias))
        except NotFoundError:
            return {}
        return {index: set(found["aliases"]) for index, found in told.items()}

    def _copies(self, build: str) -> str:
        """A digest of all copies of a build that answer. One that missed a write is none of them before the write is done."""
        told = self._server.ask(
            lambda client: client.cluster.state(
                metric="routing_table", index=build, filter_path="routing_table.indices.*.shards"
            )
        )
        found = [
            f"{copy['shard']} {copy['allocation_id']['id']}"
            for index in told.get("routing_table", {}).get("indices", {}).values()
            for copies in index["shards"].values()
            for copy in copies
            if copy["state"] in _ANSWERING
        ]
        return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()
