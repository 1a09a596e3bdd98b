"""Laws of dossiers: what is written is read back; whatever is read, nothing is ever raised."""

from __future__ import annotations

import string
import tempfile
from functools import lru_cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests import exemplar

from dafeng import reference
from dafeng.dossier.cells import LARGEST_NUMBER, Cell, read_number, read_year
from dafeng.dossier.check import check
from dafeng.dossier.parse import parse
from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    AssumptionRecord,
    Dossier,
    EnergyRecord,
    FactorRecord,
    Flow,
    NotationKey,
    ProcessRecord,
    Quality,
    Row,
    SourceRecord,
)
from dafeng.dossier.schema import tables
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.snapshot import content_hash
from dafeng.dossier.wording import key, narrow, nearest, split_brackets, without_marks
from dafeng.errors import Severity
from dafeng.files.dossiers import read_dossier, write_dossier
from dafeng.files.text_tables import decode, parse_text, write_text_table
from dafeng.language import Text

IDENTITY = exemplar.good_dossier().identity

QUICK = settings(max_examples=40, deadline=None)
LETTERS = string.ascii_letters + string.digits + " =+-@'\"，,;、（）年份合计注\t"
SECTORS = reference.sectors().leaves("standard")
CARRIERS = tuple(reference.carriers())
SIZES = st.floats(0, 1e6, allow_nan=False)

texts = st.text(LETTERS, max_size=12).map(str.strip)
names = st.text(string.ascii_letters + "示例", min_size=1, max_size=8)


@st.composite
def amounts(draw: st.DrawFn, unit: str, *, negative: bool = False) -> Amount:
    quality = draw(st.sampled_from(Quality))
    source, comment = draw(names), draw(texts)
    if draw(st.integers(0, 5)) == 0:
        notation = draw(st.sampled_from(NotationKey))
        return Amount(None, unit, notation, quality=quality, source=source)
    value = draw(SIZES)
    low = draw(st.none() | st.just(value * 0.9))
    high = draw(st.none() | st.just(value * 1.1))
    if negative:
        value, low, high = 0.0 - value, _minus(high), _minus(low)  # no negative zero
    return Amount(value, unit, None, low, high, quality, source, comment)


def _minus(value: float | None) -> float | None:
    return None if value is None else 0.0 - value


@st.composite
def energy(draw: st.DrawFn) -> EnergyRecord:
    flow = draw(st.sampled_from((Flow.FINAL_CONSUMPTION, Flow.OUTFLOW, Flow.LOSS, Flow.COKING)))
    sector = draw(st.sampled_from(SECTORS)) if flow is Flow.FINAL_CONSUMPTION else ""
    carrier = draw(st.sampled_from(CARRIERS))
    unit = reference.carriers()[carrier].unit
    amount = draw(amounts(unit, negative=flow is Flow.OUTFLOW))
    return EnergyRecord(draw(st.integers(2000, 2024)), flow, sector, carrier, amount)


@st.composite
def activity(draw: st.DrawFn) -> ActivityRecord:
    year = draw(st.integers(2000, 2024))
    variable, unit = draw(st.sampled_from((("population", "万人"), ("gdp", "亿元"))))
    base = draw(st.sampled_from(("2020", "current"))) if variable == "gdp" else ""
    return ActivityRecord(year, variable, "", draw(amounts(unit)), base)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    identity = IDENTITY
    clinker = st.builds(ProcessRecord, st.integers(2000, 2024), st.just("clinker"), amounts("万吨"))
    factor = st.builds(
        FactorRecord,
        *(st.just("ncv"), st.sampled_from(("raw_coal", "coke")), st.sampled_from(("", "steel"))),
        *(st.none() | st.integers(2000, 2024), amounts("GJ/t")),
    )
    numbers = st.floats(-1e9, 1e9, allow_nan=False)
    assumption = st.builds(
        AssumptionRecord,
        *(st.sampled_from(("frozen", "enhanced")), st.just("gdp_growth"), st.just("")),
        *(st.sampled_from(("", "coal", "electricity")), st.integers(2021, 2060)),
        *(st.none(), numbers, st.none(), st.just("1/a"), names),
    )
    source = st.builds(SourceRecord, names, names, texts, texts, texts)
    row = st.builds(lambda i, n: Row((("id", i), ("name", n))), names, names)
    return Dossier(
        identity,
        _distinct(draw(st.lists(energy(), max_size=12)), ("year", "flow", "sector", "carrier")),
        _distinct(draw(st.lists(activity(), max_size=8)), ("year", "variable", "price_base")),
        _distinct(draw(st.lists(clinker, max_size=3)), ("year",)),
        _distinct(draw(st.lists(factor, max_size=3)), ("subject", "sector", "year")),
        (),
        _distinct(draw(st.lists(assumption, max_size=4)), ("scenario", "carrier", "year")),
        _distinct(draw(st.lists(source, max_size=4)), ("id",)),
        _rows(draw(st.lists(row, max_size=3))),
    )


