"""The vocabularies with what the archive holds of each value."""

from __future__ import annotations

from pydantic import BaseModel


class RegionEntry(BaseModel):
    """`articles` is how many were held there or below; `below` how many units lie right below it."""

    code: str
    name: str
    path: list[str]
    parent: str | None
    articles: int
    below: int
    url: str


class RegionsAnswer(BaseModel):
    under: str | None
    regions: list[RegionEntry]


class TypeEntry(BaseModel):
    code: str
    label: str
    articles: int
    url: str


class TypesAnswer(BaseModel):
    types: list[TypeEntry]
    fields: list[TypeEntry]
