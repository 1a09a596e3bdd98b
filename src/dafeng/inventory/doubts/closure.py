"""Do supply and use of a carrier meet, and if not, which cell would close them?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from dafeng import reference
from dafeng.dossier.records import Flow
from dafeng.errors import NOWHERE, Fault, Place, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import BURNING, CARRYING, Balance
from dafeng.inventory.entry import Entry
from dafeng.inventory.fuels import supplied, used
from dafeng.language import Text, significant

#: Supply and use of a carrier may differ by this share before it is reported [-].
BALANCE_TOLERANCE: Final = 0.05

#: Errors that one cell may hold (figure over what is right), and how well undoing one must close
#: the balance [-].
_ERRORS: Final = (1e4, 1e-4, 10.0, 0.1, 1e3, 1e-3, 100.0, 0.01)
_CLOSES: Final = 0.01
_CLOSING: Final = (
    Flow.FINAL_CONSUMPTION,
    Flow.LOSS,
    Flow.INFLOW,
    Flow.OUTFLOW,
    Flow.PRODUCTION,
    *BURNING,
    *CARRYING,
)


def check_closure(inventory: Inventory, balance: Balance) -> Iterator[Fault]:
    """Yield carriers whose supply and use are more than 5 % apart.

    Where nothing is used, what remains is measured by what came in: supply that power plants burn
    but for a small difference is closed. A stated statistical difference that makes up what is
    left open is an answer, not an error: it is doubted only where it is itself large beside what
    came in.

    The place is the cell that would close the balance if a common unit error were undone; else
    the largest cell of final consumption, or of supply where there is none.

    Parameters
    ----------
    inventory
        The account.
    balance
        The entries that it was compiled from.
    """
    supply = supplied(balance, inventory.years, inventory.carriers)
    use = used(balance, inventory.years, inventory.carriers)
    traded = {(e.year, e.carrier) for e in balance.of(Flow.INFLOW, Flow.OUTFLOW) if not e.estimated}
    for year, carrier in sorted(traded - balance.half_traded):
        at = inventory.years.index(year), inventory.carriers.index(carrier)
        pair = float(supply[at]), float(use[at])
        inward = _inward(balance, (year, carrier))
        explained = _explained(balance, (year, carrier), pair[0] - pair[1])
        scale = max(pair) if pair[1] > 0 and not explained else inward
        if max(pair) <= 0 or abs(pair[0] - pair[1]) <= BALANCE_TOLERANCE * scale:
            continue
        culprit = _culprit(balance, (year, carrier), pair)
        yield _unbalanced((year, carrier), (*pair, inward), culprit)


def _inward(balance: Balance, which: tuple[int, str]) -> float:
    """Return what is produced or comes in of a carrier in a year [TJ]."""
    inward = balance.of(Flow.PRODUCTION, Flow.INFLOW, Flow.RECOVERY, *BURNING, *CARRYING)
    return math.fsum(e.energy for e in inward if (e.year, e.carrier) == which and e.energy > 0)


def _explained(balance: Balance, which: tuple[int, str], gap: float) -> bool:
    """Say whether the statistical difference that is stated makes up a gap.

    Its sign is that of supply over use in balances of the bureaus; some write it reversed.
    """
    entries = balance.of(Flow.STATISTICAL_DIFFERENCE)
    stated = math.fsum(e.energy for e in entries if (e.year, e.carrier) == which)
    return stated != 0 and abs(abs(gap) - abs(stated)) <= _CLOSES * abs(gap)


def _culprit(
    balance: Balance, which: tuple[int, str], pair: tuple[float, float]
) -> tuple[Place, Text | None]:
    """Return the cell in which one common error explains an open balance, and the error."""
    cells = [e for e in balance.entries if (e.year, e.carrier) == which and e.flow in _CLOSING]
    coal = reference.standard_coals().get(which[1])
    factors = (*_ERRORS, *((coal.coefficient, 1 / coal.coefficient) if coal else ()))
    tried = [(_left_open(e, f, pair), -abs(e.energy), e.place, f) for e in cells for f in factors]
    best = min(tried, key=lambda t: t[:2], default=None)
    if best is not None and best[0] <= _CLOSES:
        return best[2], _undone(best[3])
    shown = [e for e in cells if e.flow is Flow.FINAL_CONSUMPTION] or cells
    return max(shown, key=lambda e: e.energy).place if shown else NOWHERE, None


def _undone(factor: float) -> Text:
    """Return in words what closes the balance: too large figures are divided, small multiplied."""
    by = significant(factor if factor > 1 else 1 / factor)
    zh, en = ("除以", "divided") if factor > 1 else ("乘以", "multiplied")
    return Text(
        f"；该格若{zh} {by}（单位之误）则平衡",
        f"; with this cell {en} by {by} (a wrong unit?) it closes",
    )


def _left_open(entry: Entry, factor: float, pair: tuple[float, float]) -> float:
    """Return how far a balance stays open once a cell is divided by a factor [-]."""
    supply, use = pair
    right = entry.energy / factor
    if entry.flow in (Flow.FINAL_CONSUMPTION, Flow.LOSS):
        use += right - entry.energy
    elif entry.flow is Flow.OUTFLOW:
        supply -= abs(right) - abs(entry.energy)
    else:
        supply += right - entry.energy
    larger = max(abs(supply), abs(use))
    return abs(supply - use) / larger if larger else 1.0


def _unbalanced(
    which: tuple[int, str],
    sides: tuple[float, float, float],
    culprit: tuple[Place, Text | None],
) -> Fault:
    (year, carrier), (supply, use, inward), (place, why) = which, sides, culprit
    name = reference.carriers()[carrier].name
    gap = abs(supply - use)
    share, of_all = gap / max(supply, use), gap / inward if inward > 0 else math.inf
    # beside large input to power plants a small gap is a large share of what they leave
    other = of_all < share
    return Fault(
        "inventory.balance.open",
        Severity.WARNING,
        place,
        Text(
            f"{year} 年{name.zh}：加工转换之后的供应 {significant(supply)} TJ，"
            f"终端消费与损失 {significant(use)} TJ，相差 {share:.1%}"
            f"{f'（为生产与调入合计的 {of_all:.1%}）' if other else ''}{why.zh if why else ''}",
            f"{name.en} in {year}: supply after transformation {significant(supply)} TJ, final "
            f"use and losses {significant(use)} TJ, {share:.1%} apart"
            f"{f' ({of_all:.1%} of production and inflow)' if other else ''}"
            f"{why.en if why else ''}",
        ),
        Text(
            "说明差额（超过 5%）；有平衡差额的填在“平衡差额”一行",
            "explain the difference (more than 5 %); enter a statistical difference in its row",
        ),
    )
