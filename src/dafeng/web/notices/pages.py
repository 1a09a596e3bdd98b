"""The page of notices: what a person was told, the newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dafeng.web.access import SIGNED_IN, open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.ledger.store import moment


@open_to(SIGNED_IN)
@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    """List the person's own notices."""
    pages = Paginator(request.user.notices.all(), 50)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {"page": page})


@open_to(SIGNED_IN)
@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """Mark all of the person's notices as read."""
    request.user.notices.filter(read=None).update(read=moment())
    return redirect("notices")
