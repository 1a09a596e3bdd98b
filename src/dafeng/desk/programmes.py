"""Which programmes are there, what does one say, and would one's own file run?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text
from dafeng.programme import Played, Programme, Run, load_programme, programme, shipped
from dafeng.record import Entry, Log, SigningKey


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A batch that was played through with fictional people.

    Parameters
    ----------
    programme, title
        Under which rules, and what was shown.
    played
        Every event with what the rules said to it.
    files
        What was written; nothing if no folder was named.
    """

    programme: Programme
    title: Text
    played: tuple[Played, ...]
    files: tuple[Path, ...]


def listed() -> tuple[Programme, ...]:
    """Return the programmes that come with Dafeng."""
    return tuple(programme(name) for name in shipped())


def found(name: str) -> Programme:
    """Return a shipped programme by its name, or the one in a file of one's own.

    Raises
    ------
    UnknownNameError
        If there is neither.
    InputError
        If the file has faults; all are listed.
    """
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return checked(path)
    return programme(name)


def checked(path: Path) -> Programme:
    """Return the programme in a file.

    Raises
    ------
    InputError
        If it has faults; all are listed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError([_encoding(path)]) from error
    return load_programme(text, path.name)


def rehearse(name: str, folder: Path | None = None) -> Rehearsed:
    """Play a shipped programme through, and write its log and receipts if a folder is named.

    The key that signs is made from the programme's name: whoever has Dafeng has it too, so the
    files show how a record is verified and prove nothing else.

    Raises
    ------
    UnknownNameError
        If there is no such programme.
    OccupiedError
        If the folder holds anything already.
    """
    from dafeng.desk.starting import OccupiedError
    from dafeng.programme import entry_fields, freeze, play, rehearsal
    from dafeng.record import next_entry

    if folder is not None and folder.is_dir() and any(folder.iterdir()):
        raise OccupiedError(
            Text(f"{folder} 不是空文件夹，请另选", f"{folder} is not empty: name another folder")
        )
    rules = programme(name)
    script = rehearsal(rules)
    played = tuple(play(rules, script))
    entries: list[Entry] = []
    run: Run | None = None
    for act in played:
        if not act.refusals:
            last = entries[-1] if entries else None
            entries.append(next_entry(last, **entry_fields(rules, run, act.event)))
        run = act.run
    log = Log(f"rehearsal.invalid/{name}", tuple(entries))
    frozen = freeze(rules.document, rules.calendar)
    written = _written(log, frozen, folder) if folder else ()
    return Rehearsed(rules, script.title, played, written)


def _written(log: Log, frozen: bytes, folder: Path) -> tuple[Path, ...]:
    import hashlib
    import json

    key = SigningKey(log.origin, hashlib.sha256(log.origin.encode()).digest())
    note = log.signed_head(key)
    contents = {
        "log.jsonl": log.lines(),
        "head.note": str(note).encode(),
        "programme.json": frozen,
        "key.txt": f"{key.verifier}\n".encode(),
    }
    for entry in log.entries:
        if entry.kind == "programme.decide":
            receipt = log.receipt(entry.number, note).as_json()
            text = json.dumps(receipt, ensure_ascii=False, indent=1) + "\n"
            contents[f"{entry.number:04d}.receipt.json"] = text.encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return tuple(folder / name for name in contents)


def _encoding(path: Path) -> Fault:
    return Fault(
        "programme.file.encoding",
        Severity.ERROR,
        Place(file=path.name),
        Text("文件不是 UTF-8 编码", "the file is not UTF-8"),
        Text("另存为 UTF-8", "save it as UTF-8"),
    )
