"""The log: what is appended is proven, what is altered is found, and only witnesses make it so."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.errors import Severity
from dafeng.record import (
    ClockError,
    Entry,
    Log,
    Note,
    Receipt,
    SigningKey,
    audit_log,
    audit_receipt,
    canonical,
    countersign,
    entry_of,
    instant_of,
    instant_text,
    is_consistent,
    next_entry,
    receipt_of,
)

KEY = SigningKey("log.example", bytes(range(32)))
START = datetime(2025, 4, 25, 15, 59, 59, tzinfo=UTC)
#: 10,000 by ``make alterations``.
ALTERATIONS = int(os.environ.get("DAFENG_ALTERATIONS", "480"))


def log_of(size: int) -> Log:
    entries: list[Entry] = []
    for number in range(size):
        when = START + timedelta(seconds=7 * number)
        last = entries[-1] if entries else None
        content = {"name": "submit", "content": {"snapshot": f"{number:064x}", "note": "方案"}}
        entries.append(next_entry(last, when, "programme.decide", "p/1/330500", "a", content))
    return Log("log.example", tuple(entries))


def test_every_entry_has_a_receipt_that_holds() -> None:
    log = log_of(23)
    note = log.signed_head(KEY)
    for number in range(23):
        receipt = log.receipt(number, note)
        again = receipt_of(json.loads(json.dumps(receipt.as_json())))
        assert again == receipt
        assert audit_receipt(again, [KEY.verifier]) == ()


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(copy[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize(
    ("path", "new", "rule"),
    [
        (("entry", "instant"), "2025-04-25T15:58:59.000000Z", "record.receipt.path"),
        (("entry", "actor"), "b", "record.receipt.path"),
        (("entry", "number"), 3, "record.receipt.path"),
        (("entry", "content", "name"), "withdraw", "record.receipt.path"),
        (("path", 0), "A" * 43 + "=", "record.receipt.path"),
        (("path",), [], "record.receipt.path"),
    ],
)
def test_an_altered_receipt_does_not_hold(path: tuple[Any, ...], new: Any, rule: str) -> None:
    log = log_of(9)
    plain = log.receipt(4, log.signed_head(KEY)).as_json()
    found = audit_receipt(receipt_of(changed(plain, path, new)), [KEY.verifier])
    assert [fault.rule for fault in found] == [rule]


def test_a_receipt_under_a_forged_head_does_not_hold() -> None:
    forger = SigningKey("log.example", bytes(32))
    log = log_of(9)
    receipt = log.receipt(4, log.signed_head(forger))
    assert [f.rule for f in audit_receipt(receipt, [KEY.verifier])] == ["record.signature"]
    assert [f.rule for f in audit_receipt(receipt, [])] == ["record.key.unnamed"]
    other = SigningKey("else.example", bytes(range(32))).verifier
    assert [f.rule for f in audit_receipt(receipt, [other])] == ["record.key.unnamed"]


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"schema": "other"},
        {"schema": "dafeng-receipt-1"},
        {"schema": "dafeng-receipt-1", "path": 5},
    ],
)
def test_what_is_no_receipt_is_told_so(value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        receipt_of(value)


def test_the_clock_may_not_run_behind_the_log() -> None:
    log = log_of(2)
    last = log.entries[-1]
    with pytest.raises(ClockError):
        next_entry(last, START, "k", "s", "a", {})
    same_moment = next_entry(last, instant_of(last.instant), "k", "s", "a", {})
    assert same_moment.number == 2
    with pytest.raises(ValueError, match="zone"):
        instant_text(datetime(2025, 1, 1))  # noqa: DTZ001 - just that is refused


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_instants_as_text_sort_as_instants(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)
    assert instant_of(instant_text(one)) == one


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_grown_log_is_consistent_with_every_older_head(first: int, second: int) -> None:
    first, second = sorted((first, second))
    log = log_of(second)
    old, new = log.head(first), log.head()
    assert is_consistent(first, second, old.root, new.root, log.consistency(first))


def backdated(lines: list[bytes], rng: random.Random) -> list[bytes]:
    row = rng.randrange(1, len(lines))
    entry = entry_of(json.loads(lines[row]))
    earlier = instant_of(entry.instant) - timedelta(seconds=rng.randrange(1, 7))
    lines[row] = replace(entry, instant=instant_text(earlier)).data
    return lines


def edited(lines: list[bytes], rng: random.Random) -> list[bytes]:
    row = rng.randrange(len(lines))
    entry = entry_of(json.loads(lines[row]))
    content = {**entry.content, "content": {"snapshot": f"{rng.getrandbits(255):064x}"}}
    lines[row] = replace(entry, content=content).data
    return lines


def flipped(lines: list[bytes], rng: random.Random) -> list[bytes]:
    row = rng.randrange(len(lines))
    at = rng.randrange(len(lines[row]))
    byte = bytes([lines[row][at] ^ (1 << rng.randrange(8))])
    lines[row] = lines[row][:at] + byte + lines[row][at + 1 :]
    return lines


def dropped(lines: list[bytes], rng: random.Random) -> list[bytes]:
    del lines[rng.randrange(len(lines))]
    return lines


def swapped(lines: list[bytes], rng: random.Random) -> list[bytes]:
    one, other = rng.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def renumbered(lines: list[bytes], rng: random.Random) -> list[bytes]:
    """Swap two entries and write their numbers and times so that the order looks right."""
    one, other = sorted(rng.sample(range(len(lines)), 2))
    first, second = (entry_of(json.loads(lines[n])) for n in (one, other))
    lines[one] = replace(first, actor=second.actor + "x", content=second.content).data
    lines[other] = replace(second, content=first.content).data
    return lines


def inserted(lines: list[bytes], rng: random.Random) -> list[bytes]:
    row = rng.randrange(len(lines))
    made = [entry_of(json.loads(line)) for line in lines]
    near = made[row]
    made.insert(row, replace(near, actor="intruder"))
    return [replace(e, number=n).data for n, e in enumerate(made)]


def truncated(lines: list[bytes], rng: random.Random) -> list[bytes]:
    return lines[: rng.randrange(len(lines))]


ALTERATIONS_BY_NAME: dict[str, Callable[[list[bytes], random.Random], list[bytes]]] = {
    f.__name__: f
    for f in (edited, flipped, dropped, swapped, renumbered, inserted, truncated, backdated)
}


def test_every_alteration_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    log = log_of(24)
    whole, note = log.lines(), log.signed_head(KEY)
    assert audit_log(whole, {"head.note": note}, [KEY.verifier]).faults == ()
    rng = random.Random(20251122)  # noqa: S311 - not a secret
    missed, names = [], list(ALTERATIONS_BY_NAME)
    for turn in range(ALTERATIONS):
        name = names[turn % len(names)]
        lines = ALTERATIONS_BY_NAME[name](whole.splitlines(), rng)
        altered = b"".join(line + b"\n" for line in lines)
        assert altered != whole
        if not audit_log(altered, {"head.note": note}, [KEY.verifier]).faults:
            missed.append((turn, name))
    with capsys.disabled():
        if ALTERATIONS >= 10_000:
            print(f"\n{ALTERATIONS} alterations, {len(missed)} not found")  # noqa: T201
    assert not missed


def test_only_a_head_that_others_kept_stops_a_log_from_being_rewritten() -> None:
    """Without a witness a rebuilt log is as good as the old one: the sabotage of the test above."""
    log = log_of(20)
    forged = Log(log.origin, tuple(replace(e, actor="forger") for e in log.entries))
    rewritten = {"head.note": forged.signed_head(KEY)}
    assert audit_log(forged.lines(), rewritten, [KEY.verifier]).faults == ()
    kept: dict[str, Note | Receipt] = {
        **rewritten,
        "kept.receipt.json": log.receipt(7, log.signed_head(KEY)),
    }
    found = {f.rule for f in audit_log(forged.lines(), kept, [KEY.verifier]).faults}
    assert found == {"record.log.root", "record.log.entry"}
    both: dict[str, Note | Receipt] = {**kept, "a.note": log.signed_head(KEY)}
    unnamed = [f.rule for f in audit_log(log.lines(), both, []).faults]
    assert unnamed.count("record.key.unnamed") == 1
    alone = audit_log(forged.lines(), {}, [KEY.verifier]).faults
    assert [f.rule for f in alone] == ["record.log.unwitnessed"]


def test_an_older_head_holds_the_beginning_of_a_longer_log() -> None:
    log = log_of(12)
    older = Log(log.origin, log.entries[:5])
    city = SigningKey("huzhou", bytes([9]) * 32)
    kept = {"old.note": countersign(older.signed_head(KEY), city)}
    (late,) = audit_log(log.lines(), kept, [KEY.verifier]).faults
    assert (late.rule, late.severity) == ("record.log.uncovered", Severity.WARNING)
    assert "7" in late.message.en
    assert audit_log(older.lines(), kept, [KEY.verifier]).faults == ()
    shorter = Log(log.origin, log.entries[:4]).lines()
    assert [f.rule for f in audit_log(shorter, kept, [KEY.verifier]).faults] == ["record.log.short"]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"not json", "record.line.form"),
        (b'{"number":0.5}', "record.line.form"),
        (b"[]", "record.line.form"),
        (canonical({"schema": "dafeng-entry-1", "number": 0}), "record.line.form"),
    ],
)
def test_lines_that_are_no_entries_are_told_with_their_row(line: bytes, rule: str) -> None:
    log = log_of(1)
    kept = {"head.note": log.signed_head(KEY)}
    found = audit_log(log.lines() + line + b"\n", kept, [KEY.verifier]).faults
    assert [(f.rule, f.place.row) for f in found] == [(rule, 2)]
    cut = audit_log(log.lines() + log.lines()[:-1], kept, [KEY.verifier]).faults
    assert "record.line.cut" in [f.rule for f in cut]


def test_the_same_entry_written_otherwise_is_not_the_entry() -> None:
    log = log_of(1)
    pretty = json.dumps(json.loads(log.lines()), ensure_ascii=False).encode() + b"\n"
    kept = {"head.note": log.signed_head(KEY)}
    assert [f.rule for f in audit_log(pretty, kept, [KEY.verifier]).faults] == [
        "record.line.canonical"
    ]


def test_proofs_of_a_long_log_are_quick() -> None:
    from dafeng.record import inclusion_path, leaf_hash, levels

    leaves = [leaf_hash(b"%d" % n) for n in range(100_000)]
    nodes = levels(leaves)
    assert len(inclusion_path(nodes, 77_777, 100_000)) == 17


@pytest.mark.parametrize("spoilt", [b"9007199254740993", b'"\\ud800"'])
def test_a_line_that_has_no_canonical_form_is_a_fault_of_that_line(spoilt: bytes) -> None:
    log = log_of(3)
    lines = log.lines().split(b"\n")
    lines[1] = lines[1].replace(b'"content":{', b'"content":{"odd":' + spoilt + b",", 1)
    found = audit_log(b"\n".join(lines), {"head.note": log.signed_head(KEY)}, [KEY.verifier])
    assert ("record.line.form", 2) in {(f.rule, f.place.row) for f in found.faults}


def test_a_gap_is_told_once_and_not_by_every_line_after_it() -> None:
    lines = log_of(40).lines().splitlines(keepends=True)
    faults = audit_log(b"".join([*lines[:7], *lines[8:]]), {}, [KEY.verifier]).faults
    assert [f.place.row for f in faults if f.rule == "record.log.number"] == [8]