def _distinct(records: list, names: tuple[str, ...]) -> tuple:  # type: ignore[type-arg]
    return tuple({tuple(getattr(r, n) for n in names): r for r in records}.values())


def _rows(rows: list[Row]) -> tuple[Row, ...]:
    return tuple({r["id"]: r for r in rows}.values())


@QUICK
@given(dossiers(), st.sampled_from(("zh", "en")))
def test_what_is_written_as_a_folder_is_read_back(dossier: Dossier, language: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_dossier(dossier, folder, "folder", language)  # type: ignore[arg-type]
        again, faults = read_dossier(folder)
    assert again is not None
    assert not [f for f in faults if f.severity is Severity.ERROR]
    assert content_hash(again) == content_hash(dossier)


@settings(max_examples=10, deadline=None)
@given(dossiers())
def test_what_is_written_as_a_workbook_is_read_back(dossier: Dossier) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_dossier(dossier, path, "workbook")
        again, _ = read_dossier(path)
    assert again is not None
    assert content_hash(again) == content_hash(dossier)


cells: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.text(max_size=15),
    st.sampled_from(("年份", "单位", "合计", "原煤（万吨）", "万吨", "2020", "#REF!", "-", "NO")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cells, max_size=8), max_size=8), st.sampled_from([*tables(), "x", "2020"]))
