"""The API is tested over an index of its own."""

from tests.search.conftest import _own_index  # noqa: F401  autouse here as well
