"""Schemas of answers for machines, and the check of a document against one."""

from __future__ import annotations

from pathlib import Path

from lxml import etree


def schema_errors(document: bytes, name: str) -> list[str]:
    """What is wrong with an XML document by `name`.rng; an empty list where it is valid."""
    schema = etree.RelaxNG(etree.parse(str(Path(__file__).with_name(f"{name}.rng"))))
    schema.validate(etree.fromstring(document))
    return [str(error) for error in schema.error_log]
