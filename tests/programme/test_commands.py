"""``dafeng programme`` and ``dafeng verify`` as their users run them, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from tests.commands import answered, run
from tests.programme.acting import FIRST

from dafeng.programme import shipped


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rehearsal") / "out"
    done = run("programme", "rehearse", FIRST, "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_programmes_are_listed_and_shown_in_both_languages() -> None:
    listed = json.loads(answered("programme", "list", "--json").stdout)
    assert [p["name"] for p in listed] == list(shipped())
    said = {
        "zh": ("提交申报", "2023年11月15日24:00（北京时间）", "河北省"),
        "en": ("submit the application", "before 31 January 2024", "Hebei"),
    }
    for lang, words in said.items():
        shown = answered("programme", "show", FIRST, lang=lang)
        assert shown.returncode == 0, shown.stderr
        assert all(word in shown.stdout for word in words)
    rights = json.loads(answered("programme", "show", FIRST, "--rights", "--json").stdout)
    assert len(rights) > 1000


def test_a_file_is_checked_with_all_its_faults(tmp_path: Path) -> None:
    good = (files("dafeng.programme") / "programmes" / f"{FIRST}.toml").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(good, encoding="utf-8")
    assert answered("programme", "check", str(own)).returncode == 0
    assert answered("programme", "show", str(own)).returncode == 0
    own.write_text(good.replace("weight = 20", "weight = 2").replace("= 3\n3", "= 5\n3"), "utf-8")
    done = answered("programme", "check", str(own), "--json", lang="zh")
    assert done.returncode == 1
    found = {f["rule"] for f in json.loads(done.stdout)["faults"]}
    assert found == {"programme.file.weights", "programme.file.quota_sum"}
    own.write_bytes("标题".encode("gb18030"))
    assert answered("programme", "check", str(own)).returncode == 1


def test_a_receipt_holds_until_it_is_altered(record: Path, tmp_path: Path) -> None:
    receipt = sorted(record.glob("*.receipt.json"))[5]
    key = str(record / "key.txt")
    good = answered("verify", str(receipt), "--key", key)
    assert good.returncode == 0, good.stderr
    assert "all holds" in good.stdout
    spoilt = tmp_path / "spoilt.receipt.json"
    text = receipt.read_text(encoding="utf-8")
    actor = json.loads(text)["entry"]["actor"]
    spoilt.write_text(text.replace(actor, "somebody"), encoding="utf-8")
    bad = answered("verify", str(spoilt), "--key", key, "--json", lang="zh")
    assert bad.returncode == 1
    assert [f["rule"] for f in json.loads(bad.stdout)["faults"]] == ["record.receipt.path"]


def test_without_a_key_no_signature_counts(record: Path) -> None:
    receipt = min(record.glob("*.receipt.json"))
    done = answered("verify", str(receipt), "--json")
    assert done.returncode == 1
    assert [f["rule"] for f in json.loads(done.stdout)["faults"]] == ["record.key.unnamed"]


def test_a_whole_log_holds_until_it_is_altered(record: Path, tmp_path: Path) -> None:
    key = (record / "key.txt").read_text(encoding="utf-8").strip()
    assert answered("verify", str(record), "--key", key).returncode == 0
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("log.jsonl", "head.note"):
        (copy / name).write_bytes((record / name).read_bytes())
    log = copy / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"2024-02-23T15:59:59", b"2024-02-23T15:59:58"))
    done = answered("verify", str(copy), "--key", key, "--json")
    assert done.returncode == 1
    assert {f["rule"] for f in json.loads(done.stdout)["faults"]} == {"record.log.root"}
    (copy / "head.note").unlink()
    alone = answered("verify", str(copy), "--key", key, "--json")
    assert {f["rule"] for f in json.loads(alone.stdout)["faults"]} == {"record.log.unwitnessed"}


def test_a_log_that_breaks_the_rules_is_found_though_its_signature_holds(
    record: Path, tmp_path: Path
) -> None:
    from dafeng.desk.verifying_record import verify_record
    from dafeng.record import Log, SigningKey, entry_of

    lines = (record / "log.jsonl").read_bytes().splitlines()
    entries = [entry_of(json.loads(line)) for line in lines]
    signature = next(e for e in entries if e.kind == "programme.decide" and e.number > 40)
    preparer = entries[signature.number - 1].actor
    entries[signature.number] = replace(signature, actor=preparer)
    key = SigningKey("rehearsal", bytes(32))
    log = Log("rehearsal", tuple(entries))
    (tmp_path / "log.jsonl").write_bytes(log.lines())
    (tmp_path / "head.note").write_text(str(log.signed_head(key)), encoding="utf-8")
    assert verify_record(tmp_path, [str(key.verifier)]).faults == ()
    (tmp_path / "programme.json").write_bytes((record / "programme.json").read_bytes())
    found = verify_record(tmp_path, [str(key.verifier)]).faults
    assert [f.rule for f in found] == ["record.log.rules"]
    assert "two persons" in found[0].message.en


def test_receipt_and_log_say_which_files_they_stand_for(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from dafeng.desk.opening import examine
    from dafeng.desk.starting import new
    from dafeng.dossier.snapshot import content_hash
    from dafeng.files.dossiers import write_dossier
    from dafeng.files.results import sha256
    from dafeng.record import Log, SigningKey, next_entry

    plan, other, dossier = tmp_path / "plan.docx", tmp_path / "other.docx", tmp_path / "huzhou"
    plan.write_bytes(b"plan")
    other.write_bytes(b"other")
    new("330500", dossier, blank=True)
    found, _faults = examine(dossier)
    assert found is not None
    handed_in = {"plan": {"sha256": sha256(plan)}}
    content = {"prepared": {"snapshot": content_hash(found), "attachments": handed_in}}
    entry = next_entry(None, datetime(2024, 1, 30, tzinfo=UTC), "k", "s", "a", content)
    key = SigningKey("log", bytes(32))
    log = Log("log", (entry,))
    receipt = tmp_path / "r.receipt.json"
    receipt.write_text(json.dumps(log.receipt(0, log.signed_head(key)).as_json()), "utf-8")
    asked = ("verify", str(receipt), "--key", str(key.verifier))
    assert answered(*asked, "--holds", str(plan), "--holds", str(dossier)).returncode == 0
    write_dossier(found, tmp_path / "huzhou.xlsx", "workbook")
    with_macros = (tmp_path / "huzhou.xlsx").rename(tmp_path / "huzhou.XLSM")
    assert answered(*asked, "--holds", str(with_macros)).returncode == 0
    done = answered(*asked, "--holds", str(other), "--json")
    assert done.returncode == 1
    assert [f["rule"] for f in json.loads(done.stdout)["faults"]] == ["record.receipt.other"]
    (tmp_path / "log.jsonl").write_bytes(log.lines())
    asked = ("verify", str(tmp_path), "--key", str(key.verifier))
    assert answered(*asked, "--holds", str(plan), "--holds", str(dossier)).returncode == 0
    done = answered(*asked, "--holds", str(plan), "--holds", str(other), "--json")
    assert done.returncode == 1
    shown = json.loads(done.stdout)
    assert shown["holds"] == [str(plan)]
    assert [f["rule"] for f in shown["faults"]] == ["record.log.other"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("programme", "show", "nothing"), 2),
        (("programme", "rehearse", "nothing"), 2),
        (("programme", "rehearse", FIRST, "--out", "{record}"), 2),
        (("programme", "check", "no-such-file.toml"), 2),
        (("verify", "{key}"), 1),
        (("verify", "{receipt}", "--key", "nonsense"), 1),
        (("verify", "{results}", "--key", "x"), 2),
        (("verify", "{results}"), 1),
    ],
)
def test_wrong_use_and_wrong_input_are_told_apart(
    arguments: tuple[str, ...], status: int, record: Path, tmp_path: Path
) -> None:
    names = {
        "key": record / "key.txt",
        "receipt": min(record.glob("*.receipt.json")),
        "results": tmp_path,
        "record": record,
    }
    done = answered(*(a.format(**names) for a in arguments))
    assert done.returncode == status, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
