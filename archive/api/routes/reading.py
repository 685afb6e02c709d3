"""Registers a question of the API for GET, and quietly for HEAD, with the errors each may answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ninja import Router

from archive.api.parameters import Parameter
from archive.api.schemas.parts import Problem

View = TypeVar("View", bound=Callable[..., Any])


def reads(
    router: Router, path: str, answer: type, *, parameters: Sequence[Parameter] = (), errors: Sequence[int] = ()
) -> Callable[[View], View]:
    """A decorator; its view returns a dict of the form of `answer`. 429 and 503 may always be answered."""

    def register(view: View) -> View:
        responses = {200: answer, **{status: Problem for status in (*errors, 429, 503)}}
        documented = {"parameters": [parameter.openapi() for parameter in parameters]} if parameters else None
        name = f"{view.__name__}"
        router.api_operation(["HEAD"], path, response=responses, by_alias=True, include_in_schema=False, url_name=name)(
            view
        )
        router.get(path, response=responses, by_alias=True, openapi_extra=documented, url_name=name, operation_id=name)(
            view
        )
        return view

    return register
