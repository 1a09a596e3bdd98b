"""``dafeng verify``: are results, a receipt or a whole log still what was written and signed?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dafeng.cli.options import as_json
from dafeng.cli.printing import print_faults, print_json, print_table
from dafeng.cli.speech import chosen, say
from dafeng.errors import Severity

if TYPE_CHECKING:
    from dafeng.desk.verifying import Verified
    from dafeng.desk.verifying_record import VerifiedRecord


@click.command(
    "verify",
    help=say(
        "核对结果、回执或日志是否未被改动。PATH 为结果文件夹时，用清单文件中的哈希核对其文件和"
        "旁边的档案，加 --rebuild 则由档案重新编制并逐个比对；为回执（.receipt.json）或含 "
        "log.jsonl 的文件夹时，离线核对签名、证明和条目。有不符时退出码为 1。",
        "Check that results, receipts or logs are unchanged. A PATH that is a results folder is "
        "held, with the dossier beside it, against the hashes of its manifest, and with --rebuild "
        "built again from the dossier and compared file by file; a receipt (.receipt.json) or a "
        "folder with log.jsonl is checked offline: signatures, proofs, entries. Exit status 1 if "
        "anything does not hold.",
    ),
)
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help=say(
        "信任的公钥，或存有公钥的文件；可重复。没有公钥时签名无从核对",
        "public key that you trust, or a file of them; repeatable. Without one no signature counts",
    ),
)
@click.option(
    "--holds",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help=say(
        "回执或日志应当记着的文件或档案；可重复",
        "file or dossier that the receipt or log should stand for; repeatable",
    ),
)
@click.option(
    "--rebuild",
    "dossier",
    type=click.Path(exists=True, path_type=Path),
    help=say(
        "由此档案按清单中的抽样数和种子重新编制，证明文件相同",
        "build again from this dossier with the draws and seed of the manifest, and prove that the "
        "files come out the same",
    ),
)
@click.option(
    "--guide",
    default="",
    metavar="ID|FILE",
    help=say("编制时所用的指南（若非默认）", "guide of that build, if not the default"),
)
@as_json
def command(
    path: Path,
    keys: tuple[str, ...],
    holds: tuple[Path, ...],
    dossier: Path | None,
    guide: str,
    *,
    as_json: bool,
) -> None:
    """Verify results, a receipt or a log."""
    from dafeng.desk.verifying_record import is_record, verify_record

    if is_record(path):
        if dossier is not None:
            raise click.UsageError(
                say("--rebuild 用于结果文件夹", "--rebuild is for a results folder")
            )
        found = verify_record(path, keys, holds)
        _print_record(path, found, as_json=as_json)
        sys.exit(1 if _wrong(found) else 0)
    if keys or holds:
        raise click.UsageError(
            say("--key 和 --holds 用于回执和日志", "--key and --holds are for receipts and logs")
        )
    if dossier is not None:
        sys.exit(_verify_rebuilt(path, dossier, guide, as_json=as_json))
    sys.exit(_verify_results(path, as_json=as_json))


def _verify_rebuilt(folder: Path, dossier: Path, guide: str, *, as_json: bool) -> int:
    from dafeng.desk.rebuilding import rebuild

    found = rebuild(folder, dossier, guide)
    if as_json:
        versions = {name: {"then": then, "now": now} for name, then, now in found.versions}
        print_json(
            {
                "folder": str(folder),
                "dossier": str(dossier),
                "files": found.files,
                "unlike": list(found.unlike),
                "inputs_changed": list(found.inputs),
                "versions_changed": versions,
            }
        )
        return 1 if found.unlike else 0
    for name in found.inputs:
        click.echo(say(f"档案文件已变：{name}", f"input has changed: {name}"))
    for name, then, now in found.versions:
        click.echo(say(f"版本不同：{name} {then} → {now}", f"other version: {name} {then} → {now}"))
    for name in found.unlike:
        click.echo(say(f"重新编制后不同：{name}", f"comes out otherwise: {name}"))
    click.echo(
        say(
            f"重新编制：{found.files} 个文件，{len(found.unlike)} 个不同",
            f"built again: {found.files} files, {len(found.unlike)} differ",
        )
    )
    return 1 if found.unlike else 0


def _verify_results(folder: Path, *, as_json: bool) -> int:
    from dafeng.desk.verifying import verify

    found = verify(folder)
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "files": found.files,
                "changed": list(found.changed),
                "unlisted": list(found.unlisted),
                "inputs_found": found.inputs_found,
                "inputs_changed": list(found.inputs_changed),
            }
        )
    else:
        _print_results(found)
    return 1 if found.changed or found.inputs_changed else 0


def _print_results(found: Verified) -> None:
    for name in found.changed:
        click.echo(say(f"缺失或改动：{name}", f"missing or changed: {name}"))
    for name in found.unlisted:
        click.echo(say(f"不在清单中：{name}", f"not in the manifest: {name}"))
    for name in found.inputs_changed:
        click.echo(
            say(
                f"编制后档案文件缺失或改动：{name}",
                f"input missing or changed since the build: {name}",
            )
        )
    if not found.inputs_found:
        click.echo(
            say(
                "结果旁没有档案，未核对输入；用 --rebuild 指明档案",
                "no dossier lies beside the results, its files are not checked; name it with "
                "--rebuild",
            )
        )
    click.echo(
        say(
            f"{found.files} 个文件，{len(found.changed)} 个不符",
            f"{found.files} files, {len(found.changed)} missing or changed",
        )
    )


def _print_record(path: Path, found: VerifiedRecord, *, as_json: bool) -> None:
    head = found.head
    if as_json:
        print_json(
            {
                "path": str(path),
                "origin": head.origin if head else None,
                "size": head.size if head else None,
                "root": head.root.hex() if head else None,
                "entries": [entry.as_json() for entry in found.entries],
                "signed_by": list(found.witnesses),
                "holds": list(found.held),
                "faults": [fault.as_json(chosen()) for fault in found.faults],
            }
        )
        return
    if path.is_file():
        _print_entries(found)
    for name in found.held:
        click.echo(say(f"有记录：{name}", f"on record: {name}"))
    print_faults(found.faults, chosen())
    count, signed = len(found.entries), ", ".join(found.witnesses) or "-"
    bad, unproved = _wrong(found), len(found.faults) - _wrong(found)
    click.echo(
        say(
            f"{count} 条，签名：{signed}；"
            + (f"{bad} 处不符" if bad else "有作证的部分相符" if unproved else "相符"),
            f"{count} {'entry' if count == 1 else 'entries'}, signed by {signed}; "
            + (
                f"{bad} fault(s)" if bad else "what is witnessed holds" if unproved else "all holds"
            ),
        )
    )


def _wrong(found: VerifiedRecord) -> int:
    """Return how much does not hold; what is only unproved is told and no fault."""
    return sum(f.severity is Severity.ERROR for f in found.faults)


def _print_entries(found: VerifiedRecord) -> None:
    head = found.head
    columns = (
        say("编号", "number"),
        say("时间（UTC）", "instant (UTC)"),
        say("事件", "kind"),
        say("对象", "subject"),
        say("步骤", "step"),
        say("人员", "actor"),
    )
    rows = [
        (
            str(e.number),
            e.instant,
            _kind(e.kind),
            e.subject,
            str(e.content.get("name", "")),
            e.actor,
        )
        for e in found.entries
    ]
    title = f"{head.origin}  {head.size}  {head.root.hex()[:16]}" if head else "-"
    print_table(title, columns, rows)
    for entry in found.entries:
        handed_in = entry.content.get("prepared") or entry.content.get("content") or {}
        for name, digest in _handed_in(handed_in):
            click.echo(f"  {name}  {digest}")


def _kind(kind: str) -> str:
    from dafeng.programme.events import kind_text

    return kind_text(kind)[chosen()]


def _handed_in(content: Any) -> Iterator[tuple[str, str]]:
    """Yield what was handed in: the snapshot and each file with its hash."""
    if not isinstance(content, dict):
        return
    if content.get("snapshot"):
        yield say("快照", "snapshot"), str(content["snapshot"])
    files = content.get("attachments")
    for name, file in (files if isinstance(files, dict) else {}).items():
        if isinstance(file, dict):
            yield str(name), str(file.get("sha256", "-"))
