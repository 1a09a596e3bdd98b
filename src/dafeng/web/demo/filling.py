"""How does the demonstration come into a new site? Its story is told event by event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from dafeng import reference
from dafeng.desk.examining import examine_files
from dafeng.desk.starting import new
from dafeng.language import Text
from dafeng.programme import Kind, digest, programme
from dafeng.record import instant_text
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.demo import exchange
from dafeng.web.demo.dossier import filled
from dafeng.web.demo.people import DOMAIN, PLACES, Player, bodies, players
from dafeng.web.demo.rules import BATCH, ID, demo_programme, midnight
from dafeng.web.demo.story import ISSUED, Scene, story
from dafeng.web.dossiers import versions as dossiers
from dafeng.web.dossiers.models import Job, Origin
from dafeng.web.keys import secret
from dafeng.web.ledger import store
from dafeng.web.notices.models import Notice
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.models import AttachedFile, RunningBatch
from dafeng.web.programmes.rulebook import rules as rules_of
from dafeng.web.programmes.starting import start
from dafeng.web.programmes.storing import keep

#: What the places say of their second version.
_REMARK: Final = "报送前补齐（虚构） filled in for the submission (fictional)"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demonstration, as it is printed on start."""

    email: str
    role: Text


@transaction.atomic
def fill(now: datetime) -> None:
    """Tell the whole story into a new site, the instants set from now.

    The first entry of the log says that all of it is fiction, and when it was really written.
    """
    rules = demo_programme(now)
    told = _Told(now, {})
    with store.told_at(now - timedelta(days=80)):
        store.append(_fiction(now))
        told.users = _users(_password())
        operator = told.users["operator"]
        row, _receipt = start(rules, BATCH, operator, ID)
    with store.told_at(now - timedelta(days=78)):
        for player in players():
            _appoint(row, told, player)
    for place, key in PLACES.items():
        with store.told_at(now - timedelta(days=75)):
            _dossier(place, told.users[key])
    clock = {
        "publication": midnight(now, -40).isoformat(),
        "extension": midnight(now, 9).isoformat(),
        "revision": midnight(now, 12).isoformat(),
    }
    for scene in story(clock):
        if scene.step == "submit-plan":
            with store.told_at(now + timedelta(days=scene.days, minutes=-15)):
                _revised(scene.case, told.users[scene.by[0]])
        _tell(row, told, scene)
    Job.objects.exclude(place=ISSUED).delete()  # who wants another plan's documents asks for them
    exchange.fill(told.users["huzhou"], operator, now - timedelta(hours=3))
    Notice.objects.filter(made__lt=now - timedelta(days=6)).update(read=now)


@dataclass
class _Told:
    """The story as far as it is told: people by key."""

    now: datetime
    users: dict[str, User]


def accounts() -> tuple[str, list[Account]]:
    """Return the password of the demonstration and one account of each role."""
    titles = programme("cn-carbon-peaking-2023").roles
    found = {"operator": Account(f"operator@{DOMAIN}", titles["operator"].title)}
    for p in players():
        found.setdefault(p.role, Account(p.email, titles[p.role].title))
    found["provider"] = Account(exchange.PROVIDER, Text("供给方（对接）", "provider (exchange)"))
    return _password(), list(found.values())


def is_filled() -> bool:
    """Say whether the demonstration is on this site."""
    return RunningBatch.objects.filter(slug=ID).exists()


def _password() -> str:
    return secret(settings.SITE, "demo")[:14]


def _fiction(now: datetime) -> dict[str, Any]:
    said = "示范数据，人物与经过均为虚构 demonstration: people and events are fictional"
    return {
        "instant": store.moment(),
        "kind": "demo.begin",
        "subject": ID,
        "actor": "site",
        "content": {"said": said, "written": instant_text(now)},
    }


def _users(password: str) -> dict[str, User]:
    for body in bodies():
        Organisation.objects.create(
            code=body.code, name_zh=body.name.zh, name_en=body.name.en, province=body.province
        )
    work = {o.code: o for o in Organisation.objects.all()}
    operator = User(
        email=f"operator@{DOMAIN}",
        name="运行管理员",
        organisation=work["demo-site"],
        is_operator=True,
    )
    operator.set_password(password)
    people = {"operator": operator}
    for p in players():
        people[p.key] = User(
            email=p.email,
            name=p.name,
            organisation=work[p.organisation],
            password=operator.password,
        )
    User.objects.bulk_create(people.values())
    return {key: User.objects.get(email=u.email) for key, u in people.items()}


