"""The pairs of reports an archive takes for independent reports of one event, to be read and judged by a person.

    DATA_DIR=… python -m benchmarks.event_links

Prints, for every such pair, what it was found by, and of both reports their day, title and first words. Copies of one text are
left out: they are `benchmarks.reprints`' matter. Reads, changes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from benchmarks.site import set_up


def linked_pairs(first_words: int) -> Iterator[list[str]]:
    """The lines to be printed of each pair that lies in one event."""
    from archive.models import Article, EventPair

    for pair in EventPair.objects.order_by("left_id", "right_id"):
        left, right = (Article.objects.get(pk=pk) for pk in (pair.left_id, pair.right_id))
        if left.event_id != right.event_id:
            continue
        lines = [f"{pair.left_id} {pair.right_id} {pair.score:.1f} {' '.join(pair.evidence)}"]
        for article in (left, right):
            beginning = " ".join(article.body[:first_words].split())
            lines.append(f"    {article.published_on} {article.title}\n        {beginning}")
        yield lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=150, help="characters shown of each text")
    options = parser.parse_args()
    set_up()
    number = 0
    for number, lines in enumerate(linked_pairs(options.words), start=1):
        print("\n".join([f"{number}: {lines[0]}", *lines[1:]]))
    print(f"{number} pairs")


if __name__ == "__main__":
    main()
