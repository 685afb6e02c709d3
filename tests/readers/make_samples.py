"""Writes the binary sample files again: `python -m tests.readers.make_samples`.

What each must be read as stands beside it in `<case>.expected.json`, written by hand. The text samples are files of
their own and not made here.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from tests.readers.builders import (
    build_docx,
    build_mhtml,
    build_pdf,
    build_record,
    build_zip,
    mhtml_part,
    pack_records,
    paragraph_lines,
    word_paragraph,
)

FOLDER = Path(__file__).parents[1] / "samples" / "readers"

_BODY = (
    "7月5日上午，福州市鼓楼区的志愿者来到河沿公园，捡拾垃圾、清理枯枝，并向居民讲解垃圾分类的知识，请大家爱护一草一木。"
)
_END = "活动由榕城清流志愿服务队发起。"
_MARKUP = f"<html><head><title>清河护绿</title></head><body><h1>清河护绿</h1><p>{_BODY}</p><p>{_END}</p></body></html>"
_RECORDS = [
    build_record(b"software: example\r\n", kind="warcinfo", media_type="application/warc-fields"),
    build_record(_MARKUP.encode("gbk"), url="http://news.gulou.example/1.htm", media_type="text/html; charset=gbk"),
    build_record(b"\x89PNG\r\n\x1a\n", url="http://news.gulou.example/1.png", media_type="image/png"),
    build_record(
        gzip.compress(_MARKUP.encode(), mtime=0),
        url="http://news.gulou.example/2.htm",
        date="2024-07-07T00:00:00Z",
        headers="Content-Encoding: gzip\r\n",
    ),
    build_record(_MARKUP.encode(), url="http://news.gulou.example/3.htm", status="404 Not Found"),
    build_record(
        f"{_BODY}\n{_END}".encode(),
        url="http://news.gulou.example/4.txt",
        kind="resource",
        media_type="text/plain",
    ),
]
_FIRST = paragraph_lines(_BODY, top=720)
_SHEETS = [
    [(150.0, 780.0, 22.0, "清河护绿在行动"), *_FIRST, (290.0, 30.0, 9.0, "— 1 —")],
    [(108.0, 780.0, 14.0, _END), (290.0, 30.0, 9.0, "— 2 —")],
]
_ENCRYPTED = (
    f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> "
    f"/ID [<{'43' * 16}> <{'43' * 16}>]"
)
_LOCKED = bytearray(build_zip({"密.txt": _BODY.encode()}))
_LOCKED[_LOCKED.index(b"PK\x01\x02") + 8] |= 1
_EXCEL = f"发布时间;作者;正文;标题\r\n2024/7/5;林晓禾、郑海宁;{_BODY};清河护绿\r\n;;;只有标题\r\n"
_EXCEL_UNICODE = f"标题\t内容\t网址\r\n清河护绿\t{_BODY}\thttp://news.gulou.example/6.htm\r\n"

SAMPLES: dict[str, bytes] = {
    "crawl.warc": b"".join(_RECORDS),
    "crawl-packed.warc.gz": pack_records(_RECORDS),
    "crawl-cut.warc.gz": pack_records(_RECORDS)[:-150],
    "saved-by-chromium.mhtml": build_mhtml([mhtml_part(_MARKUP.encode()), mhtml_part(b"<p>frame</p>")]),
    "saved-by-explorer.mht": build_mhtml(
        [
            mhtml_part(
                _MARKUP.encode("gbk"),
                'text/html;\r\n\tcharset="gb2312"',
                headers="Content-Location: http://news.gulou.example/5.htm\r\n",
            )
        ],
        headers="",
    ),
    "report.docx": build_docx(word_paragraph("清河护绿") + word_paragraph(_BODY) + word_paragraph(_END)),
    "locked-docx.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
    "two-sheets.pdf": build_pdf(_SHEETS),
    "scanned.pdf": build_pdf([[]]),
    "locked-pdf.pdf": build_pdf(_SHEETS, trailer=_ENCRYPTED),
    "names-in-gbk.zip": build_zip(
        {"净滩/一.txt": f"{_BODY}\n{_END}".encode(), "表格.csv": "标题,正文\n甲,乙\n".encode("gbk")}, names_in="gb18030"
    ),
    "bad-members.zip": build_zip(
        {"../up.txt": _BODY.encode(), "in.zip": build_zip({"a": b"b"}), "x.png": b"\x89PNG\r\n"}
    ),
    "locked-zip.zip": bytes(_LOCKED),
    "excel-gbk.csv": _EXCEL.encode("gbk"),
    "excel-unicode.tsv": _EXCEL_UNICODE.encode("utf-16"),
}


def write_samples(folder: Path) -> None:
    """Every sample into a folder."""
    for name, data in SAMPLES.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    write_samples(FOLDER)
