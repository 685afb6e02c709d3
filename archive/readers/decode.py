"""Bytes as text: which charset they are in, by mark, by declaration, and by what reads as Chinese.

Deliberately not here: repair of text that somebody else decoded wrongly (`archive.text.repair`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import DecodeError, ReadError
from archive.readers.charsets import BYTE_ORDER_MARKS, CANDIDATES, decoder_named
from archive.text.normalise import clean_line
from archive.text.plausibility import score_chinese

_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"%PDF-", b"\x7fELF", b"SQLite format 3"),
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"Rar!\x1a", b"7z\xbc\xaf", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"),
    *(b"\xd0\xcf\x11\xe0\xa1\xb1", b"ID3\x03", b"ID3\x04"),
)
_MAGIC_WITH_NUL = (b"MZ", b"RIFF", b"BZh", b"BM", b"\x00\x00\x01\x00")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_MAX_CONTROLS = 0.02
_MAX_STRAY_NULS = 3

_CHINESE = 0.3
"""Between the least that running Chinese scores and the most that wrongly decoded Chinese does."""
_SURELY_CHINESE = 0.5
_TELLING = 12
"""So many bytes beyond ASCII that happen to be valid UTF-8 are UTF-8."""
_MAX_DAMAGE = 0.005
_WESTERN_SHARE = 0.2
"""Up to this share of bytes beyond ASCII a text can be a European language."""


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """Text with the decoder that read it.

    Flags: `charset_mismatch` (declared otherwise), `charset_guessed` (not declared, and no UTF-8), `truncated` (the
    last character is cut), `lost_characters` (a few bytes are damaged, U+FFFD stands for them).
    """

    text: str
    charset: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    text: str
    charset: str
    score: float
    is_truncated: bool
    damage: int

    @property
    def flags(self) -> tuple[str, ...]:
        return ("truncated",) * self.is_truncated + ("lost_characters",) * bool(self.damage)


def decode_bytes(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a saved page; `declared` is a charset label from the page or its server, which may be wrong.

    Raises ReadError `empty` (nothing but space) or `binary`, and DecodeError if the bytes are text in no charset
    that Chinese pages come in. Bytes cut off inside the last character are dropped, with a flag.
    """
    if not data.strip():
        raise ReadError("the file is empty", code="empty")
    if _has_magic(data):
        raise ReadError("the file is binary, not text", code="binary")
    decoded = _decode_marked(data) or _decode_unmarked(data, decoder_named(declared))
    if is_blank(decoded.text):
        raise ReadError("the file holds nothing but space", code="empty")
    return decoded


def is_blank(text: str) -> bool:
    """Whether a text holds nothing a reader could see."""
    return not clean_line(text[:1_000]) and not clean_line(text)


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, charset in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            attempt = _attempt(data[len(mark) :], charset)
            if attempt is not None and attempt.text.count("\0") <= len(attempt.text) / 10:
                return Decoded(text=attempt.text.replace("\0", ""), charset=charset, flags=attempt.flags)
    return None


def _decode_unmarked(data: bytes, declared: str | None) -> Decoded:
    if 0 in data or _has_controls(data):
        wide = _decode_wide(data)
        if wide is not None:
            return wide
        if data.count(0) > _MAX_STRAY_NULS or _has_controls(data):
            raise ReadError("the file is binary, not text", code="binary")
        data = data.replace(b"\0", b"")
    if data.isascii() and declared not in {"utf-16-le", "utf-16-be"}:
        return Decoded(text=data.decode("ascii"), charset="utf-8")
    attempt = _choose(data, declared)
    is_guessed = declared is None and attempt.charset != "utf-8"
    is_mismatch = declared is not None and attempt.charset != declared
    doubts = ("charset_guessed",) * is_guessed + ("charset_mismatch",) * is_mismatch
    return Decoded(text=attempt.text, charset=attempt.charset, flags=doubts + attempt.flags)


