"""The application of people."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their organisations."""

    name = "dafeng.web.accounts"
    label = "accounts"
