"""Answers of the protocol as XML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from archive.api.oai.protocol import PREFIX, OaiError, Slice, check_prefix, read_slice
from archive.api.oai.records import Record, earliest, read_record, read_records, read_sets, set_code
from archive.export.dublin_core import dublin_core

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = {
    OAI: "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
    OAI_DC: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}
for _prefix, _namespace in (("", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("xsi", _XSI)):
    ET.register_namespace(_prefix, _namespace)


@dataclass(frozen=True, kw_only=True)
class Repository:
    """The archive as harvesters see it: its name, whom to write to, its host, and the addresses of home and protocol."""

    name: str
    contact: str
    host: str
    home: str
    base: str


def answer(repository: Repository, verb: str, arguments: Mapping[str, str]) -> ET.Element:
    """What a request with valid arguments is answered.

    Raises:
        OaiError: what the protocol foresees for it.
    """
    element = ET.Element(_oai(verb))
    if verb == "Identify":
        _identify(element, repository)
    elif verb == "ListMetadataFormats":
        _list_formats(element, repository, arguments)
    elif verb == "ListSets":
        _list_sets(element, arguments)
    elif verb == "GetRecord":
        check_prefix(arguments["metadataPrefix"])
        _add_record(element, repository, read_record(arguments["identifier"], repository.host))
    else:
        _list_records(element, repository, read_slice(arguments), whole=verb == "ListRecords")
    return element


def envelope(repository: Repository, arguments: Mapping[str, str], content: ET.Element | OaiError) -> bytes:
    """The whole document around an answer or an error; `arguments` are repeated, as long as they were understood."""
    root = ET.Element(_oai("OAI-PMH"), {f"{{{_XSI}}}schemaLocation": f"{OAI} {_SCHEMAS[OAI]}"})
    _text(root, "responseDate", _stamp(dt.datetime.now(dt.UTC)))
    _text(root, "request", repository.base).attrib.update(arguments)
    if isinstance(content, OaiError):
        _text(root, "error", content.detail).set("code", content.code)
    else:
        root.append(content)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _identify(parent: ET.Element, repository: Repository) -> None:
    _text(parent, "repositoryName", repository.name)
    _text(parent, "baseURL", repository.base)
    _text(parent, "protocolVersion", "2.0")
    _text(parent, "adminEmail", repository.contact)
    _text(parent, "earliestDatestamp", _stamp(earliest() or dt.datetime.now(dt.UTC)))
    _text(parent, "deletedRecord", "persistent")
    _text(parent, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _list_formats(parent: ET.Element, repository: Repository, arguments: Mapping[str, str]) -> None:
    if "identifier" in arguments:
        read_record(arguments["identifier"], repository.host)
    entry = ET.SubElement(parent, _oai("metadataFormat"))
    _text(entry, "metadataPrefix", PREFIX)
    _text(entry, "schema", _SCHEMAS[OAI_DC])
    _text(entry, "metadataNamespace", OAI_DC)


def _list_sets(parent: ET.Element, arguments: Mapping[str, str]) -> None:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "All sets are given at once.")
    sets: Sequence[tuple[str, str]] = read_sets()
    if not sets:
        raise OaiError("noSetHierarchy", "There are no sets yet.")
    for code, name in sets:
        entry = ET.SubElement(parent, _oai("set"))
        _text(entry, "setSpec", code)
        _text(entry, "setName", name)


def _list_records(parent: ET.Element, repository: Repository, part: Slice, *, whole: bool) -> None:
    records, following, total = read_records(part)
    for record in records:
        if whole:
            _add_record(parent, repository, record)
        else:
            _add_header(parent, repository, record)
    if following is not None or part.given:
        token = _text(parent, "resumptionToken", following.to_token() if following else "")
        token.attrib.update({"completeListSize": str(max(total, part.given + len(records))), "cursor": str(part.given)})


def _add_record(parent: ET.Element, repository: Repository, record: Record) -> None:
    element = ET.SubElement(parent, _oai("record"))
    _add_header(element, repository, record)
    if record.row is None:
        return
    metadata = ET.SubElement(element, _oai("metadata"))
    described = ET.SubElement(
        metadata, f"{{{OAI_DC}}}dc", {f"{{{_XSI}}}schemaLocation": f"{OAI_DC} {_SCHEMAS[OAI_DC]}"}
    )
    for name, value in dublin_core(record.row, repository.home + record.row.path):
        ET.SubElement(described, f"{{{DC}}}{name}").text = value


def _add_header(parent: ET.Element, repository: Repository, record: Record) -> None:
    header = ET.SubElement(parent, _oai("header"))
    if record.row is None:
        header.set("status", "deleted")
    _text(header, "identifier", f"oai:{repository.host}:{record.pk}")
    _text(header, "datestamp", _stamp(record.changed_at))
    if record.source:
        _text(header, "setSpec", set_code(record.source))


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, _oai(name))
    element.text = text
    return element


def _oai(name: str) -> str:
    return f"{{{OAI}}}{name}"


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
