"""The list of a batch as a workbook and as a Word document: the cases that a person may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from dafeng.dossier.sheets import RawSheet
from dafeng.files.word import word_bytes
from dafeng.files.workbooks import write_sheets
from dafeng.language import Language, Text, same
from dafeng.plan.binding import Statement
from dafeng.plan.tree import Column, DataTable, Document
from dafeng.programme import local_text, visible_cases
from dafeng.web.programmes.runs import Standing
from dafeng.web.programmes.showing import Row, rows

_HEADS: Final = (
    ("number", Text("序号", "No.")),
    ("body", Text("推荐单位", "Body")),
    ("code", Text("代码", "Code")),
    ("place", Text("地方", "Place")),
    ("kind", Text("类型", "Kind")),
    ("stage", Text("阶段", "Stage")),
    ("clock", Text("最近时限", "Nearest clock")),
)
_ORDER: Final = Text(
    "按推荐单位和代码排列，不按任何结果排名。",
    "In the order of recommending bodies and codes; never ranked by a result.",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as it stood for a person at an instant."""

    title: Text
    drawn: Text
    lines: tuple[tuple[Text, ...], ...]


def listed(found: Standing, person: str, now: datetime) -> Listed:
    """Return the cases that a person may see, line by line."""
    programme = found.programme
    seen = visible_cases(programme, found.run, person, now)
    title, batch = programme.title, programme.batches[found.run.batch].title
    lines = tuple(_lines(found, rows(found, seen, person, now)))
    drawn = Text("{now} 的状态", "as of {now}").format(now=local_text(now, programme.zone))
    return Listed(Text(f"{title.zh} {batch.zh}", f"{title.en}, {batch.en}"), drawn, lines)


def workbook(found: Listed, language: Language) -> bytes:
    """Return the list as a workbook; text stays text."""
    heads = tuple(head[language] for _id, head in _HEADS)
    cells = tuple(tuple(cell[language] for cell in line) for line in found.lines)
    sheet = RawSheet("", Text("名单", "list")[language], (heads, *cells))
    with TemporaryDirectory() as name:
        path = Path(name) / "list.xlsx"
        write_sheets([sheet], path)
        return path.read_bytes()


def document(found: Listed, language: Language) -> bytes:
    """Return the list as a Word document."""
    columns = tuple(Column(name, head, align="left") for name, head in _HEADS)
    table = DataTable("list", found.title, columns, found.lines, fitted=True)
    made = Document(
        found.title, found.drawn, (), (Statement(_ORDER),), (table,), draft=False, sheet=True
    )
    return word_bytes(made, language)


def _lines(found: Standing, listed: list[Row]) -> Iterator[tuple[Text, ...]]:
    eligible = found.programme.eligibility
    for number, row in enumerate(listed, 1):
        applicant = row.case.applicant
        clock = row.clock
        kind = eligible[applicant.kind].title if applicant.kind in eligible else same("–")
        limit = Text("{title}：{at}", "{title}: {at}")
        yield (
            same(str(number)),
            row.body,
            same(applicant.id),
            applicant.name,
            kind,
            row.stage,
            limit.format(title=clock.title, at=clock.read) if clock else same("–"),
        )
