"""One fault planted in a good dossier gives its diagnostic at its very cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import exemplar

import dafeng
from dafeng.dossier.cells import Cell
from dafeng.dossier.check import check
from dafeng.dossier.identity_keys import flatten
from dafeng.dossier.parse import identity_of
from dafeng.dossier.rules import Findings, fault, rules
from dafeng.dossier.sheets import RawSheet
from dafeng.dossier.vocabulary import processes
from dafeng.errors import Fault, Place, Severity
from dafeng.inventory.plausibility import check_dossier
from dafeng.language import LANGUAGES


@dataclass(frozen=True)
class Planted:
    """A cell of the good dossier is overwritten; `rule` must be reported at `at`."""

    table: str
    cell: str
    value: Cell
    rule: str
    at: str = ""

    def __str__(self) -> str:
        return f"{self.rule}-{self.table}-{self.cell}"


def _position(cell: str) -> tuple[int, int]:
    letters = "".join(c for c in cell if c.isalpha())
    return int(cell[len(letters) :]) - 1, ord(letters) - 65


def _faults(parts: dict[str, exemplar.Rows], **identity: object) -> list[Fault]:
    dossier, faults = exemplar.parse_tables(parts, **identity)
    return [*faults, *(check(dossier) if dossier is not None else ())]


def _account_faults(parts: dict[str, exemplar.Rows]) -> tuple[Fault, ...]:
    dossier, _ = exemplar.parse_tables(parts)
    return check_dossier(dossier) if dossier is not None else ()


def _plant(planted: Planted) -> list[Fault]:
    """Return what is said of a spoilt dossier; of its account only for a rule of the account."""
    parts = exemplar.tables()
    row, column = _position(planted.cell)
    cells = parts[planted.table][row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = planted.value
    account = _account_faults(parts) if planted.rule.startswith("inventory.") else ()
    return [*_faults(parts), *account]


#: Row 2 of `energy` is 2015 production of raw coal, row 4 is 2015 inflow of raw coal.
PLANTED = (
    # header
    Planted("energy", "D1", "能源名", "column.unknown"),
    Planted("energy", "A1", "编码", "column.missing", "1"),
    Planted("energy", "L1", "来源", "column.duplicate"),
    Planted("energy", "M1", "负责人", "column.unknown"),
    Planted("activity", "B1", "指标代号", "column.missing", "1"),
    Planted("process", "D1", "口径", "column.missing", "1"),
    # year
    Planted("energy", "A4", "二〇二零二", "year.not_whole"),
    Planted("energy", "A4", 2015.5, "year.not_whole"),
    Planted("energy", "A4", 1015, "year.range"),
    Planted("energy", "A4", "20155", "year.not_whole"),
    Planted("energy", "A95", 2031, "energy.year.future"),
    Planted("activity", "A2", 2215, "year.range"),
    Planted("published", "A2", "去年", "year.not_whole"),
    # stocks
    Planted("vehicles", "B2", "宇宙飞船", "stock.word"),
    Planted("vehicles", "C3", "蒸汽", "stock.word"),
    Planted("vehicles", "D2", "颜色", "stock.word"),
    Planted("vehicles", "E3", -80.0, "value.negative"),
    Planted("vehicles", "F3", "万吨", "unit.dimension"),
    Planted("vehicles", "E2", 95.0, "stock.sum"),
    Planted("vehicles", "A3", 1020, "year.range"),
    Planted("buildings", "B2", "城堡", "stock.word"),
    Planted("buildings", "C2", 2031, "stock.years"),
    Planted("buildings", "C2", 1295, "stock.range"),
    Planted("buildings", "F2", "万辆", "unit.dimension"),
    Planted("plants", "A2", None, "value.missing"),
    Planted("plants", "B2", "永动机", "stock.word"),
    Planted("plants", "D2", "万吨", "unit.dimension"),
    Planted("plants", "E2", None, "value.missing"),
    Planted("plants", "E2", 207, "stock.range"),
    Planted("plants", "F3", 2009, "stock.years"),
    Planted("plants", "G2", 9300, "stock.range"),
    Planted("plants", "H2", 1.4, "stock.range"),
    Planted("plants", "H2", "141%", "stock.range"),
    Planted("routes", "B2", "钻石", "stock.word"),
    Planted("routes", "C2", "炼金", "stock.word"),
    Planted("routes", "E2", "万辆", "unit.dimension"),
    Planted("routes", "D2", 700.0, "stock.sum"),
    # words
    Planted("energy", "B4", "调入调出", "flow.unknown"),
    Planted("energy", "C30", "火星农业", "sector.unknown"),
    Planted("energy", "D4", "原媒", "carrier.unknown"),
    Planted("energy", "D4", "天燃气", "carrier.unknown"),
    Planted("energy", "J4", "很好", "quality.unknown"),
    Planted("energy", "G4", "XX", "notation.unknown"),
    Planted("energy", "K4", "无此来源", "source.unknown"),
    Planted("activity", "B2", "幸福指数", "variable.unread"),
    Planted("activity", "B2", "常驻人口", "variable.unknown"),
    Planted("activity", "C5", "第四产业", "sector.unknown"),
    Planted("activity", "D2", 0, "activity.not_positive"),
    Planted("activity", "D3", 0.0, "activity.not_positive"),
    Planted("activity", "D5", -1.5, "value.negative"),
    Planted("energy", "E4", 1e15, "value.too_large"),
    Planted("energy", "E4", "1e308", "value.too_large"),
    Planted("energy", "E4", "9" * 100, "value.too_large"),
    Planted("energy", "E4", "9e999", "value.too_large"),
    Planted("energy", "E4", float("inf"), "value.not_number"),
    Planted("energy", "E4", "NaN", "value.not_number"),
    Planted("activity", "F3", "去年价", "money.price_base.unknown"),
    Planted("process", "B2", "炼金", "process.unknown"),
    Planted("factors", "A2", "魔法因子", "factor.unknown"),
    Planted("factors", "B2", "石棉", "factor.subject.unknown"),
    Planted("factors", "B2", None, "factor.subject"),
    Planted("assumptions", "A2", "强化情境", "scenario.unknown"),
    Planted("assumptions", "A2", "enhancd", "scenario.unknown"),
    Planted("assumptions", "A2", "my scenario!", "scenario.unknown"),
    Planted("assumptions", "A2", "industry_first", "scenario.own"),
    Planted("assumptions", "A2", "强化情景_钢铁", "scenario.own"),
    Planted("assumptions", "D2", "原煤", "assumption.carrier"),
    # units
    Planted("energy", "F4", None, "unit.missing"),
    Planted("energy", "F4", "万屯", "unit.unknown"),
    Planted("energy", "F4", "亿立方米", "unit.dimension"),
    Planted("energy", "F4", "亿元", "unit.dimension"),
    Planted("activity", "E2", "万吨", "unit.dimension"),
    Planted("activity", "E3", "平方米", "unit.dimension"),
    Planted("process", "D2", "亿千瓦时", "unit.dimension"),
    Planted("factors", "F2", "GJ/万立方米", "unit.dimension"),
    Planted("factors", "F4", "tC/t", "factor.carbon_per_quantity"),
    Planted("published", "D2", "TJ", "unit.dimension"),
    # figures
    Planted("energy", "E4", None, "value.missing"),
    Planted("energy", "E4", "约六百", "value.not_number"),
    Planted("energy", "E4", "629.O3", "value.letter"),
    Planted("energy", "E4", "6l9.73", "value.letter"),
    Planted("energy", "E4", "629,7,3", "value.separator"),
    Planted("energy", "E4", "1.234,56", "value.separator"),
    Planted("energy", "E4", "629.73万吨", "value.unit_in_cell"),
    Planted("energy", "E4", "#REF!", "value.formula_error"),
    Planted("energy", "E4", "#DIV/0!", "value.formula_error"),
    Planted("energy", "E4", "#UNCALCULATED!", "value.formula_empty"),
    Planted("energy", "E4", "锟斤拷", "value.mojibake"),
    Planted("energy", "L4", "ä¸­å›½ Ã©", "value.mojibake"),
    Planted("energy", "E4", "12%", "value.percent"),
    Planted("energy", "E4", float("nan"), "value.not_number"),
    Planted("energy", "E4", -629.73, "value.negative"),
    Planted("process", "C2", -3, "value.negative"),
    Planted("energy", "E12", 0.36, "value.sign"),
    Planted("energy", "E13", 437.4, "value.sign"),
    Planted("energy", "G4", "NO", "notation.beside_value"),
    Planted("energy", "H4", 700, "range.value_outside", "E4"),
    Planted("process", "E2", 330, "range.reversed"),
    Planted("process", "F2", 305, "range.value_outside", "C2"),
    Planted("assumptions", "F2", 0.07, "range.reversed"),
    # records
    Planted("activity", "F3", None, "money.price_base.missing"),
    Planted("activity", "F3", "2015", "money.price_base.mismatch", "D3"),
    Planted("activity", "F2", "2020", "money.price_base.needless"),
    Planted("activity", "D13", 5120, "activity.population.jump"),
    Planted("activity", "D15", 18580, "activity.gdp.jump"),
    Planted("activity", "D15", 1.858, "activity.per_capita"),
    Planted("activity", "D10", 66.0, "activity.share.sum"),
    Planted("activity", "D8", 144.5, "activity.share.range"),
    Planted("activity", "D3", 1750.0, "total.differs"),
    Planted("energy", "E4", 629730.0, "energy.carrier.unit"),
    Planted("energy", "E99", 59194.6, "inventory.cell.jump"),
    Planted("factors", "E2", 201, "range.value_outside"),
    Planted("factors", "E3", 97, "factor.oxidation"),
    Planted("factors", "E4", 56.1, "factor.carbon_as_co2"),
    Planted("factors", "E4", 1530, "factor.implausible"),
    Planted("factors", "E5", 550, "factor.implausible"),
    Planted("published", "C2", 3900000, "published.implausible"),
    Planted("published", "B2", "inventory:assessment", "published.series.reserved"),
    Planted("assumptions", "E2", 2019, "assumption.year"),
    Planted("sources", "A3", "YB", "source.duplicate"),
    Planted("projects", "D2", "M9", "reference.unknown_id"),
    Planted("targets", "B2", "2019", "target.base"),
    Planted("measures", "A2", None, "value.missing"),
)

#: Tables whose records stand for a whole row: the place is the row's.
_HEADERS = ("A1", "B1", "D1", "L1", "M1")
_BY_ROW = (
    "assumption.year",
    "scenario.own",
    "source.duplicate",
    "reference.unknown_id",
    "target.base",
)


def place_of(planted: Planted) -> str:
    """Return the cell, or for some rules the row, at which a fault must be told."""
    at = planted.at or planted.cell
    return at.lstrip("ABCDEFGHIJKLM") if planted.rule in _BY_ROW else at


def reported(planted: Planted) -> bool:
    """Say whether a planted fault is told by its rule at its place."""
    at = (planted.rule, place_of(planted))
    return any((f.rule, f.place.cell) == at for f in _plant(planted))


def test_the_unspoilt_dossier_is_without_fault() -> None:
    assert not _faults(exemplar.tables())


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_single_fault_is_reported_at_its_cell(planted: Planted) -> None:
    found = _plant(planted)
    at = place_of(planted)
    places = [f.place.cell for f in found if f.rule == planted.rule]
    assert at in places, [(f.rule, f.place.cell, f.message.en) for f in found][:8]
    where = next(f for f in found if f.rule == planted.rule and f.place.cell == at)
    assert where.place.file == f"{planted.table}.csv"
    assert where.message.zh
    assert where.remedy.en
    texts = (t[language] for f in found for t in (f.message, f.remedy) for language in LANGUAGES)
    assert not [t for t in texts if re.search(r"\d[eE]\+", t)]
    if planted.cell not in _HEADERS:
        row = planted.cell.lstrip("ABCDEFGHIJKLM")
        errors = [f.place.cell for f in found if f.severity is Severity.ERROR]
        assert {cell.lstrip("ABCDEFGHIJKLM") for cell in errors} <= {row}


def test_there_are_sixty_faults_of_twenty_kinds() -> None:
    assert len(PLANTED) >= 60
    assert len({p.rule for p in PLANTED}) >= 20


def test_a_repeated_row_names_the_first() -> None:
    parts = exemplar.tables()
    parts["energy"].append(list(parts["energy"][3]))
    last = len(parts["energy"])
    found = [f for f in _faults(parts) if f.rule == "row.duplicate"]
    assert [f.place.cell for f in found] == [f"E{last}"]
    assert "E4" in found[0].message.en


def test_an_unknown_table_is_named() -> None:
    parts = exemplar.tables()
    parts["weather"] = [["日期", "温度"], ["2020-01-01", 3.0]]
    found = [f for f in _faults(parts) if f.rule == "sheet.unknown"]
    assert [f.place.file for f in found] == ["weather.csv"]


def test_a_table_without_header_is_reported() -> None:
    parts = exemplar.tables()
    parts["process"] = parts["process"][1:]
    assert [f.place.file for f in _faults(parts) if f.rule == "sheet.header"] == ["process.csv"]


def test_missing_energy_is_an_error() -> None:
    parts = exemplar.tables()
    parts["energy"] = parts["energy"][:1]
    assert "dossier.energy.missing" in {f.rule for f in _faults(parts)}


def test_a_base_year_of_notation_keys_alone_has_no_data() -> None:
    parts = exemplar.tables()
    for row in parts["energy"][1:]:
        if row[0] == exemplar.YEARS[-1]:
            row[4], row[6] = None, "NE"
    (fault,) = (f for f in _faults(parts) if f.rule == "identity.base_year.no_data")
    assert fault.message.en.endswith("2018, 2019.")


def test_a_repeated_key_of_the_identity_is_told_in_either_form() -> None:
    rows: exemplar.Rows = [["项目", "值"], ["代码", "410500"], ["基准年", 2020], ["code", "610800"]]
    findings = Findings()
    sheet = RawSheet("book.xlsx", "dossier", tuple(map(tuple, rows)))
    entries = identity_of([sheet], findings)
    assert entries["code"].value == "410500"
    in_folder, faults = flatten({"code": "410500", "place": {"code": "610800"}}, "dossier.toml")
    assert in_folder["code"].value == "410500"
    assert [f.rule for f in (*findings.faults, *faults)] == ["identity.key.duplicate"] * 2
    assert findings.faults[0].place.cell == "A4"


def test_a_variable_without_use_is_told_once() -> None:
    parts = exemplar.tables()
    first = len(parts["activity"]) + 1
    parts["activity"] += [
        [year, "城镇化率", None, 60.0, "%", None, None, None, None, "填报", "YB", None]
        for year in (2019, 2020)
    ]
    found = _faults(parts)
    assert [(f.rule, f.place.cell) for f in found] == [("activity.not_used", f"D{first}")]
    assert found[0].severity is Severity.NOTE


@pytest.mark.parametrize("row", [99, 111, 259, 264])
def test_one_slip_in_one_cell_is_told_as_one_jump(row: int) -> None:
    parts = exemplar.tables()
    cells = parts["energy"][row - 1]
    cells[4] = 8 * float(str(cells[4]))
    found = [*_faults(parts), *_account_faults(parts)]
    jumps = [f for f in found if f.rule.endswith(".jump")]
    assert [(f.rule, f.place.cell) for f in jumps] == [("inventory.cell.jump", f"E{row}")]


def test_stocks_far_from_the_base_year_stay_off_and_that_is_said() -> None:
    parts = exemplar.tables()
    for row in parts["vehicles"][1:]:
        row[0] = 2012
    found = [f for f in _faults(parts) if f.rule == "stock.base_year"]
    assert [f.place.file for f in found] == ["vehicles"]
    assert "2012" in found[0].message.en


def test_every_rule_speaks_both_languages() -> None:
    for rule in rules().values():
        assert rule.message.zh
        assert rule.message.en
        assert rule.remedy.zh
        assert rule.remedy.en


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"code": None}, "identity.key.missing", "code"),
        ({"code": "999999"}, "identity.code.unknown", "code"),
        ({"code": "610800", "name_zh": "玉林市"}, "identity.name.mismatch", "name_zh"),
        ({"province": "370000"}, "identity.province.mismatch", "province"),
        ({"kind": "village"}, "identity.kind", "kind"),
        ({"kind": "park"}, "identity.kind.mismatch", "kind"),
        ({"base_year": None}, "identity.key.missing", "base_year"),
        ({"base_year": "明年"}, "identity.key.type", "base_year"),
        ({"base_year": 1890}, "identity.base_year.range", "base_year"),
        ({"base_year": 2021}, "identity.base_year.no_data", "base_year"),
        ({"price_base": 2990}, "identity.price_base.range", "price_base"),
        ({"factor_set": "my-own"}, "identity.choice", "factor_set"),
        ({"factor_set": None}, "identity.default", "factor_set"),
        ({"grid_kind": "footprint-ish"}, "identity.choice", "grid_kind"),
        ({"grid_kind": "footprint"}, "identity.choice", "grid_kind"),
        ({"hosts": ["123456"]}, "identity.code.unknown", "hosts"),
        ({"boundary": 3 + 4j}, "identity.key.type", "boundary"),
        ({"grid_area": "320000"}, "identity.grid_area.other", "grid_area"),
    ],
)
def test_a_fault_of_the_identity_names_its_key(
    changes: dict[str, object], rule: str, field: str
) -> None:
    found = _faults(exemplar.tables(), **changes)
    assert field in {f.place.field for f in found if f.rule == rule}


def test_a_footprint_factor_is_refused_with_its_reason() -> None:
    found = _faults(exemplar.tables(), grid_kind="footprint")
    (fault,) = (f for f in found if f.place.field == "grid_kind")
    assert "生命周期" in fault.message.zh
    assert "life cycle" in fault.message.en
    assert "footprint" not in fault.remedy.en


def test_an_own_scenario_is_told_once_and_kept() -> None:
    parts = exemplar.tables()
    for row in parts["assumptions"][1:]:
        row[0] = "低碳路径"
    dossier, faults = exemplar.parse_tables(parts)
    assert dossier is not None
    assert {a.scenario for a in dossier.assumptions} == {"低碳路径"}
    said = [f for f in (*faults, *check(dossier)) if f.rule.startswith("scenario")]
    assert [f.rule for f in said] == ["scenario.own"]
    assert said[0].severity is Severity.NOTE


def test_a_carrier_of_an_assumption_is_read_as_its_group() -> None:
    parts = exemplar.tables()
    parts["assumptions"][1][3] = "原煤"
    dossier, _ = exemplar.parse_tables(parts)
    assert dossier is not None
    assert dossier.assumptions[0].carrier == "coal"


@pytest.mark.parametrize(
    ("text", "form"), [("S形曲线", "logistic"), ("Constant growth", "growth"), ("", "")]
)
def test_the_form_of_a_path_is_read_and_written(text: str, form: str) -> None:
    parts = exemplar.tables()
    parts["assumptions"][0].append("路径形状")
    for row in parts["assumptions"][1:]:
        row.append(text)
    dossier, faults = exemplar.parse_tables(parts)
    assert dossier is not None
    assert not [f for f in faults if f.rule == "assumption.form"]
    assert {a.form for a in dossier.assumptions} == {form}


def test_an_unknown_form_is_refused() -> None:
    parts = exemplar.tables()
    parts["assumptions"][0].append("form")
    for row in parts["assumptions"][1:]:
        row.append("cubic")
    _, faults = exemplar.parse_tables(parts)
    assert "assumption.form" in {f.rule for f in faults}


def test_hints_speak_the_reader_s_language_with_the_id_in_brackets() -> None:
    found = _plant(Planted("energy", "C30", "servces", "sector.unknown"))
    (fault,) = (f for f in found if f.rule == "sector.unknown")
    assert "（services）" in fault.remedy.zh
    assert not re.search(r"(^|[：、])services", fault.remedy.zh)
    assert "(services)" in fault.remedy.en
    assert not re.search(r"[\u4e00-\u9fff]", fault.remedy.en)


def test_known_processes_are_all_named_with_their_ids() -> None:
    found = _plant(Planted("process", "B2", "炼金", "process.unknown"))
    (fault,) = (f for f in found if f.rule == "process.unknown")
    for identifier, name in processes().items():
        assert f"{name.zh}（{identifier}）" in fault.remedy.zh
        assert name.en in fault.remedy.en


def test_an_unknown_source_says_how_often_it_is_cited() -> None:
    parts = exemplar.tables()
    for row in parts["energy"][3:8]:
        row[10] = "无此来源"
    (fault,) = (f for f in _faults(parts) if f.rule == "source.unknown")
    assert fault.place.cell == "K4"
    assert "引用 5 处" in fault.message.zh
    assert "cite it: 5" in fault.message.en


@pytest.mark.parametrize(("cell", "value"), [("E5", 0.6205), ("E2", 2.0), ("E2", 60.0)])
def test_what_the_inventory_compares_is_not_said_twice(cell: str, value: float) -> None:
    """Published grid factors and the set's calorific values are the inventory's to compare."""
    parts = exemplar.tables()
    row, column = _position(cell)
    parts["factors"][row][column : column + 4] = [value, parts["factors"][row][5], None, None]
    dossier, faults = exemplar.parse_tables(parts)
    assert dossier is not None
    own = [f.rule for f in (*faults, *check(dossier)) if f.rule.startswith("factor.")]
    assert own == []


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31m红\x1b[0m",
        "\x1b]0;标题\x07红",
        "\x9b2J红",
        "红\x00\x08\x7f",
        "\u202e红\u2066",
        "红\ud800\uffff",
        "红\r\n",
    ],
    ids=ascii,
)
def test_a_hostile_cell_is_told_in_plain_characters(hostile: str) -> None:
    said = fault(
        "carrier.unknown", Place(file=f"{hostile}.csv", sheet=hostile), text=hostile, near=""
    )
    for text in (said.message.zh, said.message.en, said.place.file, said.place.sheet):
        assert "红" in text
        assert all(c.isprintable() for c in text)
        assert "[31m" not in text
        assert "标题" not in text


def test_what_cannot_be_shown_is_not_taken_from_a_cell() -> None:
    parts = exemplar.tables()
    parts["measures"][1][1] = "\x1b[31m焦化\x1b[0m余热\x08利用\u202e\n第二行\ud800"
    dossier, faults = exemplar.parse_tables(parts, boundary="全\x1b[2J市")
    assert dossier is not None
    assert dossier.measures[0]["name"] == "焦化余热利用\n第二行"
    assert dossier.identity.boundary.zh == "全市"
    assert [f for f in faults if f.severity is not Severity.NOTE] == []


def test_every_rule_of_the_catalogue_is_stated_somewhere() -> None:
    source = Path(dafeng.__file__).parent
    rooms = ("dossier", "files", "web/dossiers")
    paths = [p for room in rooms for p in source.glob(f"{room}/*.py")]
    text = "".join(path.read_text("utf-8") for path in paths)
    stated = set(re.findall(r'"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"', text))
    assert set(rules()) <= stated
