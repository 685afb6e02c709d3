from __future__ import annotations

import pytest

from archive.web.presenters.steps import Steps


def test_nothing_has_no_step_and_the_most_the_last():
    steps = Steps([0, 1, 100])
    assert (steps.step(0), steps.step(1), steps.step(100)) == (0, 1, 5)


@pytest.mark.parametrize("most", [1, 2, 3, 7, 24, 25, 1000, 123_456])
def test_the_ranges_say_exactly_which_counts_have_a_step(most):
    steps = Steps([most])
    told = {count: r.step for r in steps.ranges for count in {r.first, (r.first + r.last) // 2, r.last}}
    assert {count: steps.step(count) for count in told} == told
    assert [r.first for r in steps.ranges][1:] == [r.last + 1 for r in steps.ranges][:-1]
    assert (steps.ranges[0].first, steps.ranges[-1].last) == (1, most)


def test_an_empty_picture_has_no_steps():
    assert Steps([]).ranges == ()
    assert Steps([0]).step(0) == 0
