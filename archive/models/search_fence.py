"""What a node of a search server has to know before its answers count; one row an index, written by the engine alone."""

from __future__ import annotations

from django.db import models


class SearchFence(models.Model):
    """`name` is an alias that was given to `build` when `copies` (a digest) were all that hold what was written to it."""

    index = models.CharField(max_length=100, primary_key=True)
    name = models.CharField(max_length=150)
    build = models.CharField(max_length=150)
    copies = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
