"""What stands on the exchange of the demonstration? Fictional records, and one interest."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

from dafeng.exchange.workflow import Actor, Kind, Role, checklist, for_people, introduction_id
from dafeng.exchange.workflow.checklist import Verdict
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.demo.people import DOMAIN
from dafeng.web.ledger import store
from dafeng.web.partners.acting import act
from dafeng.web.partners.scope import around

#: Fictional provider, with an account of its own.
PROVIDER: Final = f"provider@{DOMAIN}"
_MAKER: Final = "demo-heat-pumps"
_SAID: Final = "示范内容，无此项数据 / fictional: no such figure"


def fill(city: User, operator: User, at: datetime) -> None:
    """Put the records on the exchange, published, and one interest that waits for its answer.

    Parameters
    ----------
    city, operator
        Whose needs they are, and who publishes.
    at
        When; nothing in the log may be later.
    """
    maker = _maker(operator.password)
    reviewer = Actor(operator.person, "demo-site", frozenset({Role.OPERATOR}))
    with store.told_at(at):
        for need in _records("request"):
            row = {"kind": "request", "lang": "zh", "org_type": "industrial park", **need}
            _published(_actor(city), reviewer, _placed(row, "CN-ZJ", ["CN-ZJ"]))
        for offer in _records("offer"):
            row = {"kind": "offer", "lang": "en", "org_type": "company", **offer}
            _published(_actor(maker), reviewer, _placed(row, "DE", ["CN"]))
        name = introduction_id("R-demo-1", "O-demo-1")
        act(_actor(city), Kind.SUGGEST, name, {"origin": "ranking"})
        act(_actor(city), Kind.INTEREST, name, {"message": "请介绍类似水质的工程案例（虚构）"})


def _records(kind: str) -> list[dict[str, Any]]:
    text = files("dafeng.web.demo").joinpath("exchange.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)[kind]
    return found


def _maker(password: str) -> User:
    body = Organisation.objects.create(
        code=_MAKER, name_zh="热泵公司（虚构）", name_en="Heat pump company (fictional)"
    )
    return User.objects.create(
        email=PROVIDER, name="Provider", organisation=body, password=password
    )


def _actor(user: User) -> Actor:
    return Actor(user.person, user.organisation.code if user.organisation else "")


def _placed(row: Mapping[str, Any], seat: str, served: list[str]) -> dict[str, Any]:
    return {**row, "region_from": seat, "regions_served": served}


def _published(owner: Actor, reviewer: Actor, row: dict[str, Any]) -> None:
    name = row["id"]
    act(owner, Kind.CREATE, name, {"record": {**row, "owner": owner.organisation}})
    record = around([name]).listings[name].record
    failed = [i.question.id for i in checklist(record) if i.verdict is Verdict.FAIL]
    said: dict[str, Any] = {"export_control": "not concerned"}
    if failed:
        said["waived"] = dict.fromkeys(failed, _SAID)
    act(owner, Kind.SUBMIT, name, said)
    judged = dict.fromkeys(for_people(record.kind), True)
    act(reviewer, Kind.PUBLISH, name, {"judged": judged})
