"""Which kind of place is it, and how far has its plan come?"""

from __future__ import annotations

import pytest

from dafeng.dossier.identity import identity_values, read_identity
from dafeng.dossier.identity_keys import Entry
from dafeng.dossier.records import Identity
from dafeng.dossier.rules import Findings
from dafeng.errors import Place
from dafeng.inventory.blank_dossier import blank_dossier


def read(**values: str | int) -> tuple[Identity | None, list[str]]:
    found = Findings()
    stated = {"base_year": 2023, "price_base": 2020, **values}
    entries = {key: Entry(value, Place(field=key)) for key, value in stated.items()}
    who = read_identity(entries, Place(file="dossier.toml"), found)
    return who, [f.rule for f in found.faults if f.rule != "identity.default"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [("130000", "province"), ("310000", "province"), ("130200", "city"), ("P-320500-SIP", "park")],
)
def test_the_code_says_which_kind_of_place_it_is(code: str, kind: str) -> None:
    assert blank_dossier(code).identity.kind == kind
    who, faults = read(code=code)
    assert who is not None
    assert (who.kind, faults) == (kind, [])


@pytest.mark.parametrize("stated", ["province", "省级", "省", "city"])
def test_a_province_may_say_so_and_older_ones_call_it_a_city(stated: str) -> None:
    who, faults = read(code="130000", kind=stated)
    assert who is not None
    assert (who.kind, faults) == ("province", [])


def test_a_city_is_no_province() -> None:
    assert read(code="130200", kind="province")[1] == ["identity.kind.mismatch"]


@pytest.mark.parametrize(
    ("stated", "status"), [("", ""), ("送审", "review"), ("issued", "issued"), ("draft", "draft")]
)
def test_how_far_the_plan_has_come_is_read_and_written_back(stated: str, status: str) -> None:
    who, faults = read(code="130200", status=stated)
    assert who is not None
    assert (who.status, faults) == (status, [])
    assert identity_values(who)["status"] == status


def test_a_word_that_is_no_status_is_told() -> None:
    assert read(code="130200", status="nearly done")[1] == ["identity.choice"]
