"""Electricity in standard coal: turned cell by cell by the convention named, counted once."""

from __future__ import annotations

import pytest
from tests import exemplar

from dafeng.dossier.parse import parse
from dafeng.dossier.records import Dossier
from dafeng.dossier.sheets import RawSheet
from dafeng.errors import Fault, Severity

EQUIVALENT, THERMAL = "电力（当量值）", "电力（等价值）"
#: Equivalent and thermal value of the two rows below [10^4 tce].
FIGURES = {EQUIVALENT: (7.29, 5.0), THERMAL: (18.0, 12.0)}


def _parse(rows: exemplar.Rows) -> tuple[Dossier, tuple[Fault, ...]]:
    sheet = RawSheet("年鉴.xlsx", "能源", tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    return dossier, faults


def _power(dossier: Dossier) -> dict[str, float]:
    """Return electricity by sector [10^8 kWh], to six digits."""
    records = [r for r in dossier.energy if r.carrier == "electricity"]
    assert {r.amount.unit for r in records} <= {"亿千瓦时"}
    return {r.sector: round(r.amount.value or 0.0, 6) for r in records}


def _told(faults: tuple[Fault, ...], *severities: Severity) -> list[tuple[str, str]]:
    kinds = severities or (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.place.cell) for f in faults if f.severity in kinds]


def _balance(*columns: str, total: str = "") -> exemplar.Rows:
    rows: exemplar.Rows = [
        ["2020年能源平衡表（标准量）单位：万吨标准煤"],
        ["项目", "原煤", *columns],
    ]
    for at, name in enumerate(("工业", "居民生活")):
        rows.append([name, 6.0, *(FIGURES[c][at] for c in columns)])
        if total:
            rows[-1].append(6.0 + FIGURES[EQUIVALENT][at])
    rows[1].extend([total] if total else [])
    return rows


@pytest.mark.parametrize("columns", [(EQUIVALENT, THERMAL), (THERMAL, EQUIVALENT)])
@pytest.mark.parametrize("total", ["", "能源合计", "能源合计（当量值）"])
def test_both_conventions_side_by_side_count_once(columns: tuple[str, ...], total: str) -> None:
    dossier, faults = _parse(_balance(*columns, total=total))
    assert not _told(faults)
    expected = {"manufacturing": round(7.29 / 1.229, 6), "households": round(5.0 / 1.229, 6)}
    assert _power(dossier) == expected
    left = [f for f in faults if f.rule == "energy.electricity.twice"]
    assert [f.place.column for f in left] == [3 + columns.index(THERMAL)]
    assert "2" in left[0].message.zh
    assert "energy.rows.combined" not in {f.rule for f in faults}


def test_a_total_that_holds_neither_convention_is_told() -> None:
    rows = _balance(EQUIVALENT, THERMAL, total="能源合计")
    rows[2][-1] = 60.0
    assert _told(_parse(rows)[1]) == [("total.differs", "E3")]


def test_the_thermal_value_alone_is_an_error_that_counts_its_figures() -> None:
    dossier, faults = _parse(_balance(THERMAL))
    assert _told(faults) == [("unit.convention", "C3")]
    assert not _power(dossier)
    said = next(f for f in faults if f.rule == "unit.convention")
    assert "2 个" in said.message.zh
    assert "2" in said.message.en


def test_a_thermal_figure_without_its_equivalent_beside_it_is_an_error() -> None:
    rows = _balance(EQUIVALENT, THERMAL)
    rows[2][2] = None
    dossier, faults = _parse(rows)
    assert _told(faults) == [("unit.convention", "D3")]
    assert set(_power(dossier)) == {"households"}


HEAD: exemplar.Rows = [["年份", "流向", "部门", "能源品种", "数量", "单位"]]


def _row(
    carrier: str, value: float, sector: str = "工业", unit: str = "万吨标准煤"
) -> list[object]:
    return [2020, "终端消费量", sector, carrier, value, unit]


def _long(*rows: list[object]) -> tuple[Dossier, tuple[Fault, ...]]:
    return _parse([*HEAD, *rows])  # type: ignore[list-item]


def test_a_long_row_takes_the_convention_from_its_carrier() -> None:
    dossier, faults = _long(_row(EQUIVALENT, 12.29), _row(THERMAL, 3, "居民生活"))
    assert _power(dossier) == {"manufacturing": 10.0}
    assert ("energy.electricity.equivalent", "E2") in _told(faults, Severity.NOTE)
    assert _told(faults) == [("unit.convention", "E3")]


def test_long_rows_that_are_left_out_are_counted() -> None:
    _, faults = _long(*(_row("电力", 3, s) for s in ("工业", "建筑业", "居民生活")))
    said = [f for f in faults if f.rule == "unit.convention"]
    assert [f.place.cell for f in said] == ["E2"]
    assert "3 个" in said[0].message.zh


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("other", [_row(EQUIVALENT, 12.29), _row("电力", 10, unit="亿千瓦时")])
def test_long_rows_of_one_cell_by_both_conventions_count_once(
    other: list[object], turned: bool
) -> None:
    rows = [other, _row(THERMAL, 30)]
    dossier, faults = _long(*(reversed(rows) if turned else rows))
    assert not _told(faults)
    assert _power(dossier) == {"manufacturing": 10.0}
    assert "energy.electricity.twice" in {f.rule for f in faults}


def test_a_section_total_in_standard_coal_is_held_against_its_rows() -> None:
    parts = [
        [2020, "外省调入量", None, EQUIVALENT, 12.29, "万吨标准煤"],
        [2020, "可供本地区消费的能源量", None, EQUIVALENT, 13.0, "万吨标准煤"],
        _row(EQUIVALENT, 12.29),
    ]
    assert ("total.differs", "E3") in _told(_long(*parts)[1])
    parts[1][4] = 12.29
    assert not _told(_long(*parts)[1])
