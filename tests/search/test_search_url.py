"""What SEARCH_URL says, and what it may not say."""

from __future__ import annotations

import pytest

from archive.search_url import read_search_url


def test_it_names_an_engine_its_hosts_and_the_prefix_of_its_indexes() -> None:
    assert read_search_url("whoosh://").engine == "whoosh"
    plain = read_search_url("opensearch://search.internal/archive")
    assert (plain.engine, plain.hosts, plain.prefix) == ("opensearch", ("http://search.internal:9200",), "archive")
    assert (plain.shards, plain.replicas, plain.seconds) == (1, 0, 10)


def test_several_nodes_credentials_and_certificates(tmp_path) -> None:
    ca = tmp_path / "own.pem"
    ca.write_text("…")
    url = f"opensearch+https://indexer:p%40ss%2Fword@a:9201,[::1]:9202/nat_1?ca={ca}&shards=6&replicas=2&seconds=30"
    address = read_search_url(url)
    assert address.hosts == ("https://a:9201", "https://[::1]:9202")
    assert (address.user, address.password, address.ca) == ("indexer", "p@ss/word", str(ca))
    assert (address.shards, address.replicas, address.seconds) == (6, 2, 30)
    assert "p@ss" not in repr(address)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://localhost:9200/archive",
        "opensearch://localhost",
        "opensearch:///archive",
        "opensearch://a,,b/archive",
        "opensearch://a:0x/archive",
        "opensearch://a/archive?seconds=ten",
        "opensearch://a/archive?ca=/etc/hostname",
    ],
)
def test_anything_else_is_refused_with_what_is_accepted(url: str) -> None:
    with pytest.raises(ValueError, match="accepted"):
        read_search_url(url)
