"""Corrections readers send and staff answer: the one way they are written.

Bounds how many come from one address. Counted in the database, where all serving processes see the same and a restart
forgets nothing; of the address only a keyed digest is kept, and that for a day. Changes no article (`decisions`).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.errors import TooManyCorrections
from archive.models import Correction, CorrectionState

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


def answer_correction(correction: Correction) -> None:
    """Store what staff decided; the moment of the latest answer is kept for the sender."""
    decided = correction.state != CorrectionState.OPEN or correction.answer
    correction.answered_at = timezone.now() if decided else None
    correction.save()
