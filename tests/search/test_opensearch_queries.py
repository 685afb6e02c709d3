"""What is sent to a server, without one: tokens, codes, and the bound on the terms of a query."""

from __future__ import annotations

import sys

from archive.search.characters import fold_text
from archive.search.engines.opensearch.client import CONNECTIONS, _connect
from archive.search.engines.opensearch.codes import from_index, to_index, to_numbers
from archive.search.engines.opensearch.compile import _count_terms, compile_tree
from archive.search.engines.opensearch.tokens import character_tokens, phrase_tokens, text_tokens
from archive.search.parse import parse_query
from archive.search.tree import Followed
from archive.search.words import exact_tree, followed_tree, loose_tree
from archive.search_url import read_search_url


def test_no_token_holds_what_the_server_takes_for_a_space() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    tokens = text_tokens(every).split(" ")
    assert len(tokens) == len(fold_text(every))
    # Java's Character.isWhitespace: separators but those that do not break, and these controls.
    assert not set("\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2028\u2029\u205f\u3000") & set("".join(tokens))
    assert not {chr(code) for code in range(0x2000, 0x200B)} & set("".join(tokens))


def test_a_phrase_is_a_run_of_the_tokens_of_each_text_that_holds_it() -> None:
    text = "志願者 A\n在　武汉"
    tokens = text_tokens(text).split(" ")
    for begin in range(len(text)):
        for end in range(begin + 2, len(text) + 1):
            phrase = list(phrase_tokens(text[begin:end]))
            assert phrase == tokens[begin : begin + len(phrase)]
    assert phrase_tokens("武") == ("武",)
    assert phrase_tokens("") == ()
    assert set(character_tokens("武汉武 汉").split(" ")) == {"武", "汉", "\x01"}


def test_codes_of_trees_tell_their_level() -> None:
    assert to_index("region_any", ["420000", "420100", "420102", "unknown"]) == [
        "0/420000",
        "1/420100",
        "2/420102",
        "0/unknown",
    ]
    assert to_index("published_date", ["2013", "2013-07", "2013-07-07"]) == ["0/2013", "1/2013-07", "2/2013-07-07"]
    assert to_index("org", ["红十字会/分会"]) == ["红十字会/分会"]
    for field, code in (("date", "2013-07"), ("org", "红十字会/分会")):
        assert from_index(field, *to_index(field, [code])) == code


def test_different_codes_have_different_numbers_that_a_histogram_keeps_apart() -> None:
    numbers = to_numbers(f"机构{number}" for number in range(20_000))
    assert len(set(numbers)) == len(set(map(float, numbers))) == 20_000
    assert max(numbers) < 2**53


def test_no_query_a_reader_can_type_has_more_terms_than_a_server_takes() -> None:
    chance = "志愿者在社区服务老人儿童环保献血支教捐款募捐"
    typed = " ".join(chance[number % 9 :][:8] + chr(0x4E00 + number) * 5 for number in range(36))
    for text in (typed, f'"{typed}"', typed.replace(" ", ""), typed.replace(" ", " OR ")):
        parsed = parse_query(text).tree
        for tree in (exact_tree(parsed), loose_tree(parsed), followed_tree(parsed)):
            weights = dict.fromkeys(tree.parts, 5) if isinstance(tree, Followed) else {}
            if tree is not None:
                assert _count_terms(compile_tree(tree, weights)) <= 1024


def test_every_thread_of_a_worker_keeps_a_connection_open() -> None:
    client = _connect(read_search_url("opensearch://127.0.0.1:9200,127.0.0.1:9201/archive"))
    for node in client.transport.connection_pool.connections:
        assert node.pool.pool.maxsize == CONNECTIONS >= 4  # gunicorn's threads (deploy/gunicorn.conf.py)
