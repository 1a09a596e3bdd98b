"""``dafeng backtest``: the same from library and command, good panels and bad ones."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.commands import Done, answered

from dafeng.desk.answer_backtest import backtest
from dafeng.errors import InputError, UnknownNameError
from dafeng.peak.backtest import skill
from dafeng.peak.backtest.scores import covered, crps

HEAD = ("city_adcode", "year", "co2_t")


def write(path: Path, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def rows_of(places: int, years: range = range(2000, 2021), seed: int = 1) -> list[list[object]]:
    generator = np.random.default_rng(seed)
    walks = np.exp(16 + (generator.normal(size=(places, len(years))) * 0.1).cumsum(axis=1))
    return [
        [f"{110000 + 100 * place}", year, f"{walks[place, at]:.3f}"]
        for place in range(places)
        for at, year in enumerate(years)
    ]


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("panel") / "panel.csv", rows_of(12))


def told_by_command(*arguments: str, lang: str = "en") -> Done:
    return answered("backtest", *arguments, lang=lang)


def test_library_and_command_say_the_same(panel: Path, tmp_path: Path) -> None:
    files = tmp_path / "library.csv", tmp_path / "command.csv"
    told = json.loads(json.dumps(backtest(panel, "co2_t", files[0]).as_json("en")))
    done = told_by_command(str(panel), "--series", "co2_t", "--out", str(files[1]), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    for answer in (told, said):
        answer.pop("forecasts")
        answer["remarks"] = [r for r in answer["remarks"] if "written" not in r]
    assert said == told
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_written_file_scores_as_the_answer_says(panel: Path, tmp_path: Path) -> None:
    out = tmp_path / "forecasts.csv"
    told = backtest(panel, "co2_t", out).as_json("en")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heads = [f"q{p:02d}" for p in range(5, 100, 5)]
    tables = {}
    for model in ("pooled", told["best_naive"]):
        own = [r for r in rows if r["model"] == model and r["claimed"] == "1"]
        observed = np.log([float(r["observed"]) for r in own])
        quantiles = np.log([[float(r[h]) for h in heads] for r in own])
        places = np.array([int(r["city_adcode"]) for r in own])
        tables[model] = crps(quantiles, observed), places
        line = next(m for m in told["models"] if m["model"] == model)
        assert tables[model][0].mean() == pytest.approx(line["crps"], rel=1e-9)
        inside = covered(quantiles, observed, 0.8).mean()
        assert inside == pytest.approx(line["covered_80"], abs=0.002)
    (ours, places), (naive, _) = tables.values()
    line = next(m for m in told["models"] if m["model"] == "pooled")
    assert skill(ours, naive, places).low == pytest.approx(line["skill_low"], rel=1e-6)


def test_the_file_has_one_row_for_each_case_and_model(panel: Path, tmp_path: Path) -> None:
    out = tmp_path / "forecasts.csv"
    told = backtest(panel, "co2_t", out).as_json("zh")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = {(r["city_adcode"], r["origin"], r["target_year"], r["model"]) for r in rows}
    assert len(keys) == len(rows) == 4 * told["cases"] == told["forecasts"]["rows"]
    assert all(int(r["target_year"]) - int(r["origin"]) == int(r["horizon"]) for r in rows)


def test_both_languages_show_the_same_numbers(panel: Path) -> None:
    zh, en = (backtest(panel, "co2_t").as_json(lang) for lang in ("zh", "en"))
    assert zh["coverage"] == en["coverage"]
    assert [m["crps"] for m in zh["models"]] == [m["crps"] for m in en["models"]]
    assert zh["remarks"] != en["remarks"]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    rows = rows_of(2)
    rows[2][2], rows[3][2], rows[4][1], rows[5][0] = "much", "-3", "20x5", ""
    rows.append(list(rows[7]))
    with pytest.raises(InputError) as caught:
        backtest(write(tmp_path / "bad.csv", rows), "co2_t")
    found = {(f.rule, f.place.cell) for f in caught.value.faults}
    assert found == {
        ("panel.cell.number", "C4"),
        ("panel.cell.positive", "C5"),
        ("panel.year.number", "B6"),
        ("panel.place.missing", "A7"),
        ("panel.row.twice", "B44"),
    }
    for fault in caught.value.faults:
        assert fault.message.zh != fault.message.en
        assert fault.remedy.zh


def test_exit_statuses(panel: Path, tmp_path: Path) -> None:
    short = write(tmp_path / "short.csv", rows_of(2, range(2000, 2009)))
    assert told_by_command(str(short), "--series", "co2_t").returncode == 1
    assert told_by_command(str(panel), "--series", "nothing").returncode == 2
    assert told_by_command(str(panel)).returncode == 2
    assert told_by_command(str(tmp_path / "absent.csv"), "--series", "co2_t").returncode == 2
    columns = write(tmp_path / "columns.csv", [["1", "2", "3"]], ("place", "when", "co2_t"))
    done = told_by_command(str(columns), "--series", "co2_t", "--json", lang="zh")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["faults"]) == 2
    assert "缺少列" in done.stderr


def test_an_unknown_column_is_answered_by_the_known_ones(panel: Path) -> None:
    with pytest.raises(UnknownNameError, match="co2_t"):
        backtest(panel, "co2")


@pytest.mark.parametrize("places", [1, 5])
def test_small_panels_work_and_say_so(places: int, tmp_path: Path) -> None:
    answer = backtest(write(tmp_path / "few.csv", rows_of(places)), "co2_t").as_json("en")
    assert answer["claimed_cases"] > 0
    assert any("skill from luck" in remark for remark in answer["remarks"])


def test_short_histories_carry_no_claim(tmp_path: Path) -> None:
    path = write(tmp_path / "young.csv", rows_of(3, range(2008, 2015)))
    answer = backtest(path, "co2_t").as_json("en")
    assert answer["claimed_cases"] == 0
    assert "models" not in answer
    assert answer["all_cases"]
    assert any("no claim" in remark for remark in answer["remarks"])


def test_codes_and_missing_cells_as_spreadsheets_leave_them(tmp_path: Path) -> None:
    rows = rows_of(2)
    plain = backtest(write(tmp_path / "a.csv", rows), "co2_t").as_json("en")
    rows = [[f"{code}.0", f"{year}.0", value] for code, year, value in rows]
    rows.append(["110000.0", "2030.0", ""])
    found = backtest(write(tmp_path / "b.csv", rows), "co2_t").as_json("en")
    assert found["models"] == plain["models"]


def test_a_companion_column_is_named_and_never_seen_ahead(tmp_path: Path) -> None:
    rows = [[*row, float(str(row[2])) * 1.1] for row in rows_of(6)]
    head = (*HEAD, "co2_other")
    files = []
    for name, year in (("a", 9999), ("b", 2015)):
        changed = [[*r[:3], 7.0 if int(str(r[1])) > year else r[3]] for r in rows]
        path = write(tmp_path / f"{name}.csv", changed, head)
        files.append(tmp_path / f"{name}.out.csv")
        assert backtest(path, "co2_t", files[-1]).as_json("en")["companion"] == "co2_other"
    early = [
        [line for line in f.read_text().splitlines()[1:] if int(line.split(",")[1]) <= 2015]
        for f in files
    ]
    assert early[0] == early[1]


@pytest.mark.parametrize("series", ["co2_edgar8_t", "co2_ceads_mt"])
def test_the_default_beats_the_naive_ones_on_the_given_panel(
    series: str, shared_data: Path
) -> None:
    told = backtest(shared_data / "city_panel.csv", series).as_json("en")
    line = next(m for m in told["models"] if m["model"] == "pooled")
    floor = {"co2_edgar8_t": 0.14, "co2_ceads_mt": 0.03}[series]
    assert line["skill_low"] > floor
    assert 0.76 <= line["covered_80"] <= 0.84
    assert 0.87 <= line["covered_90"] <= 0.93