def test_any_cells_give_faults_and_never_an_exception(rows: list[list[Cell]], name: str) -> None:
    sheet = RawSheet("a.xlsx", name, tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    for found in (*faults, *check(dossier)):
        assert found.message.zh


@lru_cache(maxsize=1)
def _small() -> dict[str, exemplar.Rows]:
    return {name: rows[:12] for name, rows in exemplar.tables().items()} | {
        "能源2019": exemplar.balance_table(2019)
    }


@settings(max_examples=150, deadline=None)
@given(st.data(), cells)
def test_any_one_cell_of_a_good_dossier_may_change(data: st.DataObject, value: Cell) -> None:
    parts = {name: [list(row) for row in rows] for name, rows in _small().items()}
    table = data.draw(st.sampled_from(list(parts)))
    row = data.draw(st.integers(0, len(parts[table]) - 1))
    column = data.draw(st.integers(0, 12))
    cells_of_row = parts[table][row]
    cells_of_row.extend([None] * (column + 1 - len(cells_of_row)))
    cells_of_row[column] = value
    dossier, _ = exemplar.parse_tables(parts)
    assert dossier is not None
    check(dossier)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_fault(data: bytes) -> None:
    sheet, faults = parse_text(data, "energy.csv")
    assert (sheet is None) == bool(faults)
    if sheet is not None:
        parse([sheet], exemplar.identity())


@QUICK
@given(st.text(max_size=60))
def test_text_survives_every_encoding(text: str) -> None:
    try:
        wide = text.encode("utf-16")
    except UnicodeEncodeError:
        return
    assert decode(wide) == text
    assert decode(b"\xef\xbb\xbf" + text.encode()) == text


@QUICK
@given(st.lists(st.lists(st.none() | names | st.floats(-1e9, 1e9), min_size=2), min_size=2))
def test_a_text_table_is_read_back(rows: list[list[Cell]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        write_text_table(RawSheet("", "a", tuple(map(tuple, rows))), path)
        sheet, _ = parse_text(path.read_bytes(), "a.csv")
    assert sheet is not None
    again = [[None if c is None else str(c) for c in row] for row in sheet.rows]
    wanted = [[_text(c) for c in row] for row in rows]
    assert [r for r in again if any(r)] == [r for r in wanted if any(r)]


def _text(cell: Cell) -> str | None:
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() else repr(cell)
    return None if cell is None else str(cell)


@given(st.floats(-LARGEST_NUMBER, LARGEST_NUMBER, exclude_min=True, exclude_max=True))
def test_a_number_is_read_as_itself(value: float) -> None:
    assert read_number(repr(value)).value == value
    assert read_number(value).value == value


@given(st.integers(-(10**12), 10**12))
def test_thousands_separators_and_width_do_not_matter(value: int) -> None:
    wide = f"{value:,}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,-"})
    assert read_number(wide).value == float(value)
    assert read_number(f"{value:,}").value == float(value)


@given(st.text(max_size=40))
def test_no_text_upsets_the_readers_of_words(text: str) -> None:
    assert key(f" {text} ") == key(text)
    outside, inside = split_brackets(text)
    assert outside in narrow(without_marks(text))
    assert inside in narrow(text)
    hint = nearest(text, ("原煤", "coal"))
    assert hint == "" or isinstance(hint, Text)
    number = read_number(text).value
    assert number is None or abs(number) <= LARGEST_NUMBER
    year = read_year(text)
    assert year is None or 0 <= year <= 9999


_BALANCE_ROWS = (
    *(
        "外省（区、市）调入量",
        "损失量",
        "农、林、牧、渔业",
        "工业",
        "建筑业",
        "其他",
        "城镇",
        "乡村",
    ),
    *("年初库存量", "交通运输、仓储和邮政业", "批发和零售业、住宿和餐饮业"),
)
_BALANCE_COLUMNS = (("柴油", "万吨"), ("天然气", "亿立方米"), ("电力", "亿千瓦时"))
_KINDS_OF_POWER = ("水电", "风电", "光伏发电", "核电")
quantities = st.integers(1, 10_000).map(lambda n: n / 4)


@st.composite
def balances(draw: st.DrawFn) -> list[list[Cell]]:
    """Return rows of a balance: what comes in and is used, and generation with its kinds."""
    kinds = draw(st.dictionaries(st.sampled_from(_KINDS_OF_POWER), quantities, max_size=3))
    primary = sum(kinds.values())
    thermal = draw(st.just(0) | quantities)
    rest = draw(st.just(0) | quantities) if kinds else draw(quantities)
    heads = draw(
        st.sampled_from(
            [
                [("一次能源生产量", primary + rest)],
                [("生产量", primary + thermal), ("火力发电", thermal)],
                [("发电量", primary + thermal), ("火力发电", thermal)],
                [],
            ]
        )
    )
    made = [*heads, *kinds.items()]
    power: list[list[Cell]] = [[n, None, None, v] for n, v in made if v]
    cells = st.none() | quantities
    others = draw(st.lists(st.sampled_from(_BALANCE_ROWS), min_size=2, max_size=8, unique=True))
    used: list[list[Cell]] = [[n, draw(cells), draw(cells), draw(cells)] for n in others]
    return [*power, ["本省（区、市）调出量", 1, 1, 1], *used]


def _account(rows: list[list[Cell]], name: str) -> set[object]:
    sheet = RawSheet("energy.csv", name, tuple(map(tuple, rows)))
    dossier, faults = parse([sheet], exemplar.identity())
    assert dossier is not None
    wrong = {f.rule for f in faults if f.severity is Severity.ERROR}
    figures = {(r.flow, r.sector, r.carrier, r.amount.value) for r in dossier.energy}
    return {*figures, *wrong}


@QUICK
@given(balances())
def test_a_balance_says_the_same_in_wide_and_in_long_form(rows: list[list[Cell]]) -> None:
    header: list[Cell] = ["项目", *(f"{c}（{u}）" for c, u in _BALANCE_COLUMNS)]
    wide = _account([["2022年能源平衡表"], header, *rows], "能源平衡表")
    long: list[list[Cell]] = [["年份", "项目", "能源品种", "数量", "单位"]]
    for i, (carrier, unit) in enumerate(_BALANCE_COLUMNS, 1):
        long += [[2022, r[0], carrier, r[i], unit] for r in rows if r[i] is not None]
    assert _account(long, "energy") == wide