def _decode_wide(data: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark, whose halves look like control characters."""
    for charset in ("utf-16-le", "utf-16-be"):
        attempt = _attempt(data, charset)
        if attempt is not None and "\0" not in attempt.text and _reads_well(attempt):
            return Decoded(text=attempt.text, charset=charset, flags=("charset_guessed", *attempt.flags))
    return None


def _reads_well(attempt: _Attempt) -> bool:
    return attempt.score >= _CHINESE or attempt.text.isascii()


def _choose(data: bytes, declared: str | None) -> _Attempt:
    utf8 = _attempt(data, "utf-8")
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if utf8 is not None and not utf8.damage and (beyond_ascii >= _TELLING or _is_declared(utf8, declared)):
        return utf8
    charsets = dict.fromkeys(filter(None, (declared, "utf-8", *CANDIDATES)))
    attempts = [attempt for attempt in (_attempt(data, charset) for charset in charsets) if attempt is not None]
    # `max` keeps the first of equals: the declared charset, then UTF-8.
    best = max(attempts, key=_rank, default=None)
    if best is not None and best.score >= _least_score(best, attempts, declared):
        return best
    return _choose_other(data, attempts, declared, beyond_ascii)


def _is_declared(attempt: _Attempt, declared: str | None) -> bool:
    return attempt.charset == declared and not (attempt.is_truncated and attempt.text.isascii())


def _least_score(best: _Attempt, attempts: list[_Attempt], declared: str | None) -> float:
    """How Chinese the best attempt must look to be believed."""
    is_foreign = declared not in (None, "utf-8", "cp1252", *CANDIDATES)
    if is_foreign and any(attempt.charset == declared and not attempt.damage for attempt in attempts):
        # Korean bytes are everyday characters in GB 2312, if no running text.
        return _SURELY_CHINESE
    if best.charset.startswith("utf-16") and best.charset != declared:
        # Any even number of bytes is UTF-16: a few western letters make two characters.
        return _SURELY_CHINESE if len(best.text) >= 8 else 2.0
    return _CHINESE


def _choose_other(data: bytes, attempts: list[_Attempt], declared: str | None, beyond_ascii: int) -> _Attempt:
    """Nothing reads as Chinese: sound UTF-8, then the declared charset, then a European text."""
    for charset in ("utf-8", declared):
        for attempt in attempts:
            if charset != "cp1252" and _is_declared(attempt, charset) and not attempt.damage:
                return attempt
    western = _attempt(data, "cp1252")
    if western is not None and not western.damage and beyond_ascii <= _WESTERN_SHARE * len(data):
        return western
    raise DecodeError("the bytes are text in no charset that Chinese pages come in")


def _rank(attempt: _Attempt) -> float:
    """Plausibility, less what speaks against it (damage, a cut last character, UTF-16 without a mark)."""
    doubt = 0.2 * bool(attempt.damage) + 0.02 * attempt.is_truncated + 0.1 * attempt.charset.startswith("utf-16")
    # Characters of another charset are hardly ever valid UTF-8 of three bytes each.
    return attempt.score - doubt + 0.2 * (attempt.charset == "utf-8")


def _attempt(data: bytes, charset: str) -> _Attempt | None:
    """The bytes in one charset; None if more of them do not fit than a damaged page would have."""
    damage = 0
    decoder = codecs.getincrementaldecoder(charset)("strict")
    try:
        text = decoder.decode(data)
        is_truncated = bool(decoder.getstate()[0])
    except UnicodeDecodeError:
        text = data.decode(charset, "replace")
        is_truncated = False
        damage = text.count("\ufffd")
        if damage > max(1, _MAX_DAMAGE * sum(map(len, _beyond_ascii(text)))):
            return None
    return _Attempt(text=text, charset=charset, score=_score(text), is_truncated=is_truncated, damage=damage)


def _score(text: str) -> float:
    """Plausibility of the first characters that tell something, wherever in the page they begin."""
    parts: list[str] = []
    length = 0
    for part in _beyond_ascii(text):
        parts.append(part)
        length += len(part)
        if length > 10_000:
            break
    return score_chinese("".join(parts))


def _beyond_ascii(text: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"[^\x00-\x7f]+", text))


def _has_magic(data: bytes) -> bool:
    return data.startswith(_MAGIC) or (data.startswith(_MAGIC_WITH_NUL) and 0 in data[:4_096])


def _has_controls(data: bytes) -> bool:
    """Whether the bytes hold more control characters than a damaged text would."""
    sample = data[:200_000]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > _MAX_CONTROLS * len(sample) + _MAX_STRAY_NULS
