"""Hosts are asked by turns."""

from archive.fetch.pace import mix_hosts


def test_while_one_host_rests_others_are_asked() -> None:
    addresses = ["http://a.example/1", "http://a.example/2", "http://a.example/3", "http://b.example/1", "no address"]
    mixed = list(mix_hosts(addresses))
    assert mixed == [
        "http://a.example/1",
        "http://b.example/1",
        "no address",
        "http://a.example/2",
        "http://a.example/3",
    ]
