"""Starting a dossier: from public figures to a folder that a planner can fill."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shlex import quote
from typing import Any

from dafeng import reference
from dafeng.dossier.records import Dossier, Quality
from dafeng.errors import DafengError, FormatError, UnknownNameError
from dafeng.files.text_tables import decode
from dafeng.inventory.blank_dossier import blank_dossier
from dafeng.inventory.first_dossier import first_dossier, first_dossier_from_panel
from dafeng.language import Language, Text


class UnpublishedError(UnknownNameError):
    """Nothing is published about a place from which its dossier could start."""


class OccupiedError(DafengError):
    """The folder or file to be written is there already."""

    code = "occupied"


@dataclass(frozen=True, slots=True)
class NewDossier:
    """A dossier just written.

    Parameters
    ----------
    path
        Folder or workbook.
    dossier
        What was written.
    """

    path: Path
    dossier: Dossier

    def lines(self, language: Language) -> list[str]:
        """Return for readers what was written and what to do next."""
        who = self.dossier.identity
        estimates, whole = self._counts()
        path = quote(str(self.path))
        said = (
            Text(f"已建立档案：{self.path}", f"dossier written: {self.path}"),
            who.name,
            Text(f"边界：{who.boundary.zh}", f"boundary: {who.boundary.en}"),
            Text(
                f"基准年 {who.base_year}；能源与工业过程 {whole} 行，其中估算 {estimates} 行",
                f"base year {who.base_year}; {whole} rows of energy and processes, "
                f"{estimates} of them estimates",
            ),
            Text(
                f"请以本地数据替换估算，再运行 dafeng check {path}、dafeng plan {path}",
                f"replace estimates by your own figures, then: dafeng check {path}; "
                f"dafeng plan {path}",
            ),
        )
        return [text[language] for text in said]

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the same as plain values."""
        who = self.dossier.identity
        estimates, whole = self._counts()
        return {
            "path": str(self.path),
            "code": who.code,
            "name": who.name[language],
            "kind": who.kind,
            "boundary": who.boundary[language],
            "base_year": who.base_year,
            "rows": whole,
            "estimates": estimates,
            "published": dict(Counter(r.series for r in self.dossier.published)),
        }

    def _counts(self) -> tuple[int, int]:
        amounts = [r.amount for r in self.dossier.energy]
        amounts += [r.amount for r in self.dossier.process]
        return sum(a.quality is Quality.ESTIMATE for a in amounts), len(amounts)


def new(
    place: str | reference.Pilot,
    path: Path | str | None = None,
    *,
    panel: Path | str | None = None,
    blank: bool = False,
    language: Language = "zh",
    force: bool = False,
) -> NewDossier:
    """Start the dossier of a place from public figures.

    Parameters
    ----------
    place
        Code, park id or name in either language; or the place as it describes itself.
    path
        Folder, or a file ``.xlsx``; by default a folder named by the code.
    panel
        Panel of prefectures (csv), for a place that is no pilot.
    blank
        Start with the identity of the place and empty tables.
    language
        Language of headers.
    force
        Write over what is there.

    Raises
    ------
    UnknownNameError
        If the place is not known, or nothing is published about it.
    OccupiedError
        If something is there already.
    """
    from dafeng import files

    if blank:
        dossier = blank_dossier(place)
    else:
        dossier = _dossier(place, None if panel is None else Path(panel))
    target = Path(path or dossier.identity.code)
    if target.exists() and not force and (target.is_file() or any(target.iterdir())):
        raise OccupiedError(
            Text(
                f"{target} 已存在；换一个位置，或用 --force 覆盖",
                f"{target} is there already; choose another place, or --force",
            )
        )
    if target.suffix and target.suffix.lower() != ".xlsx" and not target.is_dir():
        raise FormatError(
            Text(
                f"档案是文件夹或 .xlsx 文件，不是 {target.suffix}",
                f"a dossier is a folder or an .xlsx file, not {target.suffix}",
            )
        )
    workbook = target.suffix.lower() == ".xlsx"
    files.write_dossier(dossier, target, "workbook" if workbook else "folder", language)
    return NewDossier(target, dossier)


def _require_series(found: reference.Division | reference.Pilot) -> None:
    hosts = (found.code,) if isinstance(found, reference.Division) else found.hosts
    if hosts and all(host in reference.places_with_series() for host in hosts):
        return
    raise UnpublishedError(
        Text(
            f"{found.name.zh}不是首批试点或其所在地，程序不带它的公开序列："
            "用 --panel 给出城市面板文件，或用 --blank 从空白档案开始",
            f"{found.name.en} is neither a pilot of the first batch nor host of one, so no "
            "published series of it is kept: give a panel of prefectures with --panel, or start "
            "from empty tables with --blank",
        )
    )


def _dossier(place: str | reference.Pilot, panel: Path | None) -> Dossier:
    found = reference.find_place(place) if isinstance(place, str) else place
    if panel is None:
        _require_series(found)
        return first_dossier(found)
    text = decode(panel.read_bytes())
    try:
        rows = list(csv.DictReader(io.StringIO(text or "", newline="")))
    except csv.Error:
        rows = []
    needed = {"city_adcode", "year"}
    if not rows or not needed <= set(rows[0]):
        raise UnknownNameError(
            Text(
                f"{panel} 不是 UTF-8 或 GB 18030 编码的面板文件，或缺少列 city_adcode、year",
                f"{panel} is no panel in UTF-8 or GB 18030 with the columns city_adcode and year",
            )
        )
    latest = date.today().year - 1  # noqa: DTZ011 - the user's own day
    return first_dossier_from_panel(found, rows, latest)
