"""Is the log, or a receipt of it, still what was signed?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dafeng.errors import NOWHERE, Fault, Place, Severity
from dafeng.language import Text
from dafeng.record.canonical import NotCanonicalError
from dafeng.record.entry import Entry, entry_of
from dafeng.record.head import Head, head_of
from dafeng.record.note import Note, VerifierKey, signers
from dafeng.record.receipt import Receipt
from dafeng.record.tree import levels, root, root_of_path


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit of a log found.

    Parameters
    ----------
    entries
        Entries that could be read.
    faults
        Everything that does not hold.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def audit_receipt(receipt: Receipt, keys: Sequence[VerifierKey]) -> tuple[Fault, ...]:
    """Return what does not hold in a receipt.

    Parameters
    ----------
    receipt
        The receipt.
    keys
        Public keys that the reader trusts, each named for its log.
    """
    head, entry = receipt.head, receipt.entry
    found = list(_unsigned(receipt.note, head, keys, NOWHERE))
    if root_of_path(entry.leaf, entry.number, head.size, receipt.path) != head.root:
        found.append(fault("record.receipt.path", NOWHERE, number=entry.number, size=head.size))
    return tuple(found)


def audit_log(
    lines: bytes, witnesses: Mapping[str, Note | Receipt], keys: Sequence[VerifierKey]
) -> Audited:
    """Hold a log against the heads and receipts that others have kept.

    Parameters
    ----------
    lines
        The log as `Log.lines` writes it.
    witnesses
        Signed heads and receipts by the name of their file.
    keys
        Public keys that the reader trusts.
    """
    entries, faults = _read(lines)
    faults += _order(entries)
    tree = levels(entry.leaf for entry in entries)
    if not witnesses:
        faults.append(fault("record.log.unwitnessed", NOWHERE))
    for name, witness in witnesses.items():
        place = Place(file=name)
        note, head = witness.note if isinstance(witness, Receipt) else witness, _head(witness)
        faults += _unsigned(note, head, keys, place)
        if head.size > len(entries):
            faults.append(fault("record.log.short", place, size=head.size, entries=len(entries)))
        elif root(tree, head.size) != head.root:
            faults.append(fault("record.log.root", place, size=head.size))
        if isinstance(witness, Receipt):
            faults += _held(witness, entries, keys, place)
    longest = max((_head(w).size for w in witnesses.values()), default=0)
    if witnesses and longest < len(entries):
        faults.append(fault("record.log.uncovered", NOWHERE, count=len(entries) - longest))
    return Audited(tuple(entries), _once_unnamed(faults))


def _head(witness: Note | Receipt) -> Head:
    return head_of(witness.note.text if isinstance(witness, Receipt) else witness.text)


def _once_unnamed(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults, a missing key told once for each log."""
    told: set[str] = set()
    kept = []
    for found in faults:
        if found.rule == "record.key.unnamed":
            if found.message.en in told:
                continue
            told.add(found.message.en)
        kept.append(found)
    return tuple(kept)


def _held(
    receipt: Receipt, entries: Sequence[Entry], keys: Sequence[VerifierKey], place: Place
) -> Iterator[Fault]:
    number = receipt.entry.number
    if number < len(entries) and entries[number].data != receipt.entry.data:
        yield fault("record.log.entry", place, number=number)
    own = audit_receipt(receipt, keys)
    yield from (f for f in own if f.rule == "record.receipt.path")


def _unsigned(note: Note, head: Head, keys: Sequence[VerifierKey], place: Place) -> Iterator[Fault]:
    own = [key for key in keys if key.name == head.origin]
    if not own:
        signed = ", ".join(f"{s.name}+{s.mark.hex()}" for s in note.signatures)
        yield fault("record.key.unnamed", place, origin=head.origin, signed=signed)
    elif not signers(note, own):
        yield fault("record.signature", place, origin=head.origin)


def _read(lines: bytes) -> tuple[list[Entry], list[Fault]]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    if lines and not lines.endswith(b"\n"):
        faults.append(fault("record.line.cut", Place(row=lines.count(b"\n") + 1)))
    for row, line in enumerate(lines.removesuffix(b"\n").split(b"\n") if lines else (), start=1):
        try:
            entry = entry_of(_strict(line))
            data = entry.data
        except (ValueError, NotCanonicalError) as error:
            faults.append(fault("record.line.form", Place(row=row), reason=str(error)[:80]))
            continue
        if data != line:
            faults.append(fault("record.line.canonical", Place(row=row)))
        entries.append(entry)
    return entries, faults


