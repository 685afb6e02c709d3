"""The connection to the server: one a process, shared by threads, made anew after a fork.

Gives `ask`, in which whatever keeps an answer from coming becomes IndexUnusable `away`, after tries at other nodes, in
bounded time. What the server refuses for good (a malformed question, a rejected document) is raised as it is: a fault
of this program, not of the weather.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ConnectionTimeout, NotFoundError, OpenSearchException, TransportError
from urllib3 import Timeout

from archive.search.engine import IndexUnusable
from archive.search.engines.opensearch.breaker import Breaker
from archive.search.engines.opensearch.nodes import Nodes
from archive.search_url import SearchAddress

logger = logging.getLogger(__name__)
logging.getLogger("opensearch").setLevel(logging.ERROR)  # a line a request; what fails is told here
T = TypeVar("T")

CONNECT_SECONDS = 2.0
RETRIES = 2
CONNECTIONS = 8
"""Kept open to each node by a process: more than gunicorn has threads, which else each open one anew for every question."""
TRY_AGAIN = (429, 502, 503, 504)
"""Statuses after which another node may do better."""
_AWAY = frozenset({401, 403, 408, 429, 500, 502, 503, 504})
"""Statuses that say nothing of the question: no right to ask, too busy, parts of the index without a copy that answers."""


class Server:
    """A cluster, by the address in SEARCH_URL."""

    def __init__(self, address: SearchAddress) -> None:
        self.address = address
        self._breaker = Breaker()
        self._client = _connect(address)

    def ask(self, question: Callable[[OpenSearch], T]) -> T:
        """The answer to a question.

        Raises:
            IndexUnusable: away.
            OpenSearchException: what the server says is wrong with the question, NotFoundError where an index is missing.
        """
        if not self._breaker.lets_through():
            raise IndexUnusable("away", f"{self._name()} has not answered lately")
        try:
            answer = question(self._client)
        except TransportError as error:
            if not (isinstance(error, NoConnection) or error.status_code in _AWAY):
                self._breaker.worked()
                raise
            self._breaker.failed()
            if isinstance(error, ConnectionTimeout):
                self.leave_out()  # others are not to wait for it too
            logger.warning("%s does not answer: %s", self._name(), _reason(error))
            raise IndexUnusable("away", f"{self._name()}: {_reason(error)}") from error
        except OpenSearchException:
            self._breaker.worked()
            raise
        self._breaker.worked()
        return answer

    def ask_around(self, question: Callable[[OpenSearch], T]) -> T:
        """As `ask`, of other nodes too where one does not know what the question names: it may have been cut off."""
        for _node in self.address.hosts[1:] or self.address.hosts:
            try:
                return self.ask(question)
            except NotFoundError:
                self.leave_out()
        return self.ask(question)

    def leave_out(self) -> None:
        """Ask others, for a while, than the node that this thread asked last."""
        pool = self._client.transport.connection_pool
        if isinstance(pool, Nodes):  # a single host has none
            pool.leave_out()

    def _name(self) -> str:
        return ", ".join(self.address.hosts)


@lru_cache(maxsize=8)
def server(address: SearchAddress) -> Server:
    """The server of this process."""
    return Server(address)


def _reason(error: TransportError) -> str:
    return str(error.error)[:300] if isinstance(error.error, str) and error.error else type(error).__name__


def _connect(address: SearchAddress) -> OpenSearch:
    options: dict[str, Any] = {"http_auth": (address.user, address.password)} if address.user else {}
    if address.ca:
        options["ca_certs"] = address.ca
    return OpenSearch(
        hosts=list(address.hosts),
        http_compress=True,
        connection_pool_class=Nodes,
        timeout=Timeout(connect=CONNECT_SECONDS, read=address.seconds),
        pool_maxsize=CONNECTIONS,
        max_retries=RETRIES,
        retry_on_status=TRY_AGAIN,
        retry_on_timeout=False,  # whoever waited for so long is not made to wait again
        **options,
    )


os.register_at_fork(after_in_child=server.cache_clear)
