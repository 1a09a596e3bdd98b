"""A request of somebody who is signed in."""

from __future__ import annotations

from django.http import HttpRequest

from dafeng.web.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that comes to a view which is open to people alone."""

    user: User