def _strict(line: bytes) -> Any:
    """Return the value of a line; fractions, which have no canonical form, are refused."""

    def refuse(text: str) -> Any:
        raise ValueError(text)

    return json.loads(line, parse_float=refuse, parse_constant=refuse)


def _order(entries: Iterable[Entry]) -> Iterator[Fault]:
    last: Entry | None = None
    for row, entry in enumerate(entries, start=1):
        due = 0 if last is None else last.number + 1  # one gap is told once, and not by each line
        if entry.number != due:
            yield fault("record.log.number", Place(row=row), number=entry.number, due=due)
        if last is not None and entry.instant < last.instant:
            yield fault("record.log.clock", Place(row=row), number=entry.number)
        last = entry


def fault(rule: str, place: Place, **values: object) -> Fault:
    """Return a fault of the record by its rule."""
    message, remedy = _RULES[rule]
    severity = Severity.WARNING if rule in _WARNINGS else Severity.ERROR
    return Fault(rule, severity, place, message.format(**values), remedy.format(**values))


_ASK: Final = Text(
    "请日志运营方说明，并把您保存的回执或日志头交给其他见证方",
    "ask the operator of the log, and show the receipt or head that you kept to other witnesses",
)
#: Rules of what is not proved, where nothing is shown to be wrong.
_WARNINGS: Final = frozenset({"record.log.uncovered"})
_RULES: Final[dict[str, tuple[Text, Text]]] = {
    "record.receipt.path": (
        Text(
            "第 {number} 条不在日志头（共 {size} 条）所签的树中",
            "entry {number} is not in the tree of {size} entries that the head signs",
        ),
        _ASK,
    ),
    "record.key.unnamed": (
        Text(
            "没有给出 {origin} 的公钥，签名无从核对（签名者自称 {signed}）",
            "no public key of {origin} was given, so the signature was not checked "
            "(it claims to be of {signed})",
        ),
        Text(
            "用 --key 给出该日志公布的公钥或其文件",
            "name the public key that the log publishes, or its file, by --key",
        ),
    ),
    "record.signature": (
        Text("{origin} 的签名与其公钥不符", "the signature of {origin} does not fit its key"),
        _ASK,
    ),
    "record.log.unwitnessed": (
        Text(
            "没有日志头或回执可供对照：整份日志可能被重写",
            "there is no head or receipt to hold it against: the whole log may have been rewritten",
        ),
        Text(
            "把保存的日志头（.note）或回执（.receipt.json）放在同一文件夹",
            "put a head (.note) or receipt (.receipt.json) that was kept into the same folder",
        ),
    ),
    "record.log.uncovered": (
        Text(
            "最后 {count} 条没有日志头或回执作证：可能被重写",
            "the last {count} entries stand under no head: they may have been rewritten",
        ),
        Text("取得更新的日志头", "get a newer head"),
    ),
    "record.log.short": (
        Text(
            "日志只有 {entries} 条，而已签的日志头有 {size} 条",
            "the log has {entries} entries, but a signed head has {size}",
        ),
        _ASK,
    ),
    "record.log.root": (
        Text(
            "前 {size} 条的根与已签的日志头不符：其中有改动",
            "the root of the first {size} entries is not that of the signed head: "
            "something in them was altered",
        ),
        _ASK,
    ),
    "record.log.entry": (
        Text("第 {number} 条与回执不符", "entry {number} is not the one of the receipt"),
        _ASK,
    ),
    "record.line.cut": (
        Text("最后一行不完整", "the last line is cut"),
        Text("重新取得整个文件", "get the whole file again"),
    ),
    "record.line.form": (
        Text("这一行不是日志条目：{reason}", "this line is no entry: {reason}"),
        Text("重新导出日志", "export the log again"),
    ),
    "record.line.canonical": (
        Text("这一行不是规范写法", "this line is not in canonical form"),
        Text("重新导出日志，不要编辑", "export the log again and do not edit it"),
    ),
    "record.log.number": (
        Text("条目编号为 {number}，应为 {due}", "the entry has number {number}, due is {due}"),
        _ASK,
    ),
    "record.log.clock": (
        Text("第 {number} 条的时间早于前一条", "entry {number} is dated before the one above it"),
        _ASK,
    ),
}
