"""A server that does not answer is left alone for a while, and asked again by one."""

from __future__ import annotations

from archive.search.engines.opensearch.breaker import FAILURES, PAUSE, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(Clock())
    for _time in range(FAILURES - 1):
        breaker.failed()
    breaker.worked()
    breaker.failed()
    assert breaker.lets_through()
    for _time in range(FAILURES):
        breaker.failed()
    assert not breaker.lets_through()


def test_after_a_pause_one_tries_for_all() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _time in range(FAILURES):
        breaker.failed()
    clock.now += PAUSE
    assert breaker.lets_through()
    assert not breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()
    clock.now += PAUSE
    assert breaker.lets_through()
    breaker.worked()
    assert breaker.lets_through()
    assert breaker.lets_through()
