"""Reads and checks the settings in the environment: a wrong value stops the start with its name and what it accepts.

Gives one frozen `Environment`. Does not configure Django (`archive.settings`) and reads no `.env` file.
"""

from __future__ import annotations

import os
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environs import Env, EnvValidationError, ValidationError, validate

from archive.database import is_database_url
from archive.errors import SettingError
from archive.search_url import read_search_url

_FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Every setting an operator can make, checked."""

    secret_key: str | None
    debug: bool
    allowed_hosts: list[str]
    data_dir: Path
    database_url: str
    search_url: str
    search_freshness: int
    site_name: str
    contact_email: str
    api_rate: str
    reader_rate: str
    time_zone: str
    language_code: str
    log_format: str
    log_level: str
    slow_request_seconds: float
    slow_query_seconds: float
    metrics_token: str
    trusted_proxies: int
    https: bool
    hsts_seconds: int
    fetch_contact: str
    fetch_pause: float
    fetch_seconds: float
    fetch_megabytes: int
    fetch_allow_private: bool
    originals_keep_days: int | None
    staff_second_factor: str


def read_environment(base_dir: Path) -> Environment:
    """All settings from `os.environ`; `base_dir` is where the default DATA_DIR (`var/`) lies.

    Raises:
        SettingError: names each wrong variable and what it accepts. DATA_DIR is made when it is missing.
    """
    env = Env(eager=False)
    values: dict[str, Any] = {
        "secret_key": env.str("SECRET_KEY", None, validate=_is_long_secret),
        "debug": env.str("DEBUG", "false", validate=_one_of(tuple(_FLAGS))),
        "allowed_hosts": env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
        "data_dir": env.path("DATA_DIR", base_dir / "var"),
        "database_url": env.str("DATABASE_URL", "", validate=_is_database_url),
        "search_url": env.str("SEARCH_URL", "whoosh://", validate=_is_search_url),
        "search_freshness": env.int(
            "SEARCH_FRESHNESS", 0, validate=validate.Range(0, 36_500, error="accepted: days from {min} to {max}")
        ),
        "site_name": env.str("SITE_NAME", "志愿新闻档案", validate=validate.Length(1, 60)),
        "contact_email": env.str("CONTACT_EMAIL", "", validate=_is_email),
        "time_zone": env.str("TIME_ZONE", "Asia/Shanghai", validate=_is_time_zone),
        "language_code": env.str("LANGUAGE_CODE", "zh-hans", validate=_one_of(LANGUAGES)),
        **_rate_settings(env),
        **_proxy_settings(env),
        **_watching_settings(env),
        **_fetch_settings(env),
        **_confidence_settings(env),
    }
    try:
        env.seal()
    except EnvValidationError as error:
        problems = error.error_messages
        assert isinstance(problems, Mapping)  # a sealed Env maps each variable to its reasons
        raise SettingError({name: "; ".join(map(str, reasons)) for name, reasons in problems.items()}) from error
    for name in ("debug", "https", "fetch_allow_private"):
        values[name] = _FLAGS[values[name]]
    if values["https"] and not values["trusted_proxies"]:
        # Else every request would be sent to HTTPS, come back from the proxy as HTTP, and be sent again.
        raise SettingError({"HTTPS": "accepted: true only where TRUSTED_PROXIES is 1 or more: a proxy has to end TLS"})
    values["data_dir"] = _make_writable_folder(values["data_dir"])
    return Environment(**values)


def _rate_settings(env: Env) -> dict[str, Any]:
    """How often one address may ask."""
    return {
        "api_rate": env.str("API_RATE", "300/min", validate=_is_rate),
        "reader_rate": env.str("READER_RATE", "600/min", validate=_is_rate),
    }


def _proxy_settings(env: Env) -> dict[str, Any]:
    """What stands between readers and the site."""
    proxies = validate.Range(0, 9, error="accepted: a number from {min} to {max}")
    hsts = validate.Range(0, 63_072_000, error="accepted: seconds from {min} to {max} (two years)")
    return {
        "trusted_proxies": env.int("TRUSTED_PROXIES", 0, validate=proxies),
        "https": env.str("HTTPS", "false", validate=_one_of(tuple(_FLAGS))),
        "hsts_seconds": env.int("HSTS_SECONDS", 31_536_000, validate=hsts),
    }


def _watching_settings(env: Env) -> dict[str, Any]:
    """What operators see of it."""
    seconds = validate.Range(0, 600, error="accepted: seconds from {min} to {max}; 0 for never")
    return {
        "log_format": env.str("LOG_FORMAT", "plain", validate=_one_of(("plain", "json"))),
        "log_level": env.str("LOG_LEVEL", "INFO", validate=_one_of(("DEBUG", "INFO", "WARNING", "ERROR"))),
        "slow_request_seconds": env.float("SLOW_REQUEST_SECONDS", 2.0, validate=seconds),
        "slow_query_seconds": env.float("SLOW_QUERY_SECONDS", 0.5, validate=seconds),
        "metrics_token": env.str("METRICS_TOKEN", "", validate=_is_token),
    }


def _fetch_settings(env: Env) -> dict[str, Any]:
    """How pages are fetched from the web."""
    return {
        "fetch_contact": env.str("FETCH_CONTACT", "", validate=_is_contact),
        "fetch_pause": env.float(
            "FETCH_PAUSE", 2.0, validate=validate.Range(0, 3600, error="accepted: seconds from {min} to {max}")
        ),
        "fetch_seconds": env.float(
            "FETCH_SECONDS", 60.0, validate=validate.Range(1, 600, error="accepted: seconds from {min} to {max}")
        ),
        "fetch_megabytes": env.int(
            "FETCH_MEGABYTES", 10, validate=validate.Range(1, 20, error="accepted: megabytes from {min} to {max}")
        ),
        "fetch_allow_private": env.str("FETCH_ALLOW_PRIVATE", "false", validate=_one_of(tuple(_FLAGS))),
    }


def _confidence_settings(env: Env) -> dict[str, Any]:
    """How long bytes are kept that nobody may see any more, and what staff have to give to see them."""
    days = validate.Range(0, 36_500, error="accepted: days from {min} to {max}, or unset")
    return {
        "originals_keep_days": env.int("ORIGINALS_KEEP_DAYS", None, validate=days),
        "staff_second_factor": env.str("STAFF_SECOND_FACTOR", "off", validate=_one_of(("off", "required"))),
    }


def _one_of(choices: tuple[str, ...]) -> validate.OneOf:
    return validate.OneOf(choices, error="accepted: " + ", ".join(choices))


def _is_long_secret(value: str) -> None:
    if len(value) < 32:
        raise ValidationError("accepted: 32 characters or more")


def _make_writable_folder(path: Path) -> Path:
    # Not a validator of the field: environs validates what is set, and the default folder has to be made as well.
    path = path.expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"accepted: a folder that exists or can be made ({error.strerror}: {path})"
        raise SettingError({"DATA_DIR": reason}) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise SettingError({"DATA_DIR": f"accepted: a folder this user can write to, not {path}"})
    return path


def _is_token(value: str) -> None:
    # It is sent in a header.
    if value and not re.fullmatch(r"[A-Za-z0-9._~+/=-]{16,200}", value, re.ASCII):
        raise ValidationError("accepted: 16 to 200 of A-Z a-z 0-9 . _ ~ + / = -, or unset")


def _is_rate(value: str) -> None:
    if value and not re.fullmatch(r"[1-9][0-9]{0,6}/(?:s|min|hour|day)", value, re.ASCII):
        raise ValidationError("accepted: as 300/min (s, min, hour, day), or empty for no bound")


def _is_email(value: str) -> None:
    if value:
        validate.Email(error="accepted: an e-mail address, or unset")(value)


def _is_contact(value: str) -> None:
    # It is sent in a header.
    if not (value.isascii() and value.isprintable() and len(value) <= 200) or set("()\\") & set(value):
        raise ValidationError("accepted: an e-mail address or web address in ASCII, up to 200 characters")


def _is_database_url(value: str) -> None:
    if value and not is_database_url(value):
        accepted = "sqlite:///PATH, postgres://USER:PASSWORD@HOST:PORT/NAME, or unset for a database in DATA_DIR"
        raise ValidationError(f"accepted: {accepted}")


def _is_search_url(value: str) -> None:
    try:
        read_search_url(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def _is_time_zone(value: str) -> None:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError("accepted: an IANA time zone such as Asia/Shanghai") from error
