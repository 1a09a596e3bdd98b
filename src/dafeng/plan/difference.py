"""What changed between two builds of a plan: rows, figures, and why the peak moved?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.dossier.records import Dossier
from dafeng.dossier.snapshot import content_hash
from dafeng.language import Text
from dafeng.plan.figure_changes import Figure, FigureChanges, figure_changes
from dafeng.plan.peak_credit import PeakCredit, Peaks, peak_credit
from dafeng.plan.row_changes import RowChanges, row_changes, table_name

#: Tables whose rows do not act on the futures.
IDLE: Final = (
    *("measures", "projects", "tasks", "reforms", "targets", "actuals", "texts"),
    "sources",
)

_NO_ROWS: Final = Text(
    "只有结果、没有与之对应的档案：未比较填报的各行，也说不出峰值为何变动；请直接比较两份档案",
    "results without the dossier they were made from: rows are not compared and why the peak moved "
    "cannot be told; compare the two dossiers themselves",
)
_OTHER_PLACE: Final = Text(
    "两者不是同一个地方：峰值之差不归因于数据的变动，也不作早晚高低的比较",
    "these are two places: the difference of their peaks is no effect of changed inputs, and "
    "places are not ranked by peak",
)
_NO_PORTFOLIO: Final = Text(
    "只有一方选取了措施组合，组合和工程减排未比较",
    "one of the two alone has a portfolio: it is not compared, nor is what projects avoid",
)
#: Groups of figures that a build without a portfolio does not have.
_PROMISED: Final = frozenset(("portfolio", "projects"))
_ORDER: Final = Text("各行内容相同，只是次序不同", "all rows are the same, in another order")


@dataclass(frozen=True, slots=True)
class BuildSide:
    """One of the two builds.

    Parameters
    ----------
    code
        Place.
    figures
        From `dafeng.plan.figure_changes.figures_of`.
    dossier
        As handed in, estimates that entries supersede included; None if it is not at hand.
    """

    code: str
    figures: tuple[Figure, ...]
    dossier: Dossier | None = None


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What differs between two builds.

    Parameters
    ----------
    figures
        Results that differ.
    rows
        Rows that differ; None if a dossier is not at hand.
    credit
        Why the peak moved; None if no input that acts differs, or this cannot be told.
    remarks
        What a reader must know.
    """

    figures: FigureChanges
    rows: RowChanges | None
    credit: PeakCredit | None
    remarks: tuple[Text, ...] = ()

    @property
    def empty(self) -> bool:
        """Say whether nothing differs that was compared."""
        return not (self.figures.changes or (self.rows and self.rows.changes) or self.credit)


def difference(
    before: BuildSide, after: BuildSide, peaks: Peaks | None, seed: int
) -> PlanDifference:
    """Compare two builds.

    Parameters
    ----------
    before, after
        The builds.
    peaks
        Runs a dossier, see `dafeng.plan.peak_credit.peak_credit`; None if the peak is not asked
        after.
    seed
        Of the noise of the credits.
    """
    one, other = (_promised(side.figures) for side in (before, after))
    kept = [
        side.figures if one == other else tuple(f for f in side.figures if f.id[0] not in _PROMISED)
        for side in (before, after)
    ]
    figures = figure_changes(*kept)
    foreign: tuple[Text, ...] = (_OTHER_PLACE,) if before.code != after.code else ()
    foreign = foreign if one == other else (*foreign, _NO_PORTFOLIO)
    if before.dossier is None or after.dossier is None:
        return PlanDifference(figures, None, None, (*foreign, _NO_ROWS))
    rows = row_changes(before.dossier, after.dossier)
    credit = None
    if peaks and before.code == after.code:
        credit = peak_credit(before.dossier, after.dossier, peaks, seed)
    remarks = (*foreign, *_order(before.dossier, after.dossier, rows), *_idle(rows, credit))
    return PlanDifference(figures, rows, credit, remarks)


def _promised(figures: tuple[Figure, ...]) -> bool:
    return any(figure.id[0] in _PROMISED for figure in figures)


def _order(before: Dossier, after: Dossier, rows: RowChanges) -> tuple[Text, ...]:
    moved = not rows.changes and content_hash(before) != content_hash(after)
    return (_ORDER,) if moved else ()


def _idle(rows: RowChanges, credit: PeakCredit | None) -> tuple[Text, ...]:
    """Say which of the tables that changed do not act on the futures, beside credits."""
    changed = {change.table for change in rows.changes}
    named = [table_name(table) for table in IDLE if table in changed]
    if not named or credit is None:
        return ()
    zh, en = "、".join(t.zh for t in named), ", ".join(t.en.lower() for t in named)
    return (
        Text(f"{zh}不进入情景测算，未分得峰值变动", f"{en} do not act on the futures: no credit"),
    )
