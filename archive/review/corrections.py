"""Corrections readers send and staff answer: the one way they are written.

Bounds how many come from one address. Counted in the database, where all serving processes see the same and a restart
forgets nothing; of the address only a keyed digest is kept, and that for a day. Changes no article (`decisions`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.errors import TooManyCorrections
from archive.models import AuditAction, Correction, CorrectionState
from archive.review import audit
from archive.triage.items import ask_about

LIMITS = ((dt.timedelta(hours=1), 5), (dt.timedelta(days=1), 20))
"""How many corrections one address may send within how long."""

_KEPT = max(span for span, _most in LIMITS)


@transaction.atomic
def file_correction(correction: Correction, *, address: str) -> None:
    """Store a reader's correction, which is not saved yet.

    Raises:
        TooManyCorrections: the address has sent as many as it may; says after how many seconds to try again.
    """
    now = timezone.now()
    Correction.objects.filter(created_at__lt=now - _KEPT).exclude(sender="").update(sender="")
    correction.sender = salted_hmac("archive.corrections", address, algorithm="sha256").hexdigest()
    sent = Correction.objects.filter(sender=correction.sender)
    for span, most in LIMITS:
        moments = list(
            sent.filter(created_at__gt=now - span).order_by("created_at").values_list("created_at", flat=True)
        )
        if len(moments) >= most:
            wait = moments[-most] + span - now
            raise TooManyCorrections(most, int(span.total_seconds()), wait=int(wait.total_seconds()) + 1)
    correction.state = CorrectionState.OPEN
    correction.save()
    _ask_about(correction)


@transaction.atomic
def answer_correction(correction: Correction, *, by: AbstractBaseUser | None = None) -> None:
    """Store what staff decided; the moment of the latest answer is kept for the sender.

    The audit log gets state and answer, which are public; what the sender wrote can be deleted and is not copied there.
    """
    decided = correction.state != CorrectionState.OPEN or correction.answer
    correction.answered_at = timezone.now() if decided else None
    stored: Mapping[str, Any] = (
        Correction.objects.filter(pk=correction.pk).values("state", "answer", "article", "kind").first() or {}
    )
    correction.save()
    _ask_about(correction, stored.get("article"))
    now = {
        "state": correction.state,
        "answer": correction.answer,
        "article": correction.article_id,
        "kind": correction.kind,
    }
    before, after = audit.changes_between(stored, now)
    if after:
        audit.record(AuditAction.ANSWER, correction, by=by, before=before, after=after)


def _ask_about(correction: Correction, *before: int | None) -> None:
    """Staff are asked about its article; about the one it named before no more."""
    ask_about({article for article in (correction.article_id, *before) if article is not None})
