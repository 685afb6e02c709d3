"""Events out of pairs: the same in any order, with copies as one report and staff's word above all."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dedupe.cluster import Evidence, Pair, cluster_reports, pair_of
from archive.dedupe.pairing import Pairing

GOOD = Pairing(score=6.0, identified=True, dated=True)
POOR = Pairing(score=0.5)
DAYS = Pairing(score=3.0, veto="days", dated=True)
UNDATED = Pairing(score=6.0, identified=True)


def evidence(pairings: dict[str, Pairing], **others: set[str]) -> Evidence:
    """Pairs are written as two letters."""
    known = {(key[0], key[1]): value for key, value in pairings.items()}
    pairs = {name: [pair_of(pair[0], pair[1]) for pair in written] for name, written in others.items()}
    links = [pair for pair, pairing in known.items() if pairing.links]
    return Evidence(links=links, weigh=lambda one, other: known.get(pair_of(one, other), POOR), **pairs)


def cluster(keys: str, told: Evidence) -> list[str]:
    return ["".join(sorted(group)) for group in cluster_reports(keys, told)]


def test_a_report_alone_is_an_event():
    assert cluster("a", Evidence()) == ["a"]
    assert cluster("", Evidence()) == []


def test_linked_reports_are_one_event():
    assert cluster("abc", evidence({"ab": GOOD})) == ["ab", "c"]


def test_copies_are_one_event_whatever_the_facts_say():
    assert cluster("ab", evidence({"ab": DAYS}, copies={"ab"})) == ["ab"]


def test_a_chain_of_links_does_not_join_what_does_not_agree():
    assert cluster("abcd", evidence({"ab": GOOD, "bc": GOOD, "cd": GOOD, "ad": DAYS, "ac": DAYS, "bd": DAYS})) in (
        ["ab", "cd"],
        ["abc", "d"],
    )


def test_a_redated_copy_does_not_tear_an_event_apart():
    told = evidence({"ac": GOOD, "bc": DAYS}, copies={"ab"})
    assert cluster("abc", told) == ["abc"]


def test_a_copy_without_a_date_does_not_join_opening_and_closing():
    told = evidence({"ac": DAYS, "bc": UNDATED}, copies={"ab"})
    assert cluster("abc", told) == ["ab", "c"]


def test_staff_join_what_the_facts_keep_apart():
    assert cluster("ab", evidence({"ab": DAYS}, must={"ab"})) == ["ab"]


def test_staff_part_copies_and_what_they_joined_themselves():
    assert cluster("ab", evidence({"ab": GOOD}, copies={"ab"}, must={"ab"}, cannot={"ab"})) == ["a", "b"]


def test_what_staff_part_is_not_joined_through_a_third():
    groups = cluster("abc", evidence({"ac": GOOD, "bc": GOOD, "ab": GOOD}, cannot={"ab"}))
    assert not any({"a", "b"} <= set(group) for group in groups)


KEYS = "abcdefgh"
PAIRS = [(one, other) for one in KEYS for other in KEYS if one < other]
pairs = st.sets(st.sampled_from(PAIRS), max_size=8)
weights = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([GOOD, POOR, DAYS, UNDATED]), max_size=20)


@settings(max_examples=40, deadline=None)
@given(weights, pairs, pairs, pairs, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_events(
    weighed: dict[Pair, Pairing], copies: set[Pair], must: set[Pair], cannot: set[Pair], luck: random.Random
):
    def arrive() -> list[frozenset[str]]:
        keys = luck.sample(KEYS, len(KEYS))
        mixed = [luck.sample(sorted(group), len(group)) for group in (copies, must, cannot)]
        links = [pair for pair, pairing in weighed.items() if pairing.links]
        told = Evidence(
            copies=mixed[0],
            must=mixed[1],
            cannot=mixed[2],
            links=luck.sample(links, len(links)),
            weigh=lambda one, other: weighed.get(pair_of(one, other), POOR),
        )
        return cluster_reports(keys, told)

    first = arrive()
    assert [arrive() for _ in range(5)] == [first] * 5
    assert sorted(key for group in first for key in group) == list(KEYS)
    assert not any(set(pair) <= group for pair in cannot for group in first)


@pytest.mark.parametrize("size", [400])
def test_the_largest_heap_is_cut_in_seconds(size):
    keys = [f"{number:03}" for number in range(size)]
    links = list(itertools.pairwise(keys))
    assert len(cluster_reports(keys, Evidence(links=links, weigh=lambda one, other: GOOD))) == 1
