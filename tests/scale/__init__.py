"""Tests against real servers: `make test-scale`. `make test` leaves them out.

`NOT_TESTED` is what this machine lacks, said again in the last lines of a run.
"""

NOT_TESTED: list[str] = []


def lacks(what: str) -> str:
    """Note that something could not be tested, and why; the same words for `pytest.skip`."""
    if what not in NOT_TESTED:
        NOT_TESTED.append(what)
    return what
