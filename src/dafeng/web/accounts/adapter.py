"""How do people come in? By invitation alone; nobody signs up by themselves."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Closes the sign-up page: people are invited by their organisation's signatory."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return no."""
        del request
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of the e-mail: to the site's own address, whatever name was asked for."""
        asked = urlsplit(super().get_reset_password_from_key_url(key))
        return f"{settings.SITE_ADDRESS}{asked.path}"


class SocialAdapter(DefaultSocialAccountAdapter):
    """Lets an identity provider vouch for people who were invited, and for nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return no."""
        del request, sociallogin
        return False
