"""The copy published first leads the event, whatever order the copies arrive in."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from archive.ingest.store import store_article
from archive.models import Article, Event, Outcome, Relation
from archive.records import StatedDate
from tests.ingest.factories import BODY, make_draft, make_page

pytestmark = pytest.mark.django_db

DAYS = {"first": "2013-09-12", "second": "2013-09-13T08:00:00+08:00", "third": "2014-02-18"}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


def store(name: str):
    """A page of another site with the same text: other bytes, another address, a day of its own or none."""
    day = DAYS.get(name)
    published = StatedDate(value=day, precision="day", quote=day, rule="label") if day else None
    page = make_page(f"{name}\n{BODY}", name=f"{name}.txt", url=f"http://{name}.example/1.html")
    return store_article(page, make_draft(body=BODY, title=name, published=published), ())


@pytest.mark.parametrize("order", list(itertools.permutations(DAYS)), ids="-".join)
def test_any_order_of_arrival_gives_the_same_lead(order) -> None:
    outcomes = [store(name).outcome for name in order]
    event = Event.objects.get()
    lead = Article.objects.get(title="first")
    assert outcomes == [Outcome.NEW, Outcome.REPRINT, Outcome.REPRINT]
    assert (event.lead, event.title, lead.relation, lead.reprint_of) == (lead, "first", Relation.LEAD, None)
    copies = Article.objects.exclude(pk=lead.pk)
    assert {(copy.relation, copy.reprint_of, copy.event) for copy in copies} == {(Relation.REPRINT, lead, event)}


def test_an_undated_copy_never_takes_the_lead() -> None:
    store("third")
    store("undated")
    assert Event.objects.get().lead.title == "third"


def test_a_lead_that_staff_chose_stays() -> None:
    store("second")
    chosen = store("third").article
    Event.objects.update(lead=chosen, lead_is_set=True)
    store("first")
    assert Event.objects.get().lead == chosen
