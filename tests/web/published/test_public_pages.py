"""Can everybody read what is published, in both languages, and nothing else?"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dafeng import reference
from dafeng.programme import Run, play, programme, rehearsal
from dafeng.web.published import search
from dafeng.web.published.filling import fill
from dafeng.web.published.models import Finding, Participation, Place, Plan
from dafeng.web.published.releasing import Issued, release_list, release_plan
from dafeng.web.published.words import asked

pytestmark = pytest.mark.django_db(databases=["default", "published"])


@pytest.fixture(autouse=True)
def _pilots(db: None) -> None:
    del db
    fill()


def _plan() -> Plan:
    results = {
        "levels": [0.05, 0.5, 0.95],
        "peak": {
            "current_policy": {
                "years": [2028, 2030],
                "by_year": [0.4, 0.7],
                "none": 0.1,
                "year": {"unit": "a", "quantiles": [2026, 2029, None]},
                "level": {"unit": "t", "quantiles": [2.9e7, 3.1e7, 3.6e7]},
            }
        },
        "scenarios": {
            "current_policy": {
                "years": [2024, 2025],
                "totals": {"unit": "t", "quantiles": [[1e7, 1e7], [2e7, 3e7], [4e7, 4e7]]},
            }
        },
    }
    return release_plan(
        Issued(
            "330500",
            "b1",
            "ab" * 32,
            17,
            datetime(2026, 1, 2, tzinfo=UTC),
            results,
            [{"name_zh": "印染余热回收", "name_en": "Dyehouse heat recovery"}],
            {"plan.zh.pdf": b"%PDF"},
        )
    )


def test_the_35_pilots_are_there_and_filling_twice_adds_none() -> None:
    assert fill() == 0
    assert Place.objects.filter(kind="city").count() == 25
    assert Place.objects.filter(kind="park").count() == 10


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_place_has_a_page_with_both_names(client: Client, language: str) -> None:
    client.post("/language/", {"language": language})
    for pilot in reference.pilots()[::9]:
        page = client.get(f"/places/{pilot.id}/").content.decode()
        assert pilot.name.zh in page
        assert pilot.name.en in page


def test_places_stand_by_province_and_code_and_never_by_result(client: Client) -> None:
    rows = client.get("/api/v1/places").json()
    keys = [(row["province"], row["id"]) for row in rows]
    assert keys == sorted(keys)
    assert len(rows) == 35


def test_the_interface_states_its_own_form(client: Client) -> None:
    form = client.get("/api/v1/openapi.json").json()
    assert form["openapi"].startswith("3.1")
    assert "/api/v1/places/{place}/plans" in form["paths"]
    assert client.get("/api/v1/places/nowhere").status_code == 404


def test_an_issued_plan_shows_its_peak_as_ranges_with_files(client: Client) -> None:
    plan = _plan()
    page = client.get("/places/330500/").content.decode()
    assert "2026 / 2029 / " in page
    assert "2,900 / 3,100 / 3,600" in page
    assert "印染余热回收" in page
    number = plan.files.get().pk
    answer = client.get(f"/places/330500/files/{number}/")
    assert b"".join(answer.streaming_content) == b"%PDF"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/places/330100/files/{number}/").status_code == 404
    found = client.get("/api/v1/places/330500/plans").json()[0]
    assert found["peaks"][0]["years"] == [2026, 2029, None]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("湖州", "湖州市"),
        ("huzhou", "湖州市"),
        ("余热", "湖州市：已印发的方案"),
        ("HUZHOU 湖", "湖州市"),
    ],
)
def test_words_of_two_characters_are_found(question: str, title: str) -> None:
    _plan()
    assert title in [hit.title_zh for hit in search.found(question)]


def test_a_question_needs_all_its_words() -> None:
    assert search.found("湖州 不存在的词") == []
    assert search.found("  ，。") == []
    assert asked("余热回收") == ("余热", "热回", "回收")


def test_downloads_hold_the_same_places(client: Client) -> None:
    text = client.get("/downloads/places.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    features = json.loads(client.get("/downloads/places.geojson").content)["features"]
    assert [r["id"] for r in rows] == [f["id"] for f in features]
    assert {f["geometry"]["type"] for f in features} == {"Point"}
    first = client.get("/downloads/places.xlsx").content
    assert first == client.get("/downloads/places.xlsx").content
    assert client.get("/downloads/secrets.csv").status_code == 404


def test_a_place_of_which_no_position_is_known_stands_in_the_list_of_positions(
    client: Client,
) -> None:
    Place.objects.filter(pk="330500").update(longitude=None, latitude=None)
    features = json.loads(client.get("/downloads/places.geojson").content)["features"]
    found = {f["id"]: f for f in features}
    assert len(found) == Place.objects.count()
    assert found["330500"]["geometry"] is None
    assert "longitude" not in found["330500"]["properties"]


def test_iamc_has_the_median_of_issued_plans(client: Client) -> None:
    _plan()
    text = client.get("/downloads/series.iamc.csv").content.decode()
    row = next(r for r in csv.DictReader(io.StringIO(text)) if r["Scenario"] == "current_policy")
    assert (row["2024"], row["2025"], row["Unit"]) == ("20.0", "30.0", "Mt CO2/yr")


def test_a_list_is_released_at_the_instant_of_its_publication_and_not_before() -> None:
    rules = programme("cn-carbon-peaking-2023")
    runs: list[Run] = [p.run for p in play(rules, rehearsal(rules)) if p.run and not p.refusals]
    embargo = rules.embargo
    assert embargo is not None
    run = next(r for r in runs if embargo.clock in r.clocks and r.cases)
    instant = run.clocks[embargo.clock].instant
    assert release_list(rules, run, "demo", instant - timedelta(milliseconds=1)) == 0
    assert not Participation.objects.filter(batch="demo").exists()
    assert release_list(rules, run, "demo", instant) > 0


def test_how_the_programme_works_shows_on_what_each_rule_rests(client: Client) -> None:
    client.post("/language/", {"language": "en"})
    page = client.get("/how/cn-carbon-peaking-2023/").content.decode()
    assert "inferred, or set by this file" in page
    assert client.get("/how/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("达峰", "/how/cn-carbon-peaking-2023/"),
        ("climate city contract", "/how/eu-cities-mission/"),
    ],
)
def test_the_rules_of_programmes_are_found_by_their_words(question: str, address: str) -> None:
    assert address in [hit.address for hit in search.found(question)]
    kept = set(Finding.objects.values_list("pk", flat=True))
    fill()  # anew only where the words are others
    assert set(Finding.objects.values_list("pk", flat=True)) == kept
