"""Requests of the protocol: verbs with their arguments, time stamps, resumption tokens, and its errors.

Knows no articles. Times are UTC; a day as `until` means its end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.core import signing

PREFIX = "oai_dc"
_REQUIRED = {
    "Identify": (),
    "ListMetadataFormats": (),
    "ListSets": (),
    "GetRecord": ("identifier", "metadataPrefix"),
    "ListRecords": ("metadataPrefix",),
    "ListIdentifiers": ("metadataPrefix",),
}
_SELECTION = ("from", "until", "set", "resumptionToken")
_OPTIONAL = {
    "ListMetadataFormats": ("identifier",),
    "ListSets": ("resumptionToken",),
    "ListRecords": _SELECTION,
    "ListIdentifiers": _SELECTION,
}
_SALT = "oai"
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?\Z", re.ASCII)
_SET = re.compile(r"source:([1-9]\d{0,17})\Z", re.ASCII)


class OaiError(Exception):
    """An answer the protocol foresees: `code` is one of its error codes."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A part of the list: what is asked for, and after which record it goes on (`stamp` and `pk` of the last given)."""

    since: str = ""
    until: str = ""
    source: int = 0
    stamp: str = ""
    pk: int = 0
    given: int = 0
    """How many records came before."""

    def to_token(self) -> str:
        """An opaque word for this part; signed, so that nobody makes one up."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def read_arguments(pairs: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, str]]:
    """The verb and its arguments.

    Raises:
        OaiError: badVerb, badArgument (unknown, repeated, missing, or others beside a resumption token).
    """
    verbs = pairs.get("verb", ())
    if len(verbs) != 1 or verbs[0] not in _REQUIRED:
        raise OaiError("badVerb", "One verb is wanted: " + ", ".join(_REQUIRED))
    verb = verbs[0]
    required, optional = _REQUIRED[verb], _OPTIONAL.get(verb, ())
    others = {name: values for name, values in pairs.items() if name != "verb"}
    wrong = [name for name, values in others.items() if name not in (*required, *optional) or len(values) != 1]
    if wrong:
        raise OaiError("badArgument", f"{verb} does not take, or takes only once: {', '.join(sorted(wrong))}"[:300])
    if not all(values[0].isprintable() for values in others.values()):
        raise OaiError("badArgument", "An argument holds what XML cannot.")
    arguments = {name: values[0] for name, values in others.items()}
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise OaiError("badArgument", "resumptionToken stands alone.")
    elif missing := [name for name in required if name not in arguments]:
        raise OaiError("badArgument", f"{verb} needs: {', '.join(missing)}")
    return verb, arguments


def read_slice(arguments: Mapping[str, str]) -> Slice:
    """The part of the list asked for.

    Raises:
        OaiError: badResumptionToken, badArgument, cannotDisseminateFormat, noRecordsMatch (no such set).
    """
    if "resumptionToken" in arguments:
        return _slice_of(arguments["resumptionToken"])
    check_prefix(arguments["metadataPrefix"])
    since, until = arguments.get("from", ""), arguments.get("until", "")
    for stamp in filter(None, (since, until)):
        _check_stamp(stamp)
    if since and until and (len(since) != len(until) or since > until):
        raise OaiError("badArgument", "from and until have to be of one granularity and in order.")
    return Slice(since=since, until=until, source=_source_of(arguments.get("set", "")))


def check_prefix(prefix: str) -> None:
    """Refuse every metadata format but Dublin Core (OaiError cannotDisseminateFormat)."""
    if prefix != PREFIX:
        raise OaiError("cannotDisseminateFormat", f"Only {PREFIX} is given.")


def beginning(stamp: str) -> dt.datetime:
    """The first moment of a time stamp of the protocol."""
    return dt.datetime.fromisoformat(stamp).replace(tzinfo=dt.UTC)


def end(stamp: str) -> dt.datetime:
    """The moment right after a time stamp: of the next second, or day."""
    return beginning(stamp) + (dt.timedelta(seconds=1) if "T" in stamp else dt.timedelta(days=1))


def _slice_of(token: str) -> Slice:
    try:
        return Slice(**signing.loads(token, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise OaiError("badResumptionToken", "This token was not given here.") from error


def _check_stamp(stamp: str) -> None:
    try:
        if not _STAMP.match(stamp):
            raise ValueError(stamp)
        end(stamp)
    except (ValueError, OverflowError) as error:
        raise OaiError("badArgument", "Dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.") from error


def _source_of(name: str) -> int:
    if not name:
        return 0
    match = _SET.match(name)
    if match is None:
        raise OaiError("noRecordsMatch", "There is no such set.")
    return int(match[1])
