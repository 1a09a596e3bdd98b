"""How do people come in? By invitation alone; nobody signs up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Closes the sign-up page: people are invited by their organisation's signatory."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        del request
        return False


class SocialAdapter(DefaultSocialAccountAdapter):
    """Lets an identity provider vouch for people who were invited, and for nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return no."""
        del request, sociallogin
        return False
