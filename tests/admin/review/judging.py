"""What tests of the review screen do: add an article, log a reviewer in, open the screen, send an act."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.accounts.roles import give_role
from archive.ingest.store import store_article
from archive.models import (
    Article,
    Finding,
    Origin,
    RoleCode,
    effective_findings,
)
from tests.ingest.factories import BODY, make_draft, make_event_date, make_page, make_region


def add(number: int, **region: Any) -> Article:
    draft = make_draft(title=f"第{number}次推进会", body=f"第{number}篇。{BODY}")
    at = draft.text.index("7月7日上午")
    findings = (
        make_event_date(start=at, end=at + 6),
        make_region(**{"confidence": 0.5, "quote": "青山社区", **region}),
        make_region("420500", role="mentioned", quote="表彰"),
        make_region("meeting", kind="event_type", role="", quote="推进会"),
        make_region("award", kind="event_type", role="", quote="表彰"),
    )
    return store_article(make_page(f"{number}", url=f"http://a.example/{number}"), draft, findings).article


def reviewer(name: str = "one") -> Client:
    user = User.objects.filter(username=name).first() or User.objects.create(username=name)
    give_role(user, RoleCode.REVIEWER)
    client = Client()
    client.force_login(user)
    return client


def open_page(client: Client, article: Article) -> Any:
    return client.get(reverse("admin_review_article", args=[article.pk]))


def send(client: Client, article: Article, act: str, *, seen: str | None = None, **fields: Any) -> Any:
    seen = seen if seen is not None else open_page(client, article).context["seen"]
    return client.post(reverse("admin_review_article", args=[article.pk]), {"act": act, "seen": seen, **fields})


def venue(article: Article) -> Finding:
    return article.findings.get(kind="region", role="venue", origin=Origin.MACHINE)


def effective(article: Article, kind: str) -> list[str]:
    return [row.value for row in effective_findings(article.findings.all()) if row.kind == kind]


def venue_states(article: Article) -> list[str]:
    rows = article.findings.filter(kind="region", role="venue").order_by("position")
    return list(rows.values_list("state", flat=True))
