"""Is the path of another country's programme walked on the site, from application to label?"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.programmes.conftest import Walk, words

from dafeng.desk.examining import examine_files
from dafeng.errors import Severity
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.dossiers import working
from dafeng.web.dossiers.models import Job, State
from dafeng.web.dossiers.versions import latest
from dafeng.web.ledger import store
from dafeng.web.notices.rounds import make_round
from dafeng.web.published.models import Plan

pytestmark = pytest.mark.django_db(databases=["default", "published"])

CITY = "city-a"
NAMED = {"name_zh": "甲市", "name_en": "City A"}
TABLES = {
    "dossier.toml": """[place]
code = "city-a"
name_zh = "甲市"
name_en = "City A"
kind = "city"
province = "DE"
boundary = "市域"
boundary_en = "the city"
[accounting]
base_year = 2021
price_base = 2020
grid_area = "DE"
""",
    "energy.csv": """Year,Flow,Sector,Carrier,Quantity,Unit,Quality,Source
2021,final consumption,households,natural gas,{gas},TJ,reported,own
2021,final consumption,households,electricity,500,GWh,reported,own
""",
    "factors.csv": """Factor,Subject,Sector,Year,Value,Unit,Quality,Source
grid,,,2021,0.410,tCO2/MWh,reported,own
""",
    "sources.csv": "Id,Title\nown,Figures of the city\n",
}


def at(text: str) -> Any:
    """Let what follows happen at a local time of Brussels."""
    return store.told_at(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Brussels")))


@pytest.fixture
def mission(db: None, django_capture_on_commit_callbacks: Any) -> Walk:
    """The shipped programme started by its operator, people of every role come in by invitation."""
    del db
    for code in ("site", "commission", "netzerocities", "jrc", "eib", "town-hall"):
        Organisation.objects.create(code=code, name_zh=f"{code} 单位", name_en=f"{code} body")
    User.objects.create_user(
        "operator@people.example", "corn-flower-river-19", name="operator", is_operator=True,
        organisation=Organisation.objects.get(code="site"),
    )  # fmt: skip
    walk = Walk(django_capture_on_commit_callbacks, slug="eu-cities-mission-1")
    with at("2021-11-02T09:00:00"):
        started = walk.post("operator", "/programmes/start/", {"batch": "eu-cities-mission/1"})
        assert started.status_code == 302
        walk.invite("operator", "sign", "commission_signatory", organisation="commission")
        walk.invite("sign", "off", "commission_officer", organisation="commission")
        for number in ("1", "2"):
            walk.invite("off", f"adviser-{number}", "adviser", organisation="netzerocities")
        for body in ("jrc", "eib"):
            walk.invite("off", body, "expert", organisation=body, capacity="4")
        walk.invite("operator", "mayor", "city_signatory", CITY, organisation="town-hall")
        walk.invite("mayor", "editor", "city_editor", CITY, organisation="town-hall")
    return walk


def _begun(walk: Walk) -> None:
    with at("2021-11-25T10:00:00"):
        walk.take("open-call", "", "off", "sign", **{"clock.interest": "2022-02-01T00:00"})
    with at("2021-12-06T10:00:00"):
        form = {"place": CITY, "level": "city.member_state", "province": "DE", **NAMED}
        assert walk.post("editor", "begin/", form).status_code == 302


def _handed_in(walk: Walk, gas: int, *without: str) -> Job:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in TABLES.items():
            if name in without:
                continue
            archive.writestr(name, text.replace("{gas}", str(gas)))
    file = SimpleUploadedFile("city-a.zip", packed.getvalue())
    answer = walk.post("editor", f"/dossiers/{CITY}/upload/", {"file": file})
    assert answer.status_code == 302, words(answer)
    return _done()


def _done() -> Job:
    job = Job.objects.order_by("-pk")[0]
    working.work.call(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE, job.outcome
    return job


def test_a_city_abroad_walks_from_interest_to_label(mission: Walk) -> None:
    _begun(mission)
    with at("2022-01-31T20:00:00"):
        mission.take("express-interest", CITY, "editor", "mayor")
    with at("2022-04-20T10:00:00"):
        mission.take("choose", CITY, "off", "sign")
    with at("2022-04-28T10:00:00"):
        mission.take("announce", "", "off", "sign", **{"clock.contract": "2023-04-28T00:00"})
    with at("2023-02-01T10:00:00"):
        _handed_in(mission, 2500)
        mission.take("upload", CITY, "editor", "mayor")
    with at("2023-03-01T10:00:00"):
        said = {"level": "shared", "chapter": "3", "text": "Say where private money comes from"}
        path = f"cases/{CITY}/comments/"
        assert mission.post("adviser-2", path, said | {"demand": "on"}).status_code == 302
        mission.take("advise", CITY, "adviser-1", "adviser-2")
    _submitted(mission)
    _reviewed(mission)
    with at("2023-10-12T10:00:00"):
        mission.take("award-label", CITY, "off", "sign")
        assert mission.stage(CITY) == "labelled"
        mission.take("close-batch", "", "off", "sign")
        make_round(3)
    page = words(Client(HTTP_ACCEPT_LANGUAGE="en").get(f"/places/{CITY}/"))
    assert "City A" in page
    names = sorted(f.name for f in Plan.objects.get(place=CITY).files.all())
    assert names == ["action-plan.docx", "commitments.docx"]


def _submitted(walk: Walk) -> None:
    with at("2023-04-10T10:00:00"):
        walk.post("editor", f"cases/{CITY}/answers/", {"number": "1", "text": "Section 4"})
        again = walk.prepare("editor", "submit", CITY)
        assert again.status_code == 422  # the same snapshot as before
        _handed_in(walk, 2400)
        walk.take("submit", CITY, "editor", "mayor")
    with at("2023-04-29T10:00:00"):
        experts = [str(walk.user(body).person) for body in ("jrc", "eib")]
        path = f"cases/{CITY}/experts/"
        assert walk.post("off", path, {"expert": experts}).status_code == 302
        walk.take("begin-review", CITY, "off")


def _reviewed(walk: Walk) -> None:
    points = {f"points.{c}": "4" for c in ("commitments", "action", "investment")}
    for body in ("jrc", "eib"):
        with at("2023-06-01T10:00:00"):
            assert "City A" in words(walk.get(body, f"cases/{CITY}/review/"))
            done = walk.post(body, f"cases/{CITY}/points/", points | {"complete": "on"})
            assert done.status_code == 302, words(done)


def test_its_dossier_starts_empty_and_shows_an_inventory(mission: Walk) -> None:
    _begun(mission)
    with at("2021-12-07T10:00:00"):
        form = mission.get("editor", f"/dossiers/{CITY}/").content.decode()
        assert 'name="hosts" value="DE"' in form
        start = {**NAMED, "hosts": "DE", "kind": "city"}
        refused = mission.post("editor", f"/dossiers/{CITY}/start/", start)
        assert refused.status_code == 302
        assert latest(CITY) is None  # nothing is published of it here
        mission.post("editor", f"/dossiers/{CITY}/start/", start | {"blank": "1"})
        _handed_in(mission, 2500)
        found = latest(CITY)
        assert found is not None
        assert (found.number, found.errors, found.gate_errors) == (2, 0, 0)
        mission.post("editor", f"/dossiers/{CITY}/v2/results/inventory/compute/")
        assert _done().outcome == {"pages": ["inventory"]}
        page = words(mission.get("editor", f"/dossiers/{CITY}/v2/results/inventory/"))
        assert "IPCC 2006" in page
        assert "34.5" in page  # 2,500 TJ x 56.1 t/TJ + 500 GWh x 410 t/GWh = 345,250 t
        ahead = mission.get("editor", f"/dossiers/{CITY}/v2/results/pathway/")
        assert "a place abroad has its inventory alone" in words(ahead)
        assert mission.get("editor", f"/dossiers/{CITY}/v2/trial/").status_code == 200
        needs = mission.get("editor", f"/exchange/from-plan/{CITY}/")
        assert needs.status_code == 200
        assert "Requests from the plan of City A" in words(needs)


def test_people_are_listed_with_the_name_of_their_place(mission: Walk) -> None:
    _begun(mission)
    for key, path in (("operator", "/people/eu-cities-mission-1/"), ("editor", "/people/")):
        page = words(mission.get(key, path))
        assert "City A" in page
        assert CITY not in page


def test_a_draft_for_advice_goes_with_its_open_points_and_the_contract_without(
    mission: Walk,
) -> None:
    _begun(mission)
    with at("2022-01-31T20:00:00"):
        mission.take("express-interest", CITY, "editor", "mayor")
    with at("2022-04-20T10:00:00"):
        mission.take("choose", CITY, "off", "sign")
    with at("2022-04-28T10:00:00"):
        mission.take("announce", "", "off", "sign", **{"clock.contract": "2023-04-28T00:00"})
    with at("2023-02-01T10:00:00"):
        _handed_in(mission, 2500, "factors.csv")
        step = f"cases/{CITY}/steps/upload/"
        assert "go along as open points" in words(mission.get("editor", step))
        assert mission.prepare("editor", "upload", CITY).status_code == 302
        read = words(mission.get("mayor", step + "sign/"))
        assert "open point" in read
        assert "no average grid factor is known for DE (2021)" in read
        assert mission.sign("mayor", "upload", CITY).status_code == 302
    with at("2023-02-15T10:00:00"):
        mission.take("advise", CITY, "adviser-1", "adviser-2")
        refused = mission.prepare("editor", "submit", CITY)
    assert refused.status_code == 422
    assert "still has 1 error(s)" in words(refused)


def test_all_needs_of_a_place_abroad_are_told_at_once() -> None:
    """The grid factor that no table knows is named beside the faults of the rows."""
    files = {n: t.replace("{gas}", "2500").encode() for n, t in TABLES.items()}
    del files["factors.csv"]
    files["energy.csv"] += b"2021,final consumption,households,moonlight,1,TJ,reported,own\n"
    found = {f.rule: f for f in examine_files(files).faults if f.severity is Severity.ERROR}
    assert len(found) == 2
    remedy = found["inventory.grid_factor.missing"].remedy.en
    assert "table Factors (factors.csv)" in remedy
    assert "grid,,,2021,0.410,tCO2/MWh,reported,SOURCE" in remedy
