"""Who saves next? One after the other in the order of coming, each place for itself.

A version is refused where another came first, whoever waits or not. The queue spares the work of
trying again and again, and SQLite's waiting, which is not in order.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def turn(place: str) -> Iterator[None]:
    """Wait until nobody else saves a dossier of a place, and keep the others waiting."""
    number = hashlib.sha256(f"dossier/{place}".encode()).digest()
    if connection.vendor == "postgresql":
        with _in_database(int.from_bytes(number[:8], "big", signed=True)):
            yield
    else:
        with _in_folder(number.hex()[:16]):
            yield


@contextmanager
def _in_database(number: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@contextmanager
def _in_folder(name: str) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # no such locks on this system: a stale version is refused all the same
        yield
        return
    folder = Path(settings.SITE) / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
