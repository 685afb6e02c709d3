"""How anchors and keys are stored."""

from __future__ import annotations

import pytest
from django.db import connection

from archive.models import Anchor, EventKey

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases keep rows apart from keys")
@pytest.mark.parametrize("table", [Anchor, EventKey])
def test_clues_stand_in_the_tree_of_their_hashes(table) -> None:
    """Django writes a table anew when it alters it, and would leave out what makes it so (migration 25)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wr FROM pragma_table_list WHERE name = %s", [table._meta.db_table])
        assert cursor.fetchall() == [(1,)]
