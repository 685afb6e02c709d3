"""When the watching indexer writes: a single article at once, a rush of them together."""

from __future__ import annotations

import pytest

from archive.management.index_watching import CALM_SECONDS, ENOUGH, LONGEST_SECONDS, MANY, Arrivals, Step


def test_nothing_is_written_where_nothing_waits() -> None:
    arrivals = Arrivals()
    assert {arrivals.look(0, second) for second in range(100)} == {Step.WAIT}


@pytest.mark.parametrize("waiting", [1, MANY - 1])
def test_a_few_articles_are_written_at_the_first_look(waiting: int) -> None:
    arrivals = Arrivals()
    arrivals.look(0, 0)
    assert arrivals.look(waiting, 1) is Step.WRITE
    assert arrivals.look(0, 2) is Step.WAIT


def test_a_rush_is_gathered_and_written_once_it_is_over() -> None:
    arrivals = Arrivals()
    steps = [arrivals.look(waiting, second) for second, waiting in enumerate((200, 400, 600, 600, 600, 600))]
    assert steps == [*[Step.WAIT] * 5, Step.WRITE]
    assert CALM_SECONDS == 3


def test_no_article_waits_long_for_others() -> None:
    arrivals = Arrivals()
    steps = {second: arrivals.look(100 * second, second) for second in range(1, 100)}
    written = next(second for second, step in steps.items() if step is not Step.WAIT)
    assert written - 1 == LONGEST_SECONDS
    assert steps[written] is Step.WRITE_AMID


def test_enough_articles_do_not_wait() -> None:
    assert Arrivals().look(ENOUGH, 0) is Step.WRITE_AMID


def test_single_articles_are_written_at_once_again_after_a_rush() -> None:
    arrivals = Arrivals()
    arrivals.look(ENOUGH, 0)
    arrivals.look(0, 1)
    assert arrivals.look(1, CALM_SECONDS + 1) is Step.WRITE
