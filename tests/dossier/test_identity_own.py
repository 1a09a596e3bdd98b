"""Can a place that no table knows describe itself, and does a slip in a code make no place?"""

from __future__ import annotations

import pytest

from dafeng.dossier.identity import read_identity
from dafeng.dossier.identity_keys import Entry
from dafeng.dossier.records import Identity
from dafeng.dossier.rules import Findings
from dafeng.errors import Place

STATED = {
    "name_zh": "湖州新园区", "name_en": "New park", "hosts": ["330500"], "kind": "park",
    "base_year": 2022, "price_base": 2020,
}  # fmt: skip


def _read(**said: object) -> tuple[object, list[str]]:
    where, findings = Place(file="dossier.toml"), Findings()
    entries = {k: Entry(v, where) for k, v in (STATED | said).items()}
    found = read_identity(entries, where, findings)
    return found, [f.rule for f in findings.faults]


@pytest.mark.parametrize(
    ("said", "kind", "province"),
    [
        ({"code": "P-330500-NEW"}, "park", "330000"),
        ({"code": "310115", "kind": "city", "hosts": ["310000"]}, "city", "310000"),
        ({"code": "delta-zone", "hosts": ["320500", "330400"]}, "park", "320000"),
    ],
)
def test_a_place_is_taken_as_it_describes_itself(
    said: dict[str, object], kind: str, province: str
) -> None:
    found, rules = _read(**said)
    assert (getattr(found, "kind", ""), getattr(found, "province", "")) == (kind, province)
    assert "identity.code.own" in rules
    assert "identity.code.unknown" not in rules


def test_a_place_of_another_country_states_that_country_and_no_hosts() -> None:
    found, rules = _read(code="city-a", hosts=[], kind="city", province="DE")
    assert isinstance(found, Identity)
    assert (found.province, found.hosts, found.abroad) == ("DE", (), True)
    assert (found.factor_set, found.grid_area) == ("ipcc-2006", "DE")
    assert "identity.code.abroad" in rules
    assert not {"identity.code.own", "identity.hosts", "identity.code.unknown"} & set(rules)


@pytest.mark.parametrize("province", ["CN", "TW", "de", "DEU", "330000", ""])
def test_what_is_no_other_country_needs_its_hosts(province: str) -> None:
    found, rules = _read(code="city-a", hosts=[], kind="city", province=province)
    assert found is None
    assert "identity.code.unknown" in rules


@pytest.mark.parametrize(
    "said",
    [
        {"code": "330501"}, {"code": "330481"}, {"code": "999999"}, {"code": "../x"},
        {"code": "P-1", "hosts": []}, {"code": "P-1", "name_en": ""},
        {"code": "P-1", "hosts": ["1"]},
    ],
)  # fmt: skip
def test_a_slip_in_a_code_or_a_place_without_host_is_told(said: dict[str, object]) -> None:
    found, rules = _read(**said)
    assert found is None
    assert "identity.code.unknown" in rules
