"""A small dossier, people with and without rights, and a site on which they meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from dafeng.desk.examining import Findings, examine_files
from dafeng.desk.starting import new
from dafeng.web.accounts.models import User
from dafeng.web.dossiers import engine
from dafeng.web.dossiers.models import Origin, Version
from dafeng.web.dossiers.versions import Change, add

PLACE = "330500"


@pytest.fixture(scope="session")
def huzhou(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("huzhou")
    new(PLACE, folder, force=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="session")
def found(huzhou: dict[str, bytes]) -> Findings:
    return examine_files(huzhou)


@dataclass(frozen=True)
class People:
    """Who takes part."""

    editor: User
    second: User
    reader: User
    stranger: User

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(getattr(self, who))
        return client


@pytest.fixture
def people(
    db: None,  # noqa: ARG001 - the people lie there
    monkeypatch: pytest.MonkeyPatch,
) -> People:
    """Return people whose rights are what the programme would say."""
    found = People(*(User.objects.create_user(f"{n}@x.invalid") for n in ("a", "b", "c", "d")))
    editors = {found.editor, found.second}

    def may_edit(user: object, place: str) -> bool:
        return place == PLACE and user in editors

    def may_read(user: object, place: str, version: Version | None = None) -> bool:
        first = version is not None and version.number == 1
        return place == PLACE and (user in editors or (user == found.reader and first))

    def places_with(user: object, _permission: object) -> frozenset[str]:
        return frozenset({PLACE} if user in editors else ())

    for name, stand_in in (
        ("may_edit", may_edit),
        ("may_read", may_read),
        ("places_with", places_with),
    ):
        for module in (
            "dafeng.web.dossiers.access",
            "dafeng.web.dossiers.arriving",
            "dafeng.web.dossiers.pages.home",
        ):
            monkeypatch.setattr(f"{module}.{name}", stand_in, raising=False)
    return found


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute in this process: the tests of the engine alone use others."""

    def computed(work: Callable[..., Any], *given: Any, **_patience: float) -> Any:
        return work(*given)

    monkeypatch.setattr(engine, "computed", computed)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a folder of the site of its own."""
    monkeypatch.setattr(settings, "SITE", tmp_path)


@pytest.fixture
def first(people: People, huzhou: dict[str, bytes], found: Findings) -> Version:
    return add(PLACE, Change(huzhou, found, Origin.START, people.editor, 0))
