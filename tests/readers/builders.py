"""Small files of the archived formats, built byte by byte so that the same call always gives the same file."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org"
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)

Line = tuple[float, float, float, str]
"""Of a PDF: x, y, size, text."""


def build_zip(members: Mapping[str, bytes], *, names_in: str = "utf-8", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive; with `names_in="gb18030"` the names are as Chinese Windows writes them, without the flag."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name if names_in == "utf-8" else _placeholder(name, names_in))
            info.compress_type = method
            archive.writestr(info, data)
    packed = file.getvalue()
    if names_in != "utf-8":
        for name in members:
            packed = packed.replace(_placeholder(name, names_in).encode(), name.encode(names_in))
    return packed


def _placeholder(name: str, charset: str) -> str:
    """An ASCII name of the same length in bytes, unlike any other member's."""
    return f"{len(name)}".ljust(len(name.encode(charset)), "~")


def build_docx(body: str, **parts: str) -> bytes:
    """A Word file of the markup inside `<w:body>`; `parts` adds or replaces members of `word/`."""
    document = f'{_XML}<w:document xmlns:w="{_OFFICE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    members = {"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    members |= {f"word/{name}.xml": part for name, part in parts.items()}
    return build_zip({name: part.encode() for name, part in members.items()})


def word_paragraph(text: str, style: str = "") -> str:
    """The markup of one paragraph."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def build_pdf(sheets: Sequence[Sequence[Line]], *, trailer: str = "", packed: str = "") -> bytes:
    """A PDF in the font that PDF programs bring along for Chinese (STSong-Light, UniGB-UCS2-H), nothing packed.

    With `packed`, hexadecimal digits of a deflated stream, that is what every sheet shows.
    """
    filters = "/Filter [/ASCIIHexDecode /FlateDecode]" if packed else ""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    ]
    for number, lines in enumerate(sheets):
        content = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, size, text in lines
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(packed or content)} {filters} >>\nstream\n{packed or content}\nendstream",
        ]
    return _pdf_file(objects, trailer)


def _pdf_file(objects: Sequence[str], trailer: str) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n"
    root = f"<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>"
    return data + f"{end}{root}\nstartxref\n{len(data)}\n%%EOF\n".encode()


def paragraph_lines(text: str, *, top: float, width: int = 30, size: float = 14, left: float = 80) -> list[Line]:
    """A paragraph as a print program sets it: the first line indented by two characters, the others full."""
    lines = [(left + 2 * size, top, size, text[: width - 2])]
    rest = text[width - 2 :]
    while rest:
        lines.append((left, top - 1.6 * size * len(lines), size, rest[:width]))
        rest = rest[width:]
    return lines


def build_record(
    payload: bytes,
    *,
    kind: str = "response",
    url: str = "http://news.gulou.example/a.htm",
    date: str = "2024-07-06T01:02:03Z",
    media_type: str = "text/html",
    status: str = "200 OK",
    headers: str = "",
    length: int | None = None,
) -> bytes:
    """One WARC record; `headers` are further lines of HTTP, each with its line end."""
    block = payload
    block_type = media_type
    if kind in {"response", "request"}:
        block = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{headers}\r\n".encode() + payload
        block_type = f"application/http; msgtype={kind}"
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:6f0c1b1e-0000-4000-8000-000000000001>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {date}",
        f"Content-Type: {block_type}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def pack_records(records: Sequence[bytes]) -> bytes:
    """Records as crawlers pack them: each a gzip member of its own."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def build_mhtml(
    parts: Sequence[bytes],
    *,
    kind: str = "multipart/related",
    headers: str = "Snapshot-Content-Location: https://news.gulou.example/2024/7.html\r\n",
    date: str = "Sat, 6 Jul 2024 01:02:03 +0800",
    parameters: str = "",
) -> bytes:
    """A page saved as Chromium saves it; each part comes with its own header lines."""
    head = (
        f"From: <Saved by Blink>\r\n{headers}Subject: x\r\nDate: {date}\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: {kind};\r\n\ttype="text/html";{parameters}\r\n\tboundary="----edge----"\r\n\r\n\r\n'
    )
    body = b"".join(b"------edge----\r\n" + part + b"\r\n" for part in parts)
    return head.encode() + body + b"------edge------\r\n"


def mhtml_part(data: bytes, media_type: str = "text/html", *, headers: str = "") -> bytes:
    """One part, as it stands (8bit)."""
    return f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: 8bit\r\n{headers}\r\n".encode() + data
