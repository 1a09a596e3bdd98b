"""What did somebody fill in? Fields of a form become what an event says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict

from dafeng.exchange.records import COOPERATION, ORGANISATIONS, SECTORS, VISIBILITY, Record
from dafeng.exchange.scales import number_of
from dafeng.exchange.titles import title
from dafeng.exchange.workflow import (
    BASES,
    DECLINE_REASONS,
    EXPORT_CONTROL,
    OUTCOMES,
    Kind,
    for_people,
)
from dafeng.files.exchange_records import as_json
from dafeng.language import Text

#: Fields with a list of words from which several are chosen.
MANY: Final[Mapping[str, Mapping[str, Text]]] = {
    "sectors": SECTORS,
    "cooperation_types": COOPERATION,
}
#: Fields with a list of words from which one is chosen.
ONE: Final[Mapping[str, Mapping[str, Text]]] = {
    "lang": {"zh": Text("中文", "Chinese"), "en": Text("英文", "English")},
    "org_type": ORGANISATIONS,
    "visibility": VISIBILITY,
}
LONG: Final = ("text", "details", "advantages", "team")
#: Fields that a person fills in, in the order of the form; the site keeps the others.
ASKED: Final = (
    "lang", "title", "text", "amounts", "sectors", "technologies", "region_from",
    "regions_served", "trl", "scale", "org_type", "cooperation_types", "deadline",
    "stage_of_development", "ipr_status", "advantages", "references", "certificates",
    "visibility", "adviser", "team", "budget_min", "budget_max", "currency", "details",
    "contact",
)  # fmt: skip
#: Fields that the owner alone changes.
OF_OWNERS: Final = ("adviser", "team")
#: Longest id of an organisation.
LONGEST_ID: Final = 80
#: Fields that only offers have.
OF_OFFERS: Final = (
    "stage_of_development",
    "ipr_status",
    "advantages",
    "references",
    "certificates",
)
#: Fields that only requests have.
OF_REQUESTS: Final = ("budget_min", "budget_max", "currency")
#: What to write, where the heading does not say it.
HINTS: Final[Mapping[str, Text]] = {
    "technologies": Text("用分号分开", "apart by semicolons"),
    "region_from": Text(
        "名称或代码，如浙江、CN-ZJ、德国、DE", "name or code: Zhejiang, CN-ZJ, Germany, DE"
    ),
    "regions_served": Text(
        "名称或代码，用分号分开；中国（CN）为大陆各省，欧盟为 EU",
        "names or codes apart by semicolons; China (CN) is the mainland provinces, EU the Union",
    ),
    "trl": Text("1 至 9；需求方填最低要求", "1 to 9; a request states the least accepted"),
    "scale": Text("数量与单位，如 20 MW、1000-5000 m3/d", "number and unit: 20 MW, 1000-5000 m3/d"),
    "visibility": Text("不选即不公开单位名称", "unnamed if nothing is chosen"),
    "adviser": Text("代为起草的单位编号，可空", "id of who drafts for you; may be empty"),
    "team": Text(
        "每行一个：单位编号：带来什么，如 green-bank：investor",
        "one a line, id of the organisation: what it brings, such as green-bank: investor",
    ),
    "currency": Text("CNY、EUR", "CNY, EUR"),
}
#: Fields that are seen by the other side after both have agreed, and by nobody else.
PRIVATE: Final = (
    "adviser", "team", "budget_min", "budget_max", "currency", "details", "contact",
)  # fmt: skip


def asked(kind: str) -> tuple[str, ...]:
    """Return the fields of the form of a kind of record."""
    barred = OF_OFFERS if kind == "request" else OF_REQUESTS
    return tuple(name for name in ASKED if name not in barred)


def fields(kind: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the form of a record as a page lays it out."""
    found = []
    for name in asked(kind):
        value = values.get(name, "")
        chosen = value if isinstance(value, list) else [value]
        found.append(
            {
                "name": name,
                "title": title(name, kind),
                "options": [
                    {"id": k, "text": t, "on": k in chosen}
                    for k, t in {**MANY, **ONE}.get(name, {}).items()
                ],
                "many": name in MANY,
                "long": name in LONG,
                "private": name in PRIVATE,
                "value": _written(name, value),
                "hint": HINTS.get(name),
                "day": name == "deadline",
                "needed": name in ("title", "text"),
            }
        )
    return found


