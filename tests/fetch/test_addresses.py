"""Only web addresses on the public internet may be opened, whatever they are disguised as."""

from __future__ import annotations

import pytest

from archive.errors import FetchError
from archive.fetch.addresses import find_addresses, is_public, join_target, parse_target, resolve_host


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1",
        "2002:7f00:1::", "2002:c0a8:101::1", "2002:a9fe:a9fe::",
        "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::10.0.0.1", "64:ff9b:1::8.8.8.8",
        "2001:0:1:2:3:4:80ff:fffe", "2001:4860::5efe:10.0.0.1", "2001:4860::200:5efe:127.0.0.1",
        "100::1", "not an address", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_public_internet_is_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.2.4.8", "223.5.5.5", "2001:4860:4860::8888", "2400:3200::1", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_a_public_address_is_told(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "bad_address"),
        ("ftp://a.example/", "bad_address"),
        ("gopher://a.example/", "bad_address"),
        ("javascript:alert(1)", "bad_address"),
        ("//a.example/", "bad_address"),
        ("http:///path", "bad_address"),
        ("http://user:word@a.example/", "bad_address"),
        ("http://a.example:99999/", "bad_address"),
        ("http://[::1/", "bad_address"),
        ("http://a b.example/", "bad_address"),
        ("http://a.example\\@b.example/", "bad_address"),
        ("http://" + "a" * 70 + "中.example/", "bad_address"),
        ("http://a.example/" + "x" * 2000, "bad_address"),
        ("http://a.example:22/", "forbidden_port"),
        ("http://a.example:25/", "forbidden_port"),
        ("http://a.example:0/", "forbidden_port"),
        ("https://a.example:6667/", "forbidden_port"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse_target(url)
    assert caught.value.code == code


def test_chinese_names_and_paths_are_written_as_servers_read_them() -> None:
    target = parse_target("HTTP://志愿.中国:8080/新闻/a b.html?关键词=义工&x=%E4#part")
    path = "/%E6%96%B0%E9%97%BB/a%20b.html?%E5%85%B3%E9%94%AE%E8%AF%8D=%E4%B9%89%E5%B7%A5&x=%E4"
    assert target.url == "http://xn--m6t44a.xn--fiqs8s:8080" + path


def test_no_line_break_gets_into_a_request() -> None:
    target = parse_target("http://a.example/x\r\nHost: b.example/")
    assert "\r" not in target.url and "\n" not in target.url


def test_a_redirect_is_read_relative_to_where_it_came_from() -> None:
    base = parse_target("https://a.example/news/1.html?x=1")
    assert join_target(base, "2.html").url == "https://a.example/news/2.html"
    assert join_target(base, "//b.example/y").url == "https://b.example/y"
    with pytest.raises(FetchError):
        join_target(base, "file:///etc/passwd")


def test_a_host_is_only_connected_to_at_its_public_addresses() -> None:
    target = parse_target("http://a.example/")
    mixed = lambda host, port, seconds: ["10.0.0.1", "8.8.8.8", "::1"]  # noqa: E731
    assert find_addresses(target, mixed, 1, allow_private=False) == ["8.8.8.8"]
    inside = lambda host, port, seconds: ["192.168.0.1"]  # noqa: E731
    with pytest.raises(FetchError, match=r"192\.168\.0\.1, which is no public address"):
        find_addresses(target, inside, 1, allow_private=False)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
def test_numbers_and_names_for_this_machine_are_seen_through(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        find_addresses(parse_target(f"http://{host}/"), resolve_host, 5, allow_private=False)
    assert caught.value.code in {"private_address", "unknown_host"}


def test_a_name_that_leads_nowhere_is_told() -> None:
    with pytest.raises(FetchError) as caught:
        resolve_host("no-such-host.invalid", 80, 20)
    assert caught.value.code in {"unknown_host", "timeout"}
