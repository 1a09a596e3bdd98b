"""What do the results of a dossier look like as parts of a page?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from dafeng.desk import answer_inventory
from dafeng.desk.answers import Answer, AnswerTable
from dafeng.desk.building import Options, build
from dafeng.desk.opening import open_dossier
from dafeng.files.album import Album
from dafeng.files.report_html import section_html
from dafeng.language import LANGUAGES, Language, Text, number
from dafeng.plan import pictures, pictures_futures, scope
from dafeng.plan.chapters import (
    annex_assumptions,
    annex_inventory,
    annex_past,
    annex_peak,
    annex_portfolio,
    annex_record,
    indicators,
)
from dafeng.plan.chapters.requirements import main_decomposition
from dafeng.plan.material import PlanMaterial
from dafeng.plan.results_by_name import results_by_name
from dafeng.plan.tree import Block, figures_in

Part = Callable[[PlanMaterial], tuple[Block, ...]]


def _now(material: PlanMaterial) -> tuple[Block, ...]:
    return (pictures.by_sector(material),)


def _before(material: PlanMaterial) -> tuple[Block, ...]:
    found = main_decomposition(material)
    effects = () if found is None else (pictures.waterfall(material, found),)
    return (pictures.history(material), *effects)


def _ahead(material: PlanMaterial) -> tuple[Block, ...]:
    sectors = pictures_futures.courses(material)
    return (pictures.fan(material), pictures.chances(material), sectors)


#: Pages that need no portfolio, and the page of the portfolio, each with what stands on it.
PAGES: Final[Mapping[str, tuple[Part, ...]]] = {
    "inventory": (_now, annex_inventory.annex, indicators.table),
    "history": (_before, annex_past.drivers, annex_past.status),
    "pathway": (_ahead, annex_peak.annex, annex_assumptions.annex),
}
PORTFOLIO: Final[Mapping[str, tuple[Part, ...]]] = {"portfolio": (annex_portfolio.annex,)}

_FIGURES: Final = Text("文中数字的编号、精确值与来源", "Id, exact value and origin of each figure")
_DIGITS: Final = 4
_TEN_THOUSAND: Final = 1e4


def result_pages(
    folder: Path, pages: Mapping[str, tuple[Part, ...]], tell: Callable[[str], None]
) -> Iterator[tuple[str, Language, str]]:
    """Yield the pages of a dossier in each language, as HTML.

    Parameters
    ----------
    folder
        The dossier.
    pages
        `PAGES` or `PORTFOLIO`.
    tell
        Called with the name of each step as it begins.

    Raises
    ------
    InputError
        If the dossier or its account has errors.
    MethodError
        If the records do not suffice for a baseline.
    """
    opened = open_dossier(folder)
    if opened.dossier.identity.abroad and pages is PAGES:
        yield from _of_account_alone(folder, tell)
        return
    options = Options(progress=tell, portfolio=pages is PORTFOLIO)
    material = build(opened, options)
    told = replace(material, named=results_by_name(material))
    tell("pages")
    for language in LANGUAGES:
        album = Album(language)
        for name, parts in pages.items():
            yield name, language, _page(told, parts, album)


def _of_account_alone(
    folder: Path, tell: Callable[[str], None]
) -> Iterator[tuple[str, Language, str]]:
    """Yield the inventory of a place of another country, which has no futures."""
    tell("inventory")
    answer = answer_inventory.inventory(folder)
    for language in LANGUAGES:
        yield "inventory", language, answer_html(answer, language)


def _page(material: PlanMaterial, parts: Sequence[Part], album: Album) -> str:
    blocks = tuple(block for part in parts for block in part(material))
    return traced_html(scope.marked(material, blocks), album)


def traced_html(blocks: tuple[Block, ...], album: Album) -> str:
    """Return blocks as HTML, with a list of the figures to which their sentences point."""
    figures = annex_record.figures(figures_in(blocks))
    traced = section_html(figures, album)
    summary = escape(_FIGURES[album.language])
    return (
        f"{section_html(blocks, album)}\n<details><summary>{summary}</summary>\n{traced}</details>"
    )


def answer_html(answer: Answer, language: Language) -> str:
    """Return the tables of an answer and its remarks as HTML."""
    remarks = "".join(f"<li>{escape(text[language])}</li>" for text in answer.remarks)
    tables = "\n".join(_table(table, language) for table in answer.tables)
    return f"{tables}\n<ul>{remarks}</ul>" if remarks else tables


def _table(table: AnswerTable, language: Language) -> str:
    title = escape(table.title[language])
    heads = "".join(f'<th scope="col">{escape(head[language])}</th>' for _, head in table.columns)
    rows = "\n".join(_row(table, row, language) for row in table.rows)
    return (
        f'<div class="scroll" role="region" aria-label="{title}" tabindex="0"><table>'
        f"<caption>{title}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _row(table: AnswerTable, row: Sequence[Any], language: Language) -> str:
    digits = dict(table.digits)
    cells = []
    for (name, _), value in zip(table.columns, row, strict=True):
        shown = value / _TEN_THOUSAND if name in table.tonnes and value is not None else value
        cells.append(_cell(shown, digits.get(name), language))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(value: Any, digits: int | None, language: Language) -> str:
    if isinstance(value, Text):
        return f"<td>{escape(value[language])}</td>"
    if value is None:
        return "<td>–</td>"
    if isinstance(value, float):
        shown = number(value, digits) if digits is not None else f"{value:.{_DIGITS}g}"
        return f'<td class="number">{escape(shown)}</td>'
    return f"<td>{escape(str(value))}</td>"