def differences(
    kind: str, entered: Mapping[str, Any], stored: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the fields whose stored value is another than the one entered."""
    return [
        {"title": title(name, kind), "value": _written(name, stored.get(name, ""))}
        for name in asked(kind)
        if entered.get(name, "") != stored.get(name, "")
        and _written(name, entered.get(name, "")) != _written(name, stored.get(name, ""))
    ]


def _written(name: str, value: Any) -> Any:
    """Return a value as the field of a form holds it."""
    if name == "team":
        return "\n".join(f"{m['organisation']}: {m['role']}" for m in value or ())
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "；".join(map(str, value)) if isinstance(value, list) else value


def _team(text: str) -> list[dict[str, str]]:
    """Return the members that lines of a form name; what a line lacks the rules tell."""
    parts = (re.split("[:：]", line, maxsplit=1) for line in text.splitlines() if line.strip())
    return [
        {"organisation": one[0].strip(), "role": one[1].strip() if len(one) > 1 else ""}
        for one in parts
    ]


def values_of(record: Record) -> dict[str, Any]:
    """Return a record as the values of its form."""
    return as_json(record)


def record_row(kind: str, given: QueryDict, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row that a form states; fields that it does not ask for stay as they were."""
    row = {k: v for k, v in kept.items() if k not in asked(kind) and v not in (None, "", [])}
    for name in asked(kind):
        if name in MANY:
            row[name] = given.getlist(name)
        elif name == "team":
            row[name] = _team(given.get(name, ""))
        else:
            row[name] = given.get(name, "").strip()
    return {k: v for k, v in row.items() if v not in ("", [])}


def content(kind: Kind, given: QueryDict, record_kind: str = "") -> dict[str, Any]:
    """Return what an event of a kind says, from the fields of its form."""
    if kind is Kind.SUBMIT:
        waived = {
            k.removeprefix("waive."): v for k, v in given.items() if k.startswith("waive.") and v
        }
        stated = {"export_control": given.get("export_control", ""), "waived": waived}
        return {k: v for k, v in stated.items() if v}
    if kind is Kind.PUBLISH:
        judged = set(given.getlist("judged"))
        return {"judged": {name: True for name in for_people(record_kind) if name in judged}}
    if kind in (Kind.RETURN, Kind.DECLINE):
        return _some({"reasons": given.getlist("reasons"), "note": given.get("note", "")})
    if kind in (Kind.AGREE, Kind.DELIVER):
        outcome = _outcome(given)
        return {"outcome": outcome} if outcome else {}
    names = {
        Kind.WITHDRAW: ("note",),
        Kind.INTEREST: ("message",),
        Kind.INVITE: ("organisation", "role", "region"),
        Kind.ADMIT: ("organisation",),
        Kind.FULFIL: ("introduction",),
    }.get(kind, ())
    return _some({name: given.get(name, "").strip() for name in names})


def _some(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in stated.items() if v}


def _outcome(given: QueryDict) -> dict[str, Any]:
    """Return an outcome; what is no number stays as text, and the rules say so."""
    outcome: dict[str, Any] = {}
    for name in ("kind", "currency", "tonnes_basis", "project"):
        word = given.get(f"outcome.{name}", "").strip()
        if word:
            outcome[name] = word
    for name in ("amount", "tonnes_low", "tonnes_high", "price_base"):
        text = given.get(f"outcome.{name}", "").strip()
        number = number_of(text)
        if text:
            outcome[name] = text if number is None else number
    if outcome:
        outcome["listed"] = bool(given.get("outcome.listed"))
    year = outcome.get("price_base")
    if isinstance(year, float) and year.is_integer():
        outcome["price_base"] = int(year)
    return outcome


def choices() -> dict[str, Mapping[str, Text]]:
    """Return the lists of words that the forms of steps need."""
    return {
        "decline": DECLINE_REASONS,
        "export_control": EXPORT_CONTROL,
        "outcomes": OUTCOMES,
        "bases": BASES,
    }
