"""``weights FILE``: rank by weights that ``dafeng match --learn`` has written."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from dafeng.errors import DafengError
from dafeng.files.exchange_judgements import models_of_weights, read_weights
from dafeng.web.ledger import store
from dafeng.web.partners import finding
from dafeng.web.partners.models import LearntWeights
from dafeng.web.site_command import SiteCommand


class Command(SiteCommand):
    """Put weights to use; the log says which version ranks from when on."""

    help = "rank by weights of a file"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep the weights and use them."""
        del args
        try:
            found = read_weights(options["file"])
        except (DafengError, OSError) as error:
            raise CommandError(str(error)) from error
        plain = asdict(found)
        _check(options["file"], plain)
        with transaction.atomic():
            now = store.moment()
            LearntWeights.objects.update(in_use=False)
            LearntWeights.objects.update_or_create(
                version=found.version, defaults={"made": now, "in_use": True, "weights": plain}
            )
            store.append(
                {
                    "instant": now,
                    "kind": "exchange.weights",
                    "subject": "exchange",
                    "actor": "site",
                    "content": {name: f"{value}" for name, value in plain.items()},
                }
            )
        self.stdout.write(found.version)


def _check(file: Path, plain: dict[str, Any]) -> None:
    """Refuse weights of other models, and others than those that the version has meant so far."""
    models = models_of_weights(file)
    own = tuple(encoder.name for encoder in finding.reader().encoders)
    if models is not None and models != own:
        reason = (
            f"learnt with {', '.join(models) or 'no model'}; the site ranks by {', '.join(own)}"
        )
        raise CommandError(reason)
    kept = LearntWeights.objects.filter(version=plain["version"]).first()
    if kept is not None and kept.weights != plain:
        raise CommandError(f"{plain['version']} stands for other weights already; name it anew")
