"""``dafeng measures``: what the answer shows, and what it keeps apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exemplar import good_dossier

from dafeng import files
from dafeng.desk.answer_measures import measures
from dafeng.desk.answers import AnswerTable
from dafeng.errors import UnknownNameError
from dafeng.reference import measures as library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("measures") / "place"
    files.write_dossier(good_dossier(), path)
    return path


def _rows(table: AnswerTable) -> list[dict[str, object]]:
    keys = [key for key, _ in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def test_tonnes_savings_and_both_costs_stand_side_by_side(folder: Path) -> None:
    listed = _rows(measures(folder).tables[0])
    assert len(listed) > 150
    for row in listed:
        assert {"tonnes", "investment", "energy_saving", "quality", "source"} <= set(row)
        assert (row["per_tonne_private"] is None) == (row["per_tonne_social"] is None)


def test_the_answer_says_how_to_read_it(folder: Path) -> None:
    remarks = " ".join(r.en for r in measures(folder).remarks)
    assert "never add them up" in remarks
    assert "no ranking" in remarks


@pytest.mark.parametrize("field", ["transport", "sinks", "waste"])
def test_a_field_is_picked(field: str, folder: Path) -> None:
    listed = _rows(measures(folder, field=field).tables[0])
    assert {library()[str(r["id"]).rstrip("*")].field for r in listed} <= {field}


def test_a_sector_is_picked_by_its_name(folder: Path) -> None:
    listed = _rows(measures(folder, sector="黑色金属冶炼和压延加工业").tables[0])
    ids = {str(r["id"]).rstrip("*") for r in listed}
    assert "steel_cdq" in ids
    assert "motors" in ids  # acts on manufacturing, of which steel is a part
    assert "cement_cooler" not in ids
    everywhere = {m.id for m in library().values() if not m.sectors}
    assert everywhere & {str(r["id"]).rstrip("*") for r in _rows(measures(folder).tables[0])} <= ids
    assert everywhere & ids


def test_a_group_of_sectors_picks_what_acts_on_any_below_it(folder: Path) -> None:
    listed = _rows(measures(folder, sector="manufacturing").tables[0])
    ids = {str(r["id"]).rstrip("*") for r in listed}
    assert {"steel_cdq", "cement_cooler", "motors"} <= ids
    assert "ev_private" not in ids


def test_an_unknown_sector_raises(folder: Path) -> None:
    with pytest.raises(UnknownNameError):
        measures(folder, sector="dream works")


def test_what_does_not_apply_is_listed_with_the_reason(folder: Path) -> None:
    left_out = next(t for t in measures(folder).tables if t.id == "left_out")
    listed = {row["id"]: row["why"] for row in _rows(left_out)}
    assert left_out.long
    assert listed["M1"].en.startswith("column 'lever' is blank")  # type: ignore[attr-defined]
