"""Programme files: what ships says what is known, and every fault of a file is told at once."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from tests.programme.acting import FIRST

from dafeng import reference
from dafeng.errors import InputError, UnknownNameError
from dafeng.language import LANGUAGES
from dafeng.programme import Programme, condition, freeze, load_programme, programme, shipped, thaw
from dafeng.programme.events import kind_text
from dafeng.programme.guards import GUARDS


def text(name: str = FIRST) -> str:
    path = files("dafeng.programme") / "programmes" / f"{name}.toml"
    return path.read_text(encoding="utf-8")


def rules(content: str) -> set[str]:
    with pytest.raises(InputError) as error:
        load_programme(content, "own.toml")
    assert all(f.place.file == "own.toml" for f in error.value.faults)
    return {f.rule.removeprefix("programme.file.") for f in error.value.faults}


def test_the_quota_of_batch_1_fits_the_published_list() -> None:
    batch = programme(FIRST).batches["1"]
    listed: dict[str, int] = {}
    for pilot in reference.pilots():
        listed[pilot.province] = listed.get(pilot.province, 0) + 1
    assert dict(batch.quota) == listed
    assert batch.places == sum(listed.values()) == 35


def test_the_second_batch_says_what_is_not_known() -> None:
    batch = programme("cn-carbon-peaking-2025").batches["2"]
    assert (batch.places, batch.quota, batch.quota_rule) == (27, {}, "opening")
    assert "recommendation" not in batch.clocks
    limit = batch.clocks["plan"]
    assert limit.instant.isoformat() == "2025-04-25T16:00:00+00:00"
    assert limit.wording.zh == "2025年4月25日前"
    assert set(programme("cn-carbon-peaking-2025").batches) == {"2"}


@pytest.mark.parametrize("name", shipped())
def test_every_rule_rests_on_something(name: str) -> None:
    found = programme(name)
    for step in found.transitions.values():
        assert step.basis.mark in "QSIM"
    for source in found.sources.values():
        assert all(source.title[language] for language in LANGUAGES)
    used = {f.basis.source for f in found.facts} | {
        t.basis.source for t in found.transitions.values()
    }
    used |= {f.basis.source for b in found.batches.values() for f in b.facts}
    used |= {b.basis.source for b in found.batches.values()}
    used |= {c.basis.source for b in found.batches.values() for c in b.clocks.values()}
    used |= {c.basis.source for c in found.clocks.values()}
    used |= {e.basis.source for e in found.eligibility.values()}
    assert set(found.sources) - used == set()


@pytest.mark.parametrize("name", shipped())
def test_every_condition_reads_in_both_languages_without_inner_names(name: str) -> None:
    rules = programme(name)
    told = {g: condition(rules, g, GUARDS[g][1] == "count" and 3) for g in GUARDS}
    assert all(text.zh != text.en for text in told.values())
    for step in rules.transitions.values():
        for guard, argument in step.guards.items():
            text = condition(rules, guard, argument)
            inner = argument if isinstance(argument, list) else []
            assert not [i for i in inner if f"“{i}”" in text.zh or ("-" in i and i in text.en)]


@pytest.mark.parametrize("name", shipped())
def test_no_rubric_gives_points_for_an_early_or_low_peak(name: str) -> None:
    for criterion in programme(name).rubric.criteria:
        words = criterion.question.zh + criterion.question.en
        assert "早" not in words or "不按早晚高低" in words


def test_the_version_is_that_of_the_content_alone() -> None:
    same = load_programme("# a remark\n" + text(), "x.toml")
    assert same.version == programme(FIRST).version
    longer = text().replace("amount = 10", "amount = 11")
    assert load_programme(longer, "x.toml").version != same.version
    versions = [programme(name).version for name in shipped()]
    assert len(set(versions)) == len(versions)


@pytest.mark.parametrize("name", shipped())
def test_a_running_batch_keeps_its_version_though_files_and_calendars_change(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = programme(name)
    frozen = freeze(found.document, found.calendar)
    assert hashlib.sha256(frozen).hexdigest() == found.version
    monkeypatch.setattr("dafeng.programme.parsing.calendars", dict)
    again = thaw(frozen)
    assert again.version == found.version
    assert replace(again, calendar=found.calendar) == found
    assert again.calendar.workdays == found.calendar.workdays
    assert list(again.transitions) == list(found.transitions)


@pytest.mark.parametrize("frozen", [b"", b"{}", b'{"document":{},"calendar":{}}', b"[1]"])
def test_what_is_no_frozen_programme_is_told_so(frozen: bytes) -> None:
    with pytest.raises(InputError):
        thaw(frozen)


def test_a_file_may_build_on_a_shipped_programme() -> None:
    own = f"""
