"""A place's plan and the requests that stand for it: buttons there, links back, flags on both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.web.partners.cast import REQUEST, client_of

from dafeng.desk.examining import examine_files
from dafeng.desk.starting import new
from dafeng.exchange.drafting import Need
from dafeng.exchange.scales import Scale
from dafeng.language import Text
from dafeng.web.accounts.models import User
from dafeng.web.dossiers import versions
from dafeng.web.dossiers.models import Origin
from dafeng.web.partners import plans
from dafeng.web.partners.models import ListingRow
from dafeng.web.partners.pages import arriving

pytestmark = pytest.mark.django_db
PLACE = "330500"
PAGE = f"/exchange/from-plan/{PLACE}/"
NEED = Need(
    "measure", "industrial_heat_pump", Text("工业热泵", "Industrial heat pumps"), PLACE,
    Text("湖州市", "Huzhou"), "city", "330000", field="industry", measure="industrial_heat_pump",
    maturity="commercial", scale=Scale(120, 120, "TJ/a"), tonnes=9000.0, start=2030,
)  # fmt: skip
TASK = Need(
    "task", "T1", Text("节能改造", "Retrofit"), PLACE, NEED.place, "city", "330000", due=2029
)


@pytest.fixture(name="planner")
def who_edits_the_place(monkeypatch: pytest.MonkeyPatch) -> Client:
    def may_edit(user: Any, place: str) -> bool:
        return place == PLACE and getattr(user, "email", "") == "planner@huzhou.example"

    for module in (plans, arriving):
        monkeypatch.setattr(module, "may_edit", may_edit)
    return client_of("planner@huzhou.example", "huzhou", "en")


def planned(monkeypatch: pytest.MonkeyPatch, *needs: Need) -> None:
    monkeypatch.setattr(plans, "needs_of_place", lambda _place: plans.Needs(needs))


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def drafted(planner: Client, need: Need) -> str:
    planner.post(PAGE, {"need": need.address})
    return ListingRow.objects.order_by("change").last().id  # type: ignore[union-attr]


def test_a_request_leads_back_to_the_plan_and_is_flagged_on_its_own_page(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(monkeypatch, NEED, TASK)
    name = drafted(planner, NEED)
    shown = page(planner, f"/exchange/records/{name}/")
    assert f"{PAGE}#measure-industrial_heat_pump" in shown
    assert "the plan has changed here" not in shown
    assert 'id="measure-industrial_heat_pump"' in page(planner, PAGE)
    planned(monkeypatch, replace(NEED, tonnes=1.0))
    for address in (f"/exchange/records/{name}/", PAGE):
        assert "the plan has changed here" in page(planner, address)
    planned(monkeypatch, TASK)
    assert "the plan no longer has it" in page(planner, f"/exchange/records/{name}/")
    assert name in page(planner, PAGE)
    stranger = client_of("eve@nosy.example", "huzhou", "en")
    assert PAGE not in page(stranger, f"/exchange/records/{name}/")
    assert stranger.get(PAGE).status_code == 404


def test_a_withdrawn_request_gives_its_button_back_and_one_is_not_drafted_twice(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(monkeypatch, NEED)
    name = drafted(planner, NEED)
    assert drafted(planner, NEED) == name
    assert ListingRow.objects.count() == 1
    planner.post(f"/exchange/records/{name}/steps/withdraw/")
    assert f'value="{NEED.address}"' in page(planner, PAGE)
    again = drafted(planner, NEED)
    assert again != name
    assert f"/records/{again}/" in page(planner, PAGE)


def test_what_others_wrote_stands_for_no_item_of_the_plan(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(monkeypatch, NEED)
    other = client_of("eve@nosy.example", "nosy", "en")
    other.post("/exchange/new/request/", REQUEST)
    ListingRow.objects.update(plan_ref=NEED.reference)
    assert f'value="{NEED.address}"' in page(planner, PAGE)


def test_the_part_for_the_dossier_has_a_button_for_each(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(monkeypatch, NEED, TASK)
    part = page(planner, f"{PAGE}measure/")
    assert f'value="{NEED.address}"' in part
    assert TASK.address not in part
    assert "<html" not in part
    assert planner.get(f"{PAGE}else/").status_code == 404


def test_a_dossier_with_errors_says_why_and_flags_nothing(planner: Client, tmp_path: Any) -> None:
    new(PLACE, tmp_path / "huzhou", force=True)
    files = {path.name: path.read_bytes() for path in (tmp_path / "huzhou").iterdir()}
    author = User.objects.get(email="planner@huzhou.example")
    _version(files, author, 0)
    name = drafted(planner, replace(NEED, id="industrial_heat_pump"))
    assert "industrial_heat_pump" in ListingRow.objects.get().plan_ref
    broken = {**files, "dossier.toml": b"\xff\xfe\x00broken"}
    _version(broken, author, 1)
    shown = page(planner, PAGE)
    assert "The dossier has errors" in shown
    assert "no longer has it" not in page(planner, f"/exchange/records/{name}/")


def _version(files: dict[str, bytes], author: User, after: int) -> None:
    found = examine_files(files)
    versions.add(PLACE, versions.Change(files, found, Origin.EDIT, author, after))
