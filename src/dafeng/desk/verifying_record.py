"""Is a receipt, or a whole log, still what was signed? Checked offline, by public keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text, same
from dafeng.record import Entry, Head, Note, Receipt, VerifierKey

LOG, RULES = "log.jsonl", "*programme.json"
HEADS, RECEIPTS = "*.note", "*.receipt.json"


@dataclass(frozen=True, slots=True)
class VerifiedRecord:
    """What was held against the record.

    Parameters
    ----------
    head
        The longest head that was read; None if there is none.
    entries
        The entry of the receipt, or all of the log.
    witnesses
        Names under which heads are signed.
    held
        Files and dossiers whose hash stands in one of the entries.
    faults
        Everything that does not hold.
    """

    head: Head | None
    entries: tuple[Entry, ...]
    witnesses: tuple[str, ...]
    held: tuple[str, ...]
    faults: tuple[Fault, ...]


def is_record(path: Path) -> bool:
    """Say whether a path is a receipt or a folder with a log, and not a results folder."""
    return path.is_file() or (path / LOG).is_file()


def verify_record(
    path: Path, keys: Sequence[str] = (), held: Sequence[Path] = ()
) -> VerifiedRecord:
    """Check a receipt, or a folder with a log, its heads and its receipts.

    Parameters
    ----------
    path
        A receipt, or a folder with ``log.jsonl``, ``*.note`` and ``*.receipt.json``; if
        ``*programme.json`` lie there, events are played again under those rules.
    keys
        Public keys that the reader trusts, or files that hold them, one a line.
    held
        Files and dossiers whose hash is said to stand in the receipt or log.

    Raises
    ------
    InputError
        If a file cannot be read, or a key is none.
    """
    trusted = [key for text in keys for key in _keys(text)]
    return _receipt(path, trusted, held) if path.is_file() else _log(path, trusted, held)


def _receipt(path: Path, keys: Sequence[VerifierKey], held: Sequence[Path]) -> VerifiedRecord:
    from dafeng.record import audit_receipt

    receipt = _read_receipt(path)
    faults = [*audit_receipt(receipt, keys)]
    good = _found(held, (receipt.entry,))
    faults += [_not_held(item) for item in held if item not in good]
    names = tuple(map(str, good))
    witnesses = tuple(s.name for s in receipt.note.signatures)
    return VerifiedRecord(receipt.head, (receipt.entry,), witnesses, names, tuple(faults))


def _log(folder: Path, keys: Sequence[VerifierKey], held: Sequence[Path]) -> VerifiedRecord:
    from dafeng.record import audit_log

    found: dict[str, Note | Receipt] = {p.name: _read_note(p) for p in sorted(folder.glob(HEADS))}
    found |= {p.name: _read_receipt(p) for p in sorted(folder.glob(RECEIPTS))}
    notes = [w.note if isinstance(w, Receipt) else w for w in found.values()]
    audited = audit_log((folder / LOG).read_bytes(), found, keys)
    good = _found(held, audited.entries)
    faults = (
        *audited.faults,
        *(f for path in sorted(folder.glob(RULES)) for f in _against_rules(path, audited.entries)),
        *(_nowhere(item) for item in held if item not in good),
    )
    names = dict.fromkeys(s.name for note in notes for s in note.signatures)
    head = max(map(_head, notes), key=lambda h: h.size, default=None)
    return VerifiedRecord(head, audited.entries, tuple(names), tuple(map(str, good)), faults)


def _found(held: Sequence[Path], entries: Iterable[Entry]) -> list[Path]:
    """Return the files and dossiers whose hash stands in an entry."""
    stated = {digest for entry in entries for digest in _digests(entry.content)}
    return [item for item in held if _hashes(item) & stated]


def _against_rules(path: Path, entries: Sequence[Entry]) -> Iterator[Fault]:
    """Yield what the rules of a programme, if they lie beside the log, say against its events."""
    from dafeng.programme import RefusedError, event_of, replay, thaw

    rules = thaw(path.read_bytes())
    runs: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.content.get("version") == rules.version:
            runs.setdefault("/".join(entry.subject.split("/")[:2]), []).append(entry)
    for own in runs.values() or [[]]:
        try:
            replay(rules, map(event_of, own))
        except (RefusedError, ValueError, KeyError) as error:
            told = error.text if isinstance(error, RefusedError) else same(repr(error))
            yield _not_allowed(path, told)


def _head(note: Note) -> Head:
    from dafeng.record import head_of

    return head_of(note.text)


def _read_receipt(path: Path) -> Receipt:
    from dafeng.record import receipt_of

    try:
        return receipt_of(json.loads(path.read_bytes()))
    except ValueError as error:
        raise InputError([_unreadable(path)]) from error


def _read_note(path: Path) -> Note:
    from dafeng.record import head_of, note_of

    try:
        note = note_of(path.read_bytes().decode())
        head_of(note.text)
    except ValueError as error:
        raise InputError([_unreadable(path)]) from error
    return note


def _keys(text: str) -> Iterable[VerifierKey]:
    from dafeng.record import verifier_key

    path = Path(text)
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else [text]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([_unreadable(path)]) from error
    return [verifier_key(line) for line in lines if line.strip()]


def _digests(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [d for v in value for d in _digests(v)]
    return [value] if isinstance(value, str) else []


def _hashes(path: Path) -> set[str]:
    """Return the hash of a file's bytes, and that of its content if it is a dossier."""
    from dafeng.dossier.snapshot import content_hash
    from dafeng.files.dossiers import read_dossier
    from dafeng.files.results import sha256

    own = {sha256(path)} if path.is_file() else set()
    dossier, _faults = read_dossier(path)
    return own if dossier is None else {*own, content_hash(dossier)}


def _not_allowed(path: Path, told: Text) -> Fault:
    return Fault(
        "record.log.rules",
        Severity.ERROR,
        Place(file=str(path)),
        Text(
            "日志中有规则不允许的事件：{told}",
            "an event of the log is not allowed by the rules: {told}",
        ).format(told=told),
        Text("请日志运营方说明", "ask the operator of the log"),
    )


def _not_held(path: Path) -> Fault:
    return Fault(
        "record.receipt.other",
        Severity.ERROR,
        Place(file=str(path)),
        Text("这不是回执所记的内容", "this is not what the receipt stands for"),
        Text("找出当时提交的那一份", "find the copy that was handed in"),
    )


def _nowhere(path: Path) -> Fault:
    return Fault(
        "record.log.other",
        Severity.ERROR,
        Place(file=str(path)),
        Text("日志中没有一条记着它", "no entry of the log stands for this"),
        Text("找出当时提交的那一份", "find the copy that was handed in"),
    )


def _unreadable(path: Path) -> Fault:
    return Fault(
        "record.unreadable",
        Severity.ERROR,
        Place(file=str(path)),
        Text("这不是回执、日志头或公钥文件", "this is no receipt, head of a log or key"),
        Text("重新取得该文件", "get the file again"),
    )
