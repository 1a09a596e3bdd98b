"""The application of the log."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Entries, nodes of the tree, signed heads."""

    name = "dafeng.web.ledger"
    label = "ledger"
