"""People who walk through the pages, at the times of batch 1."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dafeng.desk.examining import Findings
from dafeng.programme import Kind
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.dossiers import engine
from dafeng.web.dossiers import versions as dossiers
from dafeng.web.dossiers.models import Origin, Version
from dafeng.web.ledger import store
from dafeng.web.programmes import reading
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.models import RunningBatch

ZONE = ZoneInfo("Asia/Shanghai")
SLUG = "cn-carbon-peaking-2023-1"
PASSWORD = "corn-flower-river-19"  # noqa: S105 - of fictional people


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing that a process keeps outlive the tables of a test; compute in this one."""

    def computed(work: Callable[..., Any], *given: Any, **_patience: float) -> Any:
        return work(*given)

    monkeypatch.setattr(engine, "computed", computed)
    reading.checked.cache_clear()


def at(text: str) -> Any:
    """Let what follows happen at a local time."""
    return store.told_at(datetime.fromisoformat(text).replace(tzinfo=ZONE))


@dataclass
class Walk:
    """People by key, each with a browser of their own."""

    committed: Any
    clients: dict[str, Client] = field(default_factory=dict)
    slug: str = SLUG

    def user(self, key: str) -> User:
        return User.objects.get(email=f"{key}@people.example")

    def client(self, key: str) -> Client:
        if key not in self.clients:
            self.clients[key] = Client(HTTP_ACCEPT_LANGUAGE="en")
            self.clients[key].force_login(self.user(key))
        return self.clients[key]

    def get(self, key: str, path: str) -> Any:
        return self.client(key).get(self.path(path))

    def post(self, key: str, path: str, data: Mapping[str, Any] | None = None) -> Any:
        with self.committed(execute=True):
            return self.client(key).post(self.path(path), data or {})

    def path(self, path: str) -> str:
        return path if path.startswith("/") else f"/programmes/{self.slug}/{path}"

    def invite(self, by: str, key: str, role: str, body: str = "", **more: str) -> None:
        """Invite a person and let them come in by the link of the e-mail."""
        organisation = more.pop("organisation", None)
        work = Organisation.objects.get(code=organisation).pk if organisation else ""
        mail.outbox.clear()
        data = {"email": f"{key}@people.example", "name": key, "role": role, "body": body}
        answer = self.post(by, f"/people/{self.slug}/", data | {"organisation": work} | more)
        assert answer.status_code == 302, words(answer)
        link = re.search(r"http\S+(/people/accept/\S+/)", str(mail.outbox[-1].body))
        assert link is not None
        with self.committed(execute=True):
            chosen = {"name": key, "password": PASSWORD, "again": PASSWORD}
            came = Client().post(link[1], chosen)
        assert came.status_code == 302, words(came)

    def appoint(self, by: str, key: str, role: str, body: str = "", **more: str) -> None:
        """Give a person a role without pages."""
        work = (
            Organisation.objects.get(code=more["organisation"])
            if more
            else self.user(by).organisation
        )
        assert work is not None
        user = User.objects.create_user(f"{key}@people.example", name=key, organisation=work)
        person = {
            "id": user.person,
            "organisation": work.code,
            "province": work.province,
            "subjects": more.get("subjects", "").split(),
            "capacity": int(more.get("capacity", "0")),
        }
        row = RunningBatch.objects.get(slug=self.slug)
        act(
            self.user(by).person,
            row,
            Kind.APPOINT,
            content={"person": person, "role": role, "body": body},
        )

    def prepare(self, key: str, step: str, case: str = "", **data: Any) -> Any:
        return self.post(key, self._step(step, case), self._filled(step, case) | data)

    def sign(self, key: str, step: str, case: str = "") -> Any:
        page = self.get(key, self._step(step, case) + "sign/")
        found = re.search(r'name="digest" value="(\w+)"', page.content.decode())
        digest = found[1] if found else "0"
        return self.post(key, self._step(step, case) + "sign/", {"digest": digest})

    def take(self, step: str, case: str, *keys: str, **data: Any) -> None:
        """Prepare by the first, sign by the second."""
        prepared = self.prepare(keys[0], step, case, **data)
        assert prepared.status_code == 302, words(prepared)
        if len(keys) > 1:
            signed = self.sign(keys[1], step, case)
            assert signed.status_code == 302, words(signed)

    def stage(self, case: str = "") -> str:
        from dafeng.web.programmes.runs import standing_of

        found = standing_of(self.slug)
        assert found is not None
        return found.run.cases[case].stage if case else found.run.stage

    def _step(self, step: str, case: str) -> str:
        return f"cases/{case}/steps/{step}/" if case else f"steps/{step}/"

    def _filled(self, step: str, case: str) -> dict[str, Any]:
        """Return what a step asks for, made up."""
        from dafeng.web.programmes.runs import standing_of

        found = standing_of(self.slug)
        assert found is not None
        transition = found.programme.transitions[step]
        data: dict[str, Any] = {f"form.{f.id}": "said" for f in transition.form}
        data |= {
            f"file.{kind}": SimpleUploadedFile(f"{kind}.docx", f"{step} {case} {kind}".encode())
            for kind in transition.attachments
        }
        if "snapshot" in transition.guards:
            newest = dossiers.latest(case)
            data["version"] = str(newest.number) if newest else ""
        return data


