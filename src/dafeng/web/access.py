"""Who may open a route? Every view says it; a view that says nothing is closed to all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from dafeng.language import Text
from dafeng.web.frame.speech import say

View = TypeVar("View", bound=Callable[..., Any])

#: Says whether a request may open a route with these parts of its path.
Test = Callable[[HttpRequest, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Access:
    """To whom a route is open.

    Parameters
    ----------
    name
        Its name in the matrix of routes and roles.
    test
        Decides. Whoever is refused is told that there is nothing, not that it is forbidden.
    signs_in
        Whether a visitor is asked to sign in first.
    """

    name: str
    test: Test
    signs_in: bool = True


EVERYBODY: Final = Access("everybody", lambda _request, _parts: True, signs_in=False)
SIGNED_IN: Final = Access("signed in", lambda request, _parts: request.user.is_authenticated)
OPERATOR: Final = Access("operator", lambda request, _parts: is_operator(request))

#: Routes of the sign-in library by the beginning of their names, the longest first.
SIGN_IN_ROUTES: Final[Mapping[str, Access]] = {
    "account_login": EVERYBODY,
    "account_signup": EVERYBODY,
    "account_reset": EVERYBODY,
    "account_confirm_email": EVERYBODY,
    "account_inactive": EVERYBODY,
    "account_email_verification_sent": EVERYBODY,
    "account_request_login_code": EVERYBODY,
    "account_confirm_login_code": EVERYBODY,
    "account_": SIGNED_IN,
    "mfa_authenticate": EVERYBODY,
    "mfa_login_webauthn": EVERYBODY,
    "mfa_trust": EVERYBODY,
    "mfa_": SIGNED_IN,
    "openid_connect_": EVERYBODY,
    "socialaccount_login": EVERYBODY,
    "socialaccount_signup": EVERYBODY,
    "socialaccount_connections": SIGNED_IN,
}


def is_operator(request: HttpRequest) -> bool:
    """Say whether the person signed in runs the site."""
    return request.user.is_authenticated and bool(request.user.is_operator)


def open_to(access: Access) -> Callable[[View], View]:
    """Declare who may open a view."""

    def declared(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return declared


def access_of(view: Callable[..., Any], route: str) -> Access | None:
    """Return who may open a route, by its view or, for the sign-in library, by its name."""
    found: Access | None = getattr(view, "access", None)
    if found is not None:
        return found
    beginnings = (b for b in SIGN_IN_ROUTES if route.startswith(b))
    longest = max(beginnings, key=len, default=None)
    return SIGN_IN_ROUTES[longest] if longest is not None else None


class AccessMiddleware:
    """Refuses what is not declared open, before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request; an address that only takes forms leads a reader to the page above."""
        answer = self.get_response(request)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED and _reads_pages(request):
            return redirect(_page_above(request.path))
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, parts: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Let a request pass, ask for a sign-in, or say that there is nothing."""
        match = request.resolver_match
        access = access_of(view, (match.url_name or "") if match else "")
        if access is not None and access.test(request, parts):
            return None
        if access is not None and access.signs_in and not request.user.is_authenticated:
            return _to_sign_in(request)
        raise Http404


_LOST: Final = Text(
    "登录已结束，刚才提交的内容没有保存；登录后请再提交一次",
    "the session has ended and what you sent was not saved; sign in and send it again",
)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a sign-in that leads back to a page: what was sent is lost, and that is said."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    if "HX-Request" not in request.headers:  # what a page asks for by itself is no form
        messages.warning(request, say(_LOST))
    return redirect_to_login(page_of_form(request))


def page_of_form(request: HttpRequest) -> str:
    """Return the page from which a form was sent: the one that the browser names, or one above."""
    told = urlsplit(request.headers.get("Referer", ""))
    if told.netloc == request.get_host() and _leads_somewhere(told.path):
        return f"{told.path}?{told.query}" if told.query else told.path
    return _page_above(request.path)


def _reads_pages(request: HttpRequest) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "")


def _page_above(path: str) -> str:
    while path not in ("", "/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if _leads_somewhere(path):
            return path
    return "/"


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
