"""Parts that several answers have, and errors."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Problem(BaseModel):
    """An error, as RFC 9457 has it: `application/problem+json`. A withdrawn article tells when and why in `withdrawn`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


class EventDay(BaseModel):
    """ISO days, null where the year is not known, and EDTF."""

    start: str | None
    end: str | None
    precision: str
    edtf: str


class RegionName(BaseModel):
    """A unit of GB/T 2260 with its path of names, the province first, itself last."""

    code: str
    name: str
    path: list[str]


class Term(BaseModel):
    code: str
    label: str


class Named(BaseModel):
    id: int
    name: str
