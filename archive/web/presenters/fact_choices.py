"""An article's facts as the choices of a form: 何时：2013年7月7日."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Article, public_findings, public_text
from archive.web.presenters.fact_list import list_facts

_MOST = 60
"""Facts offered; a page that has more is reported as a whole or in words."""


@dataclass(frozen=True, kw_only=True)
class FactChoices:
    """`options` are (code, label) for a form, `numbers` the findings behind the codes."""

    options: tuple[tuple[str, str], ...] = ()
    numbers: dict[str, int]

    def code_of(self, number: str) -> str:
        """The code of a finding named in an address; an empty string where it is none of the article's."""
        return next((code for code, known in self.numbers.items() if str(known) == number), "")


def fact_choices(article: Article | None) -> FactChoices:
    """The facts readers see of the article, those shown first first."""
    if article is None:
        return FactChoices(numbers={})
    rows = list(article.findings.all())
    text = public_text(article, rows)
    facts = [
        (group.name, fact)
        for group in list_facts(public_findings(rows, text), text).groups
        for block in (*group.main, *group.others)
        for fact in block.facts
    ][:_MOST]
    return FactChoices(
        options=tuple((f"f{fact.number}", f"{name}：{fact.label}") for name, fact in facts),
        numbers={f"f{fact.number}": fact.number for _name, fact in facts},
    )
