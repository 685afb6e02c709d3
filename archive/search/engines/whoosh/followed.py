"""The query for what matches, followed by what matches in part.

A Whoosh query like another: Whoosh's own searcher runs it as either of the two. Our evaluation
(`archive.search.engines.whoosh.evaluate`) ranks the first above the second, and wants a share of the second.
"""

from __future__ import annotations

from whoosh.matching import UnionMatcher
from whoosh.query import Or
from whoosh.query.compound import BinaryQuery

from archive.search.engines.whoosh.phrase import CharacterPhrase


class FollowedBy(BinaryQuery):
    """`a`, and below it what holds a share of the phrases of `b`, an Or of them."""

    JOINT = " FOLLOWED BY "
    matcherclass = UnionMatcher
    b: Or

    @property
    def parts(self) -> list[CharacterPhrase]:
        """The phrases a share of which is wanted."""
        phrases: list[CharacterPhrase] = self.b.subqueries
        return phrases
