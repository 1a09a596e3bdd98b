"""Places are found by code and by name, and never by a name that two places share."""

from __future__ import annotations

from collections import Counter

import pytest

from dafeng.errors import UnknownNameError
from dafeng.reference import Division, Pilot, division, divisions, find_place, pilot, pilots

# Quotas of the first batch, NDRC 2023 No. 1409 (construction plan).
THREE = "130000 150000 320000 370000 440000"
TWO = "140000 210000 230000 330000 340000 410000 420000 430000 610000 650000"
QUOTAS = {**dict.fromkeys(THREE.split(), 3), **dict.fromkeys(TWO.split(), 2)}


def test_pilots_fill_the_quotas_of_the_provinces() -> None:
    assert len(pilots()) == 35
    assert Counter(p.kind for p in pilots()) == {"city": 25, "park": 10}
    assert Counter(p.province for p in pilots()) == QUOTAS


def test_every_host_is_a_division_of_the_pilots_province() -> None:
    hosts = {code for p in pilots() for code in p.hosts}
    assert len(hosts) == 36
    for p in pilots():
        for code in p.hosts:
            assert division(code).parent == p.province
        if p.kind == "city":
            assert p.hosts == (p.id,)
            assert division(p.id).name.zh == p.name.zh
            assert division(p.id).name.en == p.name.en


def test_names_from_memory_are_marked() -> None:
    unattested = [p for p in pilots() if not p.attested]
    assert {p.id for p in unattested} == {"P-150400-HTZ", "P-652900-ETDZ"}
    assert all(p.note and "memory" in p.note.en for p in unattested)


def test_parks_that_need_care() -> None:
    assert pilot("P-610100-XIXIAN").hosts == ("610100", "610400")
    assert pilot("P-652900-ETDZ").hosts == ("652900",)
    assert pilot("P-652900-ETDZ").seat == "652902"
    assert pilot("P-320100-JNETDZ").seat == "320115"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("榆林", "610800"),
        ("榆林市", "610800"),
        ("陕西榆林", "610800"),
        ("Yulin, Shaanxi", "610800"),
        ("玉林", "450900"),
        ("Yulin (Guangxi)", "450900"),
        ("苏州", "320500"),
        ("宿州", "341300"),
        ("330100", "330100"),
        ("Hangzhou", "330100"),
        ("浙江省杭州市", "330100"),
        ("ORDOS", "150600"),
        ("鄂尔多斯", "150600"),
        ("Karamay", "650200"),
        ("阿克苏地区", "652900"),
        ("Urumqi", "650100"),
        ("Xi'an", "610100"),
        ("Lvliang", "141100"),
        ("浙江", "330000"),
        ("Inner Mongolia", "150000"),
        ("苏州工业园区", "P-320500-SIP"),
        ("Harbin ETDZ", "P-230100-ETDZ"),
        ("合肥高新区", "P-340100-HTZ"),
        ("西咸新区", "P-610100-XIXIAN"),
        ("p-652900-etdz", "P-652900-ETDZ"),
    ],
)
def test_a_place_is_found(text: str, code: str) -> None:
    place = find_place(text)
    assert (place.id if isinstance(place, Pilot) else place.code) == code


def test_a_pilot_city_is_found_as_a_pilot_and_another_city_as_a_division() -> None:
    assert isinstance(find_place("杭州"), Pilot)
    assert isinstance(find_place("温州"), Division)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Yulin", ("610800", "450900")),
        ("Suzhou", ("320500", "341300")),
        ("Taizhou", ("321200", "331000")),
        ("吉林", ("220000", "220200")),
    ],
)
def test_a_name_of_two_places_raises_and_lists_them(text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_place(text)
    for code in candidates:
        assert code in caught.value.text.zh
        assert code in caught.value.text.en


def test_an_unknown_name_raises_and_lists_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="330100"):
        find_place("杭")
    with pytest.raises(UnknownNameError, match="Atlantis"):
        find_place("Atlantis")
    with pytest.raises(UnknownNameError):
        find_place("")
    with pytest.raises(UnknownNameError, match="330100"):
        division("339900")
    with pytest.raises(UnknownNameError):
        pilot("P-000000")


def test_divisions_are_complete_and_stand_below_their_province() -> None:
    provinces = [d for d in divisions().values() if d.level == "province"]
    assert len(provinces) == 34
    assert len(divisions()) > 400
    for d in divisions().values():
        if d.level == "prefecture":
            assert d.parent == f"{d.code[:2]}0000"
            assert division(d.parent).level == "province"
        assert 73 < d.longitude < 136
        assert 3 < d.latitude < 54


def test_ended_divisions_say_when() -> None:
    assert division("341400").valid_to == 2011
    assert division("371200").valid_to == 2019
    assert division("610800").valid_to is None
