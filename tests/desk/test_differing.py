"""What does ``dafeng diff`` find between two dossiers, or folders of results?"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests import exemplar

from dafeng.desk import answer_difference, difference_json, differing
from dafeng.desk.building import Options
from dafeng.desk.differing import Differed, Settings, differ
from dafeng.desk.earlier_results import LoadedSide, read_results
from dafeng.desk.planning import compile_plan
from dafeng.dossier.records import Amount, Dossier, Row
from dafeng.errors import Fault, InputError, Place, Severity, UnknownNameError
from dafeng.files.dossiers import write_dossier
from dafeng.language import LANGUAGES, same

QUICK = Settings(draws=64, seed=1, credit_draws=64, portfolio=False)
FIGURES_ALONE = replace(QUICK, credit_draws=0)


def changed() -> Dossier:
    """Return the good dossier with a faster economy, other clinker, a project and a target."""
    old = exemplar.good_dossier()
    process = [
        replace(r, amount=replace(r.amount, value=1.5 * r.amount.value, low=None, high=None))
        if r.amount.value is not None
        else r
        for r in old.process
    ]
    return replace(
        old,
        process=tuple(process),
        vehicles=(),
        assumptions=tuple(
            replace(r, low=None, central=r.central + 0.02, high=None)
            if r.driver == "gdp_growth"
            else r
            for r in old.assumptions
        ),
        projects=(*old.projects, Row((("id", "NEW"), ("name", "新项目")))),
    )


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("differing")
    write_dossier(exemplar.good_dossier(), folder / "a")
    write_dossier(changed(), folder / "b")
    for name in ("a", "b"):
        compile_plan(folder / name, options=Options(64, 1, portfolio=False), languages=())
    return folder / "a", folder / "b"


@pytest.fixture(scope="module")
def found(places: tuple[Path, Path]) -> Differed:
    return differ(*places, QUICK)


def test_rows_figures_and_credits_are_told(found: Differed) -> None:
    assert found.found.rows is not None
    assert {c.table for c in found.found.rows.changes} >= {"process", "assumptions", "projects"}
    assert {c.figure.id[0] for c in found.found.figures.changes} >= {"totals", "peak"}
    assert found.found.credit is not None
    players = {group for player in found.found.credit.players for group in player}
    assert {"energy", "assumptions"} <= players


def test_credits_sum_to_the_change_of_the_outlooks(found: Differed) -> None:
    assert found.found.credit is not None
    figures = {c.figure.id: c for c in found.found.figures.changes}
    seen = 0
    for move in found.found.credit.moves:
        if move.effects is None or move.before is None or move.after is None:
            continue
        change = move.after - move.before
        assert sum(move.effects) == pytest.approx(change, rel=1e-9, abs=1e-9 * max(1, move.after))
        told = figures.get(("peak", move.scenario, "level", "P50"))
        if move.outcome == "level" and told is not None:
            seen += 1
            assert (told.before, told.after) == pytest.approx((move.before, move.after))
    assert seen


def test_the_other_way_round_everything_is_mirrored(
    places: tuple[Path, Path], found: Differed
) -> None:
    back = differ(*places[::-1], QUICK).found
    assert {(c.figure.id, c.after, c.before) for c in back.figures.changes} == {
        (c.figure.id, c.before, c.after) for c in found.found.figures.changes
    }
    assert back.credit is not None
    assert found.found.credit is not None
    assert back.credit.players == found.found.credit.players
    for one, other in zip(found.found.credit.moves, back.credit.moves, strict=True):
        assert one.effects is not None
        assert other.effects == pytest.approx([-e for e in one.effects], rel=1e-9, abs=1e-6)


def test_a_dossier_does_not_differ_from_itself_nor_from_its_workbook(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    write_dossier(exemplar.good_dossier(), tmp_path / "a.xlsx", "workbook", "en")
    same = differ(places[0], tmp_path / "a.xlsx", QUICK)
    assert same.found.empty
    assert answer_difference.answer(same).remarks[0].en == "nothing differs"


def test_results_beside_their_dossier_are_as_good_as_the_dossier(
    places: tuple[Path, Path], found: Differed
) -> None:
    first, second = places
    read = differ(first / "results", second / "results", QUICK)
    assert read.found == found.found
    assert (read.before.form, found.before.form) == ("results", "dossier")


def test_results_alone_give_figures_and_say_what_is_missing(
    places: tuple[Path, Path], found: Differed, tmp_path: Path
) -> None:
    shutil.copytree(places[0] / "results", tmp_path / "away")
    read = differ(tmp_path / "away", places[1] / "results", QUICK).found
    assert read.figures == found.found.figures
    assert (read.rows, read.credit) == (None, None)
    assert "compare the two dossiers themselves" in read.remarks[0].en


def test_edited_and_other_results_are_told(places: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(places[0] / "results", tmp_path / "edited")
    path = tmp_path / "edited" / "results.json"
    results = json.loads(path.read_text("utf-8"))
    results["provenance"]["seed"] = 7
    path.write_text(json.dumps(results), "utf-8")
    told = [r.en for r in differ(tmp_path / "edited", places[0] / "results", QUICK).remarks]
    assert any("was edited" in text for text in told)
    assert any("version, seed or draws" in text for text in told)


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "other"}', '{"schema": 1, "place": 2}'])
def test_results_that_cannot_be_read_are_an_error(
    text: str, places: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "results.json").write_text(text, "utf-8")
    with pytest.raises(InputError) as raised:
        differ(places[0] / "results", tmp_path, QUICK)
    assert [f.rule for f in raised.value.faults] == ["results.unreadable"]


def test_the_errors_of_both_are_listed_with_where_they_are(
    places: tuple[Path, Path], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        shutil.copytree(places[0], tmp_path / name)
        (tmp_path / name / "process.csv").write_text("年份,过程,产量,单位\n2020,水泥熟料,x,万吨\n")
    with pytest.raises(InputError) as raised:
        differ(tmp_path / "one", tmp_path / "two", QUICK)
    errors = {f.place.file for f in raised.value.faults if f.severity == "error"}
    assert errors == {str(tmp_path / n / "process.csv") for n in ("one", "two")}


def test_faults_of_both_are_told_once_however_many_there_are(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    count, compared = 1000, [0]

    def noted(folder: Path) -> LoadedSide:
        first = 0 if folder.parent == places[0] else count // 2
        notes = (same(str(number)) for number in range(first, first + count))
        faults = tuple(Fault("r", Severity.NOTE, Place("f"), text, text) for text in notes)
        return replace(read_results(folder), faults=faults)

    def equal(one: Fault, other: object) -> bool:
        compared[0] += 1
        return isinstance(other, Fault) and one.message == other.message

    monkeypatch.setattr(differing, "read_results", noted)
    monkeypatch.setattr(Fault, "__eq__", equal)
    told = differ(places[0] / "results", places[1] / "results", FIGURES_ALONE).faults
    files = [fault.place.file for fault in told]
    assert files[: count // 2] == ["f"] * (count // 2)
    assert {Path(f).parts[-3] for f in files[count // 2 :]} == {"a", "b"}
    assert len(told) == 3 * count // 2
    assert compared[0] < 10 * count


def test_one_scenario_can_be_looked_at(places: tuple[Path, Path]) -> None:
    read = differ(*places, replace(QUICK, scenario="enhanced")).found
    assert {c.figure.scenario for c in read.figures.changes} == {"", "enhanced"}
    assert read.credit is not None
    assert {m.scenario for m in read.credit.moves} == {"enhanced"}
    with pytest.raises(UnknownNameError, match="enhanced"):
        differ(places[0] / "results", places[1], replace(QUICK, scenario="nope"))


def test_programs_get_plain_numbers_alike_in_both_languages(found: Differed) -> None:
    shown = [difference_json.as_json(found, language) for language in LANGUAGES]
    texts = [json.dumps(value, allow_nan=False, ensure_ascii=False) for value in shown]
    assert texts[0] != texts[1]
    assert _numbers(shown[0]) == _numbers(shown[1])
    total = next(f for f in shown[1]["figures"] if f["id"] == "totals.territorial.2020")
    assert total["change"] == total["after"] - total["before"]
    (row,) = (r for r in shown[1]["rows"] if r["table"] == "projects")
    assert row["change"] == "added"
    moves = shown[1]["peak_moved"]["moves"]
    assert sum(c["effect"] for c in moves[1]["credits"]) == pytest.approx(moves[1]["change"])


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for v in value.values() for n in _numbers(v)]
    if isinstance(value, list):
        return [n for v in value for n in _numbers(v)]
    return [float(value)] if isinstance(value, int | float) else []


def test_readers_get_tables_in_the_order_inputs_reasons_results(found: Differed) -> None:
    tables = {table.id: table for table in answer_difference.answer(found).tables}
    why = ["why_year", "why_level", "why_by_goal"]
    assert list(tables) == ["sides", "tables", "rows", *why, "figures"]
    credit = found.found.credit
    assert credit is not None
    lines = len(credit.players) + 1
    assert all(len(tables[name].rows) == lines * 3 for name in why)


def test_many_rows_are_told_and_not_shown(places: tuple[Path, Path], tmp_path: Path) -> None:
    old = exemplar.good_dossier()
    energy = tuple(replace(r, amount=_remarked(r.amount)) for r in old.energy)
    write_dossier(replace(old, energy=energy), tmp_path / "c")
    answer = answer_difference.answer(differ(places[0], tmp_path / "c", FIGURES_ALONE))
    rows = next(table for table in answer.tables if table.id == "rows")
    assert (rows.long, len(rows.rows)) == (True, len(old.energy))
    assert any("--all" in remark.en for remark in answer.remarks)


def _remarked(amount: Amount) -> Amount:
    return replace(amount, comment="checked again")
