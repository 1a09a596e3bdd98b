"""Pages that belong to no room: the choice of language, help."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from dafeng.web.access import EVERYBODY, open_to, page_of_form


@open_to(EVERYBODY)
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to use the site."""
    return render(request, "frame/help.html")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form comes from before another sign-in, or from elsewhere, and lead back to it."""
    del reason
    return render(request, "frame/stale.html", {"back": page_of_form(request)}, status=403)


@open_to(EVERYBODY)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return answer
