"""Word files (DOCX, ISO/IEC 29500): headings, paragraphs, lists and tables as markup, without pictures.

The file itself is the original. Its stated dates of making and changing are the author's machine's, not a page's, and
are left out.

Deliberately not here: the old binary formats, which are told apart and refused, and workbooks and slides.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import ReadError
from archive.readers.archive_zip import open_archive
from archive.readers.archive_zip import recognise as is_zip
from archive.readers.foreign import foreign_errors
from archive.readers.source import MAX_TEXT, Source
from archive.records import Page
from archive.text.regex import regex

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENT = "word/document.xml"
_OFFICE = {"xl/workbook.xml": "a workbook; save the sheet as CSV", "ppt/presentation.xml": "a file of slides"}
_PARTS = (".xml", ".rels")
_MOST_XML = 6 * 1024 * 1024
_MOST_TAGS = 100_000
_TAGS_WITHOUT_TEXT = 20_000
_TAGS_A_CHARACTER = 4
"""An article has a few thousand, each costs the library a kilobyte of memory and up to a twentieth of a millisecond.

Word writes two tags for each character it shows where formats change with every word; a document of tags that show
nothing is made to waste time.
"""
_MOST_FIELDS = 5_000
"""The library looks through all open fields at each mark of one; a table of contents has some hundred."""
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_XML_TAG = re.compile(rb"<[^<>]*+>")
_TAG = regex(r"<[^<>]*>")
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
        "p[style-name='标题'] => h1:fresh",
        "p[style-name='副标题'] => h2:fresh",
    ]
)


def recognise(source: Source) -> bool:
    """Whether a file is an office file, new or old: by the members of a ZIP archive, or by the first bytes."""
    if source.head.startswith(_OLE):
        return True
    if not is_zip(source):
        return False
    try:
        names = _member_names(source)
    except (ReadError, OSError):
        return False
    return _DOCUMENT in names or not names.isdisjoint(_OFFICE)


def read(source: Source) -> Iterator[Page]:
    """The one page of a Word file; raises ReadError `encrypted`, `unsupported`, `damaged`, `too_large`, `no_text`."""
    raw = source.read_all()
    if raw.startswith(_OLE):
        raise _refusal(raw)
    markup = _convert(_without_pictures(raw))
    if not html.unescape(_TAG.sub("", markup)).strip():
        raise ReadError("the document holds no text", code="no_text")
    if len(markup) > MAX_TEXT:
        raise ReadError(f"the document has more than {MAX_TEXT} characters", code="too_large")
    yield Page(
        content=f"<body>{markup}</body>",
        media_type="text/html",
        raw=raw,
        raw_media_type=MEDIA_TYPE,
        name=source.name,
        url=source.url,
        charset="utf-8",
    )


def _member_names(source: Source) -> frozenset[str]:
    with source.open() as stream:
        # What lies in an archive comes as a stream, and a directory stands at the end.
        file = stream if stream.seekable() else io.BytesIO(source.read_all())
        with open_archive(file) as archive:
            return frozenset(archive.namelist())


def _refusal(raw: bytes) -> ReadError:
    if _ENCRYPTED in raw:
        return ReadError("the document is encrypted; save it without a password first", code="encrypted")
    return ReadError("the old binary office format is not read; save the document as DOCX", code="unsupported")


def _without_pictures(raw: bytes) -> io.BytesIO:
    """The parts that hold text, uncompressed and bounded: what a library reads of a file must not grow on it."""
    trimmed = io.BytesIO()
    left, counts = _MOST_XML, _Counts()
    with open_archive(io.BytesIO(raw)) as archive, zipfile.ZipFile(trimmed, "w") as copy:
        names = frozenset(archive.namelist())
        for name, what in _OFFICE.items():
            if name in names and _DOCUMENT not in names:
                raise ReadError(f"this is {what}", code="unsupported")
        for info in archive.infolist():
            if info.filename.endswith(_PARTS):
                with foreign_errors("the document"), archive.open(info) as part:
                    data = part.read(left + 1)
                left -= len(data)
                counts.add(data)
                if left < 0 or counts.is_too_much:
                    raise ReadError("the document's text is larger than any article's", code="too_large")
                _check_part(data)
                copy.writestr(info.filename, data)
    trimmed.seek(0)
    return trimmed


@dataclass(kw_only=True)
class _Counts:
    """What the parts come to that make the library work."""

    tags: int = 0
    characters: int = 0
    fields: int = 0

    def add(self, data: bytes) -> None:
        """Count one part; it is all in memory by then."""
        self.tags += data.count(b"<")
        self.fields += data.count(b"fldChar")
        # A Chinese character has three bytes in UTF-8; what is no text of the document itself is little.
        self.characters += len(b"".join(_XML_TAG.sub(b" ", data).split())) // 3

    @property
    def is_too_much(self) -> bool:
        allowed = min(_MOST_TAGS, _TAGS_WITHOUT_TEXT + _TAGS_A_CHARACTER * self.characters)
        return self.tags > allowed or self.fields > _MOST_FIELDS


def _check_part(data: bytes) -> None:
    # Office writes no document types; one is there to make a parser fetch or multiply something.
    if _DECLARATION.search(data.replace(b"\0", b"")):
        raise ReadError("the document declares entities, as no office program does", code="damaged")


def _convert(document: io.BytesIO) -> str:
    import mammoth

    with foreign_errors("the document"):
        options = {"style_map": _STYLES, "convert_image": lambda image: [], "id_prefix": ""}
        return str(mammoth.convert_to_html(document, **options).value)
