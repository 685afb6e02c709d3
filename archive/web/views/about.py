"""What this archive is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about_page(request: HttpRequest) -> HttpResponse:
    """A short account of what is kept and how facts are found."""
    return render(request, "about.html")
