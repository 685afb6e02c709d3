"""Regions and event types."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Router

from archive.api.parameters import UNDER
from archive.api.problems import Refused
from archive.api.routes.reading import reads
from archive.api.schemas.vocabulary import RegionEntry, RegionsAnswer, TypesAnswer
from archive.api.shapes.vocabulary import region_shape, regions_shape, types_shape

router = Router(tags=["vocabularies"])


@reads(router, "regions", RegionsAnswer, parameters=UNDER, errors=(404,))
def list_regions(request: HttpRequest) -> dict[str, Any]:
    """The provinces, or the units right below one, with the number of articles of each."""
    shape = regions_shape(request.GET.get("under") or None)
    if shape is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such region.")
    return shape


@reads(router, "regions/{code}", RegionEntry, errors=(404,))
def read_region(request: HttpRequest, code: str) -> dict[str, Any]:
    """One unit; an abolished one with what is filed under the unit in its place."""
    shape = region_shape(code)
    if shape is None:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such region.")
    return shape


@reads(router, "types", TypesAnswer)
def list_types(request: HttpRequest) -> dict[str, Any]:
    """Event types and fields of service, with the number of articles of each."""
    return types_shape()