def version(place: str, author: User, errors: int = 0, gate_errors: int = 0) -> Version:
    """Add a version of a dossier whose content does not matter."""
    after = len(dossiers.history(place))
    snapshot = f"{after + 1:02d}" + place.encode().hex().rjust(62, "0")[-62:]
    found = Findings(place, snapshot, ())
    files = {"dossier.toml": f"# {place} {after}\n".encode()}
    made = dossiers.add(place, dossiers.Change(files, found, Origin.EDIT, author, after))
    if errors or gate_errors:
        counted = {"errors": errors, "gate_errors": gate_errors}
        Version.objects.filter(pk=made.pk).update(**counted)
        made.refresh_from_db()
    return made


def words(answer: Any) -> str:
    """Return the text of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def walk(db: None, django_capture_on_commit_callbacks: Any) -> Walk:
    """A site with an operator and the organisations, the shipped batch 1 started."""
    del db
    for code, province in ORGANISATIONS.items():
        Organisation.objects.create(
            code=code, name_zh=f"{code} 单位", name_en=f"{code} body", province=province
        )
    User.objects.create_user(
        "operator@people.example",
        PASSWORD,
        name="operator",
        is_operator=True,
        organisation=Organisation.objects.get(code="site"),
    )
    found = Walk(django_capture_on_commit_callbacks)
    with at("2023-10-10T09:00:00"):
        started = found.post(
            "operator", "/programmes/start/", {"batch": "cn-carbon-peaking-2023/1"}
        )
    assert started.status_code == 302
    return found


ORGANISATIONS = {
    "site": "",
    "ndrc": "",
    "zj-drc": "330000",
    "zj-gov": "330000",
    "330500": "330000",
    "330100": "330000",
    "institute-a": "110000",
    "institute-b": "310000",
    "institute-c": "440000",
    "institute-d": "330000",
    "institute-e": "410000",
}


def people(walk: Walk, *, by_pages: bool = False) -> None:
    """Let everybody come in: by invitation, or at once."""
    with at("2023-10-11T09:00:00"):
        come = walk.invite if by_pages else walk.appoint
        come("operator", "ns", "national_signatory", organisation="ndrc")
        come("operator", "ns2", "national_signatory", organisation="ndrc")
        come("ns", "no", "national_officer", organisation="ndrc")
        come("ns", "no2", "national_officer", organisation="ndrc")
        come("operator", "ps", "provincial_signatory", "330000", organisation="zj-drc")
        come("ps", "pr", "provincial_reviewer", "330000", organisation="zj-drc")
        come("operator", "gs", "government_signatory", "330000", organisation="zj-gov")
        come("gs", "go", "government_officer", "330000", organisation="zj-gov")
        for place, key in (("330500", "hz"), ("330100", "ha")):
            come("ps", f"{key}-s", "city_signatory", place, organisation=place)
            come(f"{key}-s", f"{key}-e", "city_editor", place, organisation=place)
        for letter in "abcde":
            come(
                "no",
                f"expert-{letter}",
                "expert",
                organisation=f"institute-{letter}",
                capacity="4",
                subjects="industry energy",
            )
        come("no", "observer", "observer", organisation="institute-a")
