"""How log lines look, for Django and for gunicorn alike: plain or JSON, each with the request it belongs to.

Gives `logging_config` (a dictionary for `logging.config`) and the request id of the work at hand. Knows no Django: who
begins and ends a request is `archive.web.request_log`.
"""

from __future__ import annotations

import logging
import re
import uuid
from contextvars import ContextVar
from typing import Any

NO_REQUEST = "-"
_request_id: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


def begin_request(given: str) -> str:
    """The id all lines bear from now on: the one given where it is harmless in a log and a header, else a new one."""
    request_id = given if _SAFE.fullmatch(given) else uuid.uuid4().hex
    _request_id.set(request_id)
    return request_id


def end_request() -> None:
    """What the thread logs from now on belongs to no request."""
    _request_id.set(NO_REQUEST)


class AddRequestId(logging.Filter):
    """Puts `request_id` on every record that passes its handler, whichever logger it came from."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


def logging_config(log_format: str, level: str) -> dict[str, Any]:
    """One handler, to standard error, for all loggers; `log_format` is plain or json."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "archive.logs.AddRequestId"}},
        "formatters": {
            "plain": {"format": "{asctime} {levelname} {name} [{request_id}]: {message}", "style": "{"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "{asctime} {levelname} {name} {request_id} {message}",
                "style": "{",
                "json_ensure_ascii": False,
            },
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": log_format, "filters": ["request_id"]},
        },
        # gunicorn would write its own lines in a form of its own.
        "loggers": {"gunicorn.error": {"handlers": [], "propagate": True}},
        "root": {"handlers": ["console"], "level": level},
    }
