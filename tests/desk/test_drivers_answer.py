"""What the answers on drivers and on a first dossier say of series and panels that lack figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests import exemplar

from dafeng.desk.answer_drivers import drivers
from dafeng.desk.starting import new
from dafeng.dossier.records import Amount, NotationKey
from dafeng.errors import InputError, UnknownNameError
from dafeng.files.dossiers import write_dossier

HEAD = "city_adcode,city_name,year,gdp_nominal_yi,share_primary,pop_resident_wan,co2_edgar8_t"


def test_a_published_series_of_notation_keys_alone_has_no_trend(tmp_path: Path) -> None:
    whole = exemplar.good_dossier()
    absent = tuple(
        replace(r, amount=Amount(None, r.amount.unit, NotationKey.NE)) for r in whole.published
    )
    write_dossier(replace(whole, published=absent), tmp_path / "place")
    answer = drivers(tmp_path / "place")
    assert any("no figures" in remark.en for remark in answer.remarks)


def panel(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "panel.csv"
    path.write_text("\n".join((HEAD, *rows)), encoding)
    return path


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("340300,蚌埠,2016,1515,0.1,-330,1e7", "pop_resident_wan"),
        ("340300,蚌埠,2016,1515,0.1,0,1e7", "pop_resident_wan"),
        ("340300,蚌埠,2016,-1515,0.1,330,1e7", "gdp_nominal_yi"),
        ("340300,蚌埠,2016,1515,12.5,330,1e7", "share_primary"),
        ("340300,蚌埠,2016,1515,0.1,330,-1e7", "co2_edgar8_t"),
    ],
)
def test_what_no_place_has_is_told_at_its_cell(tmp_path: Path, row: str, field: str) -> None:
    good = "340300,蚌埠,2015,1500,0,329,1e7"
    with pytest.raises(InputError) as error:
        new("340300", tmp_path / "place", panel=panel(tmp_path, good, row))
    (fault,) = (f for f in error.value.faults if f.rule == "panel.cell.range")
    assert (fault.place.row, fault.place.field) == (3, field)
    assert not (tmp_path / "place").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_panel_may_stand_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    rows = [f"340300,蚌埠,{y},{1500 + y - 2010},0.1,330,1e7" for y in range(2010, 2024)]
    new("340300", tmp_path / "place", panel=panel(tmp_path, *rows, encoding=encoding))
    assert (tmp_path / "place" / "energy.csv").exists()


def test_what_is_no_panel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(UnknownNameError, match="GB 18030"):
        new("340300", tmp_path / "place", panel=path)
