"""Whose figures does a park show that has entered none of its own?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.dossier.host_figures import FIRST_ESTIMATE
from dafeng.dossier.records import Amount, EnergyRecord, Flow, ProcessRecord, Quality
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.scope import host
from dafeng.plan.tree import ChartFigure, DataTable

HANDED_IN = {
    *("projects", "project-classes", "targets", "list-targets", "list-projects"),
    *("data-quality", "sources", "diagnostics"),
}


def _record(quality: Quality, source: str) -> EnergyRecord:
    amount = Amount(5000.0, "TJ", quality=quality, source=source)
    return EnergyRecord(2023, Flow.FINAL_CONSUMPTION, "steel", "coke", amount)


GUESS = _record(Quality.ESTIMATE, FIRST_ESTIMATE)
ENTRY = _record(Quality.REPORTED, "statistics")


def _park(material: PlanMaterial, *energy: EnergyRecord) -> PlanMaterial:
    """Return the material of a park in Suzhou with these records of energy."""
    identity = replace(material.dossier.identity, kind="park", hosts=("320500",))
    dossier = replace(material.dossier, identity=identity, energy=energy, process=())
    return replace(material, dossier=dossier)


@pytest.fixture(scope="module")
def park(material: PlanMaterial) -> PlanMaterial:
    """Return a park that has entered nothing."""
    return _park(material, GUESS, GUESS)


def test_captions_of_figures_name_the_host(park: PlanMaterial) -> None:
    document = compose(park)
    shown = [b for b in document.blocks if isinstance(b, DataTable | ChartFigure)]
    named = [b for b in shown if isinstance(b, ChartFigure) or b.id not in HANDED_IN]
    assert len(named) > 10
    for block in shown:
        assert ("苏州市全域数据" in block.caption.zh) == (block in named)
        assert ("whole host area, Suzhou" in block.caption.en) == (block in named)


def test_the_cover_warns(park: PlanMaterial) -> None:
    warning = compose(park).warning
    assert warning is not None
    assert "苏州" in warning["zh"]
    assert "Suzhou" in warning["en"]


def test_a_park_without_a_known_host_is_still_marked(park: PlanMaterial) -> None:
    identity = replace(park.dossier.identity, hosts=())
    area = host(replace(park, dossier=replace(park.dossier, identity=identity)))
    assert area is not None
    assert area.en == "host city"


def test_a_city_and_a_park_with_figures_of_its_own_show_their_own(
    material: PlanMaterial,
) -> None:
    for shown in (material, _park(material, ENTRY)):
        document = compose(shown)
        assert document.warning is None
        assert not any(
            "host area" in b.caption.en
            for b in document.blocks
            if isinstance(b, DataTable | ChartFigure)
        )


def test_one_entry_does_not_make_the_rest_the_parks_own(material: PlanMaterial) -> None:
    document = compose(_park(material, GUESS, ENTRY))
    assert document.warning is not None
    assert "still hold estimates of the whole host area" in document.warning["en"]
    shown = [b for b in document.blocks if isinstance(b, ChartFigure)]
    assert all("含苏州市全域估算" in b.caption.zh for b in shown)


def test_process_co2_of_the_host_alone_is_marked(material: PlanMaterial) -> None:
    own = _park(material, ENTRY)
    cement = ProcessRecord(2023, "cement", GUESS.amount)
    document = compose(replace(own, dossier=replace(own.dossier, process=(cement,))))
    assert document.warning is not None
    assert "still hold estimates of the whole host area" in document.warning["en"]


def test_a_process_of_its_own_is_a_figure_of_the_park(material: PlanMaterial) -> None:
    started = _park(material, GUESS)
    lime = ProcessRecord(2023, "lime", ENTRY.amount)
    document = compose(replace(started, dossier=replace(started.dossier, process=(lime,))))
    assert document.warning is not None
    assert "still hold estimates of the whole host area" in document.warning["en"]
