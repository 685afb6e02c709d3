"""The edge towards libraries that parse hostile files: whatever they raise becomes one documented error.

Parsers of PDF, office files, mail and archives raise any exception at all on damaged input. Catching them here, around
the call alone, keeps `except Exception` out of the readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import ReadError


@contextmanager
def foreign_errors(what: str) -> Iterator[None]:
    """Turn what a library raises into ReadError `damaged` about `what`; ReadError and OSError pass as they are."""
    try:
        yield
    except (ReadError, OSError):
        raise
    except MemoryError:
        raise ReadError(f"{what} needs more memory than there is", code="too_large") from None
    except Exception as error:
        raise ReadError(f"{what} is damaged ({type(error).__name__}: {str(error)[:200]})", code="damaged") from error
