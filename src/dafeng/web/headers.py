"""What may a page load, where may a form lead, who may keep an answer?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

#: Content security policy: no script but the site's own, nothing from elsewhere, no frames.
POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'{providers}; "
    "frame-ancestors 'none'"
)
#: Pages from which one signs in elsewhere: their forms lead on to the identity providers.
_SIGNING_IN: Final = "account/"


class HeadMiddleware:
    """Answers HEAD wherever GET is answered, without the body (RFC 9110, 9.3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class HeadersMiddleware:
    """Adds the content security policy to every answer that has none of its own.

    What is answered to somebody who is signed in, or signs somebody in, is kept by nobody: not by
    a proxy, and not by the browser for whoever sits down at it next.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request))
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response


class TextMiddleware:
    """Refuses the character NUL, which no text has and a store may not be able to keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        given = [("", [request.path]), *request.GET.lists(), *request.POST.lists()]
        if any("\0" in text for name, texts in given for text in (name, *texts)):
            raise BadRequest
        return self.get_response(request)


def _policy(request: HttpRequest) -> str:
    match = request.resolver_match
    signs_in = match is not None and match.route.startswith(_SIGNING_IN)
    return POLICY.format(providers="".join(f" {p}" for p in _providers()) if signs_in else "")


def _providers() -> Iterator[str]:
    """Yield the origins of the identity providers that the site knows."""
    for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        parts = urlsplit(app["settings"]["server_url"])
        yield f"{parts.scheme}://{parts.netloc}"