[programme]
base = "{FIRST}"
id = "own"
without = ["transition.replace", "attachment.annexes"]
title = {{ zh = "自己的", en = "own" }}

[transition.issue]
attachments = ["public-plan"]

[clock.appeal]
amount = 5
"""
    found: Programme = load_programme(own, "own.toml")
    assert found.id == "own"
    assert "replace" not in found.transitions
    assert found.clocks["appeal"].amount == 5
    assert found.transitions["issue"].attachments == ("public-plan",)
    assert found.transitions["issue"].sources == ("approved",)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('to = "cleared"', 'to = "heaven"', "reference"),
        ('to = "called"', 'to = "writing"', "subject"),
        ('decided_by = ["city_signatory"]', 'decided_by = ["mayor"]', "reference"),
        ('starts = ["recommendation"]\n', "", "never_started"),
        ('starts_each = ["plan"]', 'starts_each = ["publication"]', "subject"),
        ("assigned = 3", "assigned = -1", "guard"),
        ('snapshot = "new"', 'snapshot = "old"', "guard"),
        ("eligible = true\nquota = true", "eligible = true\nbribe = true", "reference"),
        ('settled = ["recommended", "checked"]', "settled = true", "guard"),
        ("130000 = 3", "130000 = 4", "quota_sum"),
        ("130000 = 3", "139999 = 3", "body"),
        ("130000 = 3", "130100 = 3", "body"),
        ("places = 35", 'places = 35\nquota_rule = "none"', "quota_rule"),
        ("weight = 20", "weight = 21", "weights"),
        ("conflict = 4", "conflict = 40", "rubric"),
        ('zone = "Asia/Shanghai"', 'zone = "Asia/Atlantis"', "zone"),
        ('calendar = "cn"', 'calendar = "moon"', "choice"),
        ("2024-02-01T00:00:00+08:00", "2024-02-01T00:00:00", "kind"),
        ("2024-02-01T00:00:00+08:00", '"31 January"', "kind"),
        ('title = { zh = "推荐", en = "recommend" }', 'title = { zh = "推荐" }', "language"),
        ('title = { zh = "推荐", en = "recommend" }', 'title = "推荐"', "language"),
        ('title = { zh = "推荐", en = "recommend" }', "", "missing"),
        ('mark = "Q"\nsource = "xixian"', 'mark = "Q"', "mark"),
        ('mark = "Q"\nsource = "xixian"', 'mark = "Z"\nsource = "xixian"', "choice"),
        ('source = "xixian"', 'source = "nowhere"', "reference"),
        ('to = "approved"\nprepared_by', 'to = "approved"\nattachments', "four_eyes"),
        ('to = "approved"\nprepared_by', 'to = "issued"\nclerical = true\nstops', "four_eyes"),
        ("clerical = true", "", "four_eyes"),
        ('decided_by = ["national_officer"]\nmark = "Q"', 'mark = "Q"', "nobody"),
        ('from = ["approved"]', 'from = ["approved", "issued"]', "leaves_final"),
        ('to = "not-selected"', 'to = "withdrawn"', "cascade-only"),
        ('phase = "issued"\nholds_place = true\nfinal = true', 'phase = "issued"', "trap"),
        ('phase = "application"\ninitial = true', 'phase = "application"', "initial"),
        ('read_reviewers", "read_shared"]', 'read_everything"]', "choice"),
        ("[rights.expert.assigned]", "[rights.expert.married]", "choice"),
        ("[rights.expert.assigned]", "[rights.ghost.assigned]", "reference"),
        ('expert = ["employer", "province"', 'expert = ["astrology"', "choice"),
        ('expert = ["employer"', 'oracle = ["employer"', "reference"),
        ("eligible = true\nquota = true\n\n", "eligible = true\n\n", "no_quota"),
        ('applied = "not-selected"', 'applied = "writing"', "cascade_place"),
        ("clerical = true", 'clerical = true\nstarts = ["revision"]', "four_eyes"),
        ("clerical = true", 'clerical = true\nstops = ["plan"]', "four_eyes"),
        ('to = "listed"\nprepared_by = ["national_officer"]\n', "", "four_eyes"),
        ("[transition.open-call.form.document]",
         "[transition.open-call.guard]\nanswered = true\n[transition.open-call.form.document]",
         "guard_subject"),
        ('roles = ["public"]', 'roles = ["pope"]', "reference"),
        ("[role.operator]", "[role.gardener]", "role"),
        ('from = ["writing"]\nto', 'frm = ["writing"]\nto', "unknown"),
        ("amount = 10", 'amount = "ten"', "kind"),
        ('extends = ["plan"]\n', "", "no_effect"),
        ("[programme]", "[programme", "unreadable"),
        ('id = "cn-carbon-peaking-2023"', 'base = "no-such"\nid = "x"', "base"),
        ('id = "cn-carbon-peaking-2023"',
         'base = "cn-shanghai-2024"\nwithout = ["stage.moon"]\nid = "x"', "base"),
    ],
)  # fmt: skip
def test_each_fault_of_a_file_is_found(old: str, new: str, rule: str) -> None:
    whole = text()
    assert old in whole, old
    spoilt = whole.replace(old, new)
    if rule == "cascade-only":  # a stage that only the list's cascade reaches is reached
        assert load_programme(spoilt, "own.toml").stages["not-selected"].final
        return
    assert rule in rules(spoilt)


def test_a_missing_text_is_asked_for_in_both_languages() -> None:
    spoilt = text().replace('title = { zh = "推荐", en = "recommend" }', "")
    with pytest.raises(InputError) as error:
        load_programme(spoilt, "own.toml")
    told = [f.remedy for f in error.value.faults if f.rule == "programme.file.missing"]
    assert [(t.zh, t.en) for t in told] == [
        ("补上：中文与英文各一段文字", "add it: a text with zh and en")
    ]


def test_every_kind_of_entry_has_a_word() -> None:
    for kind in (
        "people.invite",
        "people.decline",
        "people.withdraw",
        "people.holder",
        "dossier.version",
    ):
        assert kind not in (kind_text(kind).zh, kind_text(kind).en)
    assert kind_text("programme.appoint").en == "give a role"
    assert kind_text("other.kind").en == "other.kind"


def test_all_faults_are_told_at_once_with_their_places() -> None:
    spoilt = text().replace("130000 = 3", "130000 = 9").replace("weight = 20", "weight = 21")
    spoilt = spoilt.replace('to = "cleared"', 'to = "heaven"').replace("amount = 10", "amount = 0")
    with pytest.raises(InputError) as error:
        load_programme(spoilt, "own.toml")
    places = {f.place.field for f in error.value.faults}
    assert {"transition.clear.to", "batch.1.quota", "rubric.criteria"} <= places
    for fault in error.value.faults:
        for language in LANGUAGES:
            assert fault.message[language]
            assert fault.remedy[language]


#: 1 tries every value of the file.
STRIDE = int(os.environ.get("DAFENG_STRIDE", "41"))


def mutations(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for key, inner in value.items():
        found.append((*path, key))
        if isinstance(inner, dict):
            found += mutations(inner, (*path, key))
    return found


@pytest.mark.parametrize(
    ("offset", "junk"), [*enumerate((5, "?", [], {}, [1], {"x": 1}, True))], ids=repr
)
def test_no_value_whatever_breaks_the_reader(offset: int, junk: Any) -> None:
    """Put something else in the place of many values: a fault is told, nothing crashes."""
    from dafeng.programme.parsing import programme_of
    from dafeng.programme.reading import Findings
    from dafeng.programme.validation import validate

    document = tomllib.loads(text())
    for path in mutations(document)[offset::STRIDE]:
        spoilt = tomllib.loads(text())
        table = spoilt
        for key in path[:-1]:
            table = table[key]
        table[path[-1]] = junk
        findings = Findings("own.toml")
        found = programme_of(spoilt, "-", findings)
        if not findings.faults:
            validate(found, findings)


def test_a_programme_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownNameError, match="cn-carbon-peaking-2023"):
        programme("cn-carbon-peaking-1999")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("x = " + "[" * 3000, "unreadable"),
        ("x = " + "[" * 40 + "]" * 40, "unreadable"),
        (f"[batch.one]\nplaces = {'9' * 4000}\n", "value"),
        (f"[batch.one]\nplaces = {'9' * 5000}\n", "unreadable"),
        ("[batch.one]\nplaces = 10000\n", "kind"),
    ],
)
def test_what_no_programme_holds_is_a_fault_and_no_failure(content: str, rule: str) -> None:
    assert rule in rules(content)


def test_a_guard_is_left_out_and_not_switched_off() -> None:
    own = text().replace("quota = true", "quota = false", 1)
    assert rules(own) == {"guard"}
    with pytest.raises(InputError) as error:
        load_programme(text().replace("described = true", "described = 1"), "own.toml")
    assert error.value.faults[0].place.field == "begin.guard.described"
