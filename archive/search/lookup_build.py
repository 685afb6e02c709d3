"""Writes the files of `archive.search.lookup` from the index: what is public there, and nothing else.

Names are those of facets, the commonest MAX_NAMES; words are those of titles, which are cut like queries, with the names
and the archive's own vocabularies. Takes some seconds for 100,000 articles, so it is done when much has changed.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils import translation
from filelock import FileLock

from archive.search.domain import domain_words
from archive.search.engine import IndexUnusable, engine
from archive.search.facet_values import facet_label
from archive.search.facets import FACETS, UNKNOWN
from archive.search.labels import region_tree
from archive.search.lookup import NAMES, TITLES, WORDS, lookup_folder
from archive.search.pinyin import initials, letters, syllables
from archive.search.query import SearchQuery
from archive.search.run import count_facet
from archive.search.words import cut_words
from archive.text.normalise import fold

logger = logging.getLogger(__name__)

MAX_NAMES = 20_000
MAX_WORDS = 60_000
LEAST_WORD = 2
MANY_CHANGED = 0.1
"""Part of the archive that has to be new before all is written anew at once."""
LONGEST_AGE = 6 * 3600.0

_STATE = "state.json"
_SPELLED = 40
_WORD_LENGTHS = range(2, 9)


def refresh_lookup(changed: int, *, more_coming: bool = False) -> bool:
    """Write the files where they are missing, or where much has changed since; `changed` articles since last asked.

    With `more_coming` files that are there are left for later. Whether anything was written. Call after a commit, while no other process writes, or each of them its share. Never
    fails for a full disk: the index is what counts, and the next commit tries again.
    """
    folder = lookup_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "write.lock"):  # of the indexers of this machine
            return _refresh(changed, more_coming)
    except OSError as error:
        logger.warning("suggestions stay as they are until the next commit: %s", error)
        return False


def _refresh(changed: int, more_coming: bool) -> bool:
    folder = lookup_folder()
    state = _read_state(folder)
    waiting = int(state.get("waiting", 0)) + changed
    old = time.time() - float(state.get("at", 0.0)) > LONGEST_AGE
    enough = old or waiting >= MANY_CHANGED * state.get("articles", 0)
    if (folder / WORDS).exists() and (more_coming or not waiting or not enough):
        if changed:
            _replace(folder / _STATE, [json.dumps({**state, "waiting": waiting})])
        return False
    write_lookup()
    return True


def write_lookup() -> None:
    """Write all files anew from the index as it is."""
    folder = lookup_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        held = engine().titles()
    except IndexUnusable:
        return
    with translation.override("zh-hans"):
        found = list(_names())
    _replace(folder / NAMES, _name_lines(found))
    _replace(folder / TITLES, sorted(_title_lines(held), key=str.encode))
    _replace(folder / WORDS, _word_lines(_words(held, found)))
    _replace(folder / _STATE, [json.dumps({"articles": len(held), "at": time.time(), "waiting": 0})])


def _names() -> list[tuple[str, str, str, int]]:
    """(facet, code, name, articles) of every value that has a name, the commonest first."""
    found: list[tuple[str, str, str, int]] = []
    for facet in FACETS:
        if facet.shape == "dates" or facet.name == "flag":
            continue
        counts = Counter(dict(count_facet(SearchQuery(), facet)))
        counts.pop(UNKNOWN, None)
        common = counts.most_common(MAX_NAMES)
        label = facet_label(facet, [code for code, _count in common])
        found += [(facet.name, code, label(code), count) for code, count in common]
    return sorted(found, key=lambda row: -row[3])[:MAX_NAMES]


def _name_lines(found: Iterable[tuple[str, str, str, int]]) -> Iterator[str]:
    for kind, code, label, count in found:
        plain = label.replace("\t", " ")
        spelled = syllables(plain)
        marked = "".join(syllable.capitalize() for syllable in spelled if syllable.strip())
        first = "".join(syllable[:1].upper() for syllable in spelled if syllable.strip())
        yield "\t".join((kind, code, plain, str(count), fold(plain), marked, first))


def _title_lines(held: Iterable[tuple[int, str]]) -> Iterator[str]:
    for article, title in held:
        for spelled in {letters(title[:_SPELLED])[:_SPELLED], initials(title[:_SPELLED])}:
            if spelled:
                yield f"{spelled}\t{article}"


def _words(held: Iterable[tuple[int, str]], found: Iterable[tuple[str, str, str, int]]) -> Counter[str]:
    """Words with how many titles, or articles, hold them."""
    counts: Counter[str] = Counter()
    for _article, title in held:
        counts.update({word for word in cut_words(title) if len(word) in _WORD_LENGTHS})
    words = Counter({word: count for word, count in counts.items() if count >= LEAST_WORD})
    tree = region_tree()
    for kind, code, label, count in found:
        for name in {label, tree.short_names.get(code, "") if kind == "region" else ""}:
            folded = fold(name)
            if len(folded) in _WORD_LENGTHS:
                words[folded] = max(words[folded], count)
    for word in domain_words():
        words[word] = max(words[word], 1)
    return Counter(dict(words.most_common(MAX_WORDS)))


def _word_lines(words: Counter[str]) -> list[str]:
    rows = [(letters(word), -count, word) for word, count in words.items()]
    # One line a spelling, so that lines may be sorted by their bytes while words are by how common they are.
    by_spelling: dict[str, list[str]] = {}
    for spelled, count, word in sorted(rows):
        by_spelling.setdefault(spelled, []).append(f"{word}\t{-count}")
    return sorted((f"{spelled}\t" + "\t".join(listed) for spelled, listed in by_spelling.items()), key=str.encode)


def _read_state(folder: Path) -> dict[str, float]:
    try:
        state: dict[str, float] = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        return state
    except (OSError, ValueError):
        return {}


def _replace(path: Path, lines: Iterable[str]) -> None:
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
    draft.replace(path)
