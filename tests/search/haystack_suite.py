"""Runs Haystack's own tests of its Whoosh backend against our engine, from a source tree of Haystack.

    python -m tests.search.haystack_suite SOURCE

SOURCE is an unpacked source distribution. Prints one JSON object: name of the test -> passed, failed or skipped, a test
its authors expect to fail taken as what it does. Nothing of Haystack's tests is kept here.
"""

from __future__ import annotations

import json
import os
import sys
import unittest
from pathlib import Path
from typing import Any

MODULES = "test_haystack.whoosh_tests"


class _Outcomes(unittest.TextTestResult):
    """Also remembers what passed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.outcomes: dict[str, str] = {}

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        self.outcomes[_name(test)] = "passed"

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        super().addUnexpectedSuccess(test)
        self.outcomes[_name(test)] = "passed"

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addExpectedFailure(test, err)
        self.outcomes[_name(test)] = "skipped"

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        self.outcomes[_name(test)] = "skipped"

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        super().addFailure(test, err)
        self.outcomes[_name(test)] = "failed"

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        super().addError(test, err)
        self.outcomes[_name(test)] = "failed"


def _name(test: unittest.TestCase) -> str:
    return test.id().removeprefix(f"{MODULES}.")


def run(source: Path) -> dict[str, str]:
    """What became of each test."""
    sys.path.insert(0, str(source))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.search.haystack_settings"
    import django
    from django.test.runner import DiscoverRunner

    django.setup()

    class Runner(DiscoverRunner):
        def get_resultclass(self) -> type[_Outcomes]:
            return _Outcomes

        def run_checks(self, databases: Any) -> None:
            """Ours are about the archive's own index, which these settings do not have."""

        def suite_result(self, _suite: Any, result: Any, **_options: Any) -> dict[str, str]:
            outcomes: dict[str, str] = result.outcomes
            return outcomes

    outcomes: dict[str, str] = Runner(verbosity=1, interactive=False).run_tests([MODULES])
    return outcomes


if __name__ == "__main__":
    outcomes = run(Path(sys.argv[1]).resolve())
    print(json.dumps(outcomes, indent=1, sort_keys=True))