def _appoint(row: RunningBatch, told: _Told, player: Player) -> None:
    user = told.users[player.key]
    work = user.organisation
    person = {
        "id": user.person,
        "organisation": player.organisation,
        "province": work.province if work else "",
        "subjects": list(player.subjects),
        "capacity": player.capacity,
    }
    act(
        told.users[player.by].person,
        row,
        Kind.APPOINT,
        content={"person": person, "role": player.role, "body": player.body},
    )


def _dossier(place: str, author: User) -> None:
    with TemporaryDirectory(prefix="demo-") as name:
        folder = Path(name) / "dossier"
        new(place, folder)
        files = {p.name: p.read_bytes() for p in folder.iterdir()}
    found = examine_files(files)
    dossiers.add(place, dossiers.Change(files, found, Origin.START, author, 0))


def _revised(place: str, author: User) -> None:
    """Let a place fill in what the gate asks for: its second version, all of it fiction."""
    before = dossiers.latest(place)
    if before is None:
        raise LookupError(place)
    files = filled(dossiers.files_of(before))
    found = examine_files(files)
    change = dossiers.Change(files, found, Origin.EDIT, author, before.number, remark=_REMARK)
    dossiers.add(place, change)


def _tell(row: RunningBatch, told: _Told, scene: Scene) -> None:
    at = told.now + timedelta(days=scene.days)
    *first, last = (told.users[key].person for key in scene.by)
    if scene.kind is not Kind.DECIDE:
        content = _named(scene, told) or {"applicant": _applicant(scene.case)}
        with store.told_at(at):
            act(last, row, scene.kind, case=scene.case, content=content)
        return
    content = _content(row, scene, last)
    for person in first:
        with store.told_at(at - timedelta(minutes=10)):
            act(person, row, Kind.PREPARE, case=scene.case, name=scene.step, content=content)
    signed = {"digest": digest(content)} if first else content
    with store.told_at(at):
        act(last, row, Kind.DECIDE, case=scene.case, name=scene.step, content=signed)


def _named(scene: Scene, told: _Told) -> dict[str, Any]:
    """Return the content of a scene with people by their ids."""
    content = dict(scene.content)
    if "experts" in content:
        content["experts"] = [told.users[key].person for key in content["experts"]]
    return content


def _content(row: RunningBatch, scene: Scene, person: str) -> dict[str, Any]:
    """Return what a step needs, made up where the story does not say it."""
    step = rules_of(row.version).transitions[scene.step]
    content: dict[str, Any] = dict(scene.content)
    if step.form:
        content["form"] = {f.id: "示范 demonstration" for f in step.form}
    if step.attachments:
        content["attachments"] = {
            kind: _file(row, scene.case, kind, person) for kind in step.attachments
        }
    if "snapshot" in step.guards:
        version = dossiers.latest(scene.case)
        if version is not None:
            content |= {"snapshot": version.snapshot, "folder": version.folder_id}
            content |= {"errors": version.errors, "gate_errors": version.gate_errors}
    return content


def _file(row: RunningBatch, case: str, kind: str, person: str) -> dict[str, Any]:
    text = f"示范文件（虚构） fictional file of the demonstration: {kind}, {case}\n".encode()
    sha256, size = keep([text])
    name = f"{kind}-{case}.txt"
    AttachedFile.objects.get_or_create(
        batch=row,
        case=case,
        sha256=sha256,
        defaults={"name": name, "size": size, "person": person, "arrived": store.moment()},
    )
    return {"sha256": sha256, "name": name, "size": size}


def _applicant(place: str) -> Mapping[str, Any]:
    pilot = next(p for p in reference.pilots() if p.id == place)
    division = reference.divisions().get(place)
    level = division.level if division else "national"
    return {
        "id": place,
        "kind": pilot.kind,
        "level": level,
        "name_zh": pilot.name.zh,
        "name_en": pilot.name.en,
        "province": pilot.province,
        "hosts": list(pilot.hosts),
        "subjects": ["parks", "industry"] if pilot.kind == "park" else ["industry", "energy"],
    }
