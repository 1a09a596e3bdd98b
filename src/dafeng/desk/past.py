"""Why did the place's emissions change, and have they peaked? The past part of a build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from dafeng.axes import Axis, Floats
from dafeng.desk import series as known_series
from dafeng.desk.settings import SEED
from dafeng.dossier.records import Dossier
from dafeng.drivers import kaya, tapio
from dafeng.drivers.activity import Activity, read_activity
from dafeng.drivers.decomposition import Decomposition
from dafeng.drivers.factors import STRUCTURE
from dafeng.errors import MethodError, UnitError
from dafeng.inventory import comparable, uncertainty
from dafeng.inventory.account import Inventory
from dafeng.inventory.bases import Basis
from dafeng.language import Text
from dafeng.peak import past as peak_past
from dafeng.peak.past import Context
from dafeng.peak.status import PeakStatus
from dafeng.plan import names
from dafeng.plan.material import TapioState

#: Draws over which P(status) is taken.
DRAWS: Final = 2_000

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Choices:
    """How the past is looked at.

    Parameters
    ----------
    method
        Method of decomposition.
    form
        Form of decomposition.
    window
        Length of the decoupling windows [a].
    seed
        Seed of P(status).
    """

    method: kaya.Method = "lmdi-1"
    form: kaya.Form = "additive"
    window: int = 5
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Past:
    """What the past of a place says.

    Parameters
    ----------
    decompositions, decoupling, statuses, probability
        Results for every series that allows them; P(status) by series and status.
    remarks
        What could not be done, and why.
    """

    decompositions: tuple[Decomposition, ...]
    decoupling: tuple[TapioState, ...]
    statuses: tuple[PeakStatus, ...]
    probability: Mapping[str, Mapping[str, float]]
    remarks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Attempts:
    """Tries what may be impossible, and keeps the reasons."""

    reasons: list[Text] = field(default_factory=list)

    def possible(self, what: Text, make: Callable[[], R]) -> R | None:
        try:
            return make()
        except (MethodError, UnitError) as error:
            reason = Text(f"{what.zh}：{error.text.zh}", f"{what.en}: {error.text.en}")
            if reason not in self.reasons:
                self.reasons.append(reason)
            return None


def past_of(
    dossier: Dossier, inventory: Inventory, basis: Basis, choices: Choices | None = None
) -> Past:
    """Decompose, test and judge every series of a place; nothing is left out without a reason."""
    chosen = choices or Choices()
    tries = _Attempts([*_estimates_remark(inventory, basis), *_incomplete_remark(inventory, basis)])
    activity = tries.possible(
        Text("活动水平", "activity"),
        partial(read_activity, dossier.activity, dossier.identity.price_base),
    )
    return Past(
        decompositions=_decompositions(dossier, inventory, basis, activity, chosen, tries),
        decoupling=_decoupling(dossier, inventory, basis, activity, chosen.window, tries),
        statuses=_statuses(dossier, inventory, basis, activity, tries),
        probability=_probabilities(dossier, inventory, basis, chosen.seed, tries),
        remarks=tuple(tries.reasons),
    )


def _decompositions(
    dossier: Dossier,
    inventory: Inventory,
    basis: Basis,
    activity: Activity | None,
    chosen: Choices,
    tries: _Attempts,
) -> tuple[Decomposition, ...]:
    """Decompose every published series, and the account where all its years rest on entries."""
    if activity is None:
        return ()
    found = [
        tries.possible(
            _said("分解", "decomposition", s.id),
            partial(
                kaya.decompose_published,
                known_series.values(s),
                activity,
                s.id,
                method=chosen.method,
                form=chosen.form,
            ),
        )
        for s in known_series.published(dossier)
    ]
    if comparable.entered_years(inventory, basis) == inventory.years.labels:
        what = _said("分解", "decomposition", known_series.own_id(basis))
        make = partial(kaya.decompose, inventory, activity, basis, chosen.method, chosen.form)
        own = tries.possible(what, make)
        found.append(own)
        if own is not None and STRUCTURE not in own.factors:
            tries.reasons.append(_NO_STRUCTURE)
    return tuple(d for d in found if d is not None)


_NO_STRUCTURE: Final = Text(
    "各年产业增加值占比不全：产业结构的影响没有单列，含在能源强度中",
    "shares of value added are not stated for all years: the effect of structure is not told "
    "apart; it is part of energy intensity",
)


def _decoupling(
    dossier: Dossier,
    inventory: Inventory,
    basis: Basis,
    activity: Activity | None,
    window: int,
    tries: _Attempts,
) -> tuple[TapioState, ...]:
    states: list[TapioState] = []
    if activity is None:
        return ()
    for key, values in known_series.all_series(dossier, inventory, basis).items():
        what = _said("脱钩状态", "decoupling", key)
        found = tries.possible(what, partial(tapio.windows, values, activity.gdp, window)) or ()
        states += [
            TapioState(key, (d.first, d.last), tapio.NAMES[d.state], d.elasticity) for d in found
        ]
    return tuple(states)


def _statuses(
    dossier: Dossier,
    inventory: Inventory,
    basis: Basis,
    activity: Activity | None,
    tries: _Attempts,
) -> tuple[PeakStatus, ...]:
    gdp = activity.gdp if activity else None
    population = activity.population if activity else None
    parts = {known_series.own_id(basis): comparable.breakdown(inventory, basis)}
    found = [
        tries.possible(
            _said("达峰判断", "status", key),
            partial(peak_past.status, key, values, Context(gdp, population, parts.get(key, {}))),
        )
        for key, values in known_series.all_series(dossier, inventory, basis).items()
    ]
    return tuple(s for s in found if s is not None)


def _probabilities(
    dossier: Dossier, inventory: Inventory, basis: Basis, seed: int, tries: _Attempts
) -> dict[str, dict[str, float]]:
    """Return P(status) of every series.

    The account varies over its own uncertainty. A published series states none: its years err
    independently by `PUBLISHED_HALF_WIDTH`; an error of its level does not touch the status.
    """
    draws = {
        s.id: (s.years, peak_past.published_draws(s.id, s.values, DRAWS, seed))
        for s in known_series.published(dossier)
    }
    years = comparable.comparable_years(inventory, basis)
    if years:
        whole = uncertainty.monte_carlo(inventory, basis, DRAWS, seed)
        rows = [inventory.years.index(year) for year in years]
        draws[known_series.own_id(basis)] = (years, whole[rows])
    found = {
        key: tries.possible(_said("达峰判断", "status", key), partial(_probability, *given))
        for key, given in draws.items()
    }
    return {key: shares for key, shares in found.items() if shares is not None}


def _probability(years: tuple[int, ...], draws: Floats) -> dict[str, float]:
    shares = peak_past.status_probability(Axis("year", years), draws)
    return {status.value: share for status, share in shares.items()}


def _said(zh: str, en: str, key: str) -> Text:
    name = names.series(key)
    return Text(f"{name.zh}，{zh}", f"{name.en}, {en}")


_NO_FUEL: Final = Text(
    "清单中有年份没有任何燃料消费：不对清单作分解，达峰判断不用这些年份；请补全能源数据",
    "some years of the account have no fuel at all: the account is not decomposed, and those years "
    "are not judged; complete the energy figures",
)


def _estimates_remark(inventory: Inventory, basis: Basis) -> tuple[Text, ...]:
    entered = comparable.entered_years(inventory, basis)
    if entered == inventory.years.labels:
        return ()
    if set(inventory.years) <= {*entered, *comparable.fuelless_years(inventory)}:
        return (_NO_FUEL,)
    return (
        Text(
            "清单中有年份以估算为主，其部门和品种结构取自所在省单一年份：不对清单作分解，"
            "达峰判断只用以填报数据为主的年份",
            "some years of the account rest mainly on estimates with the structure of one "
            "provincial year: the account is not decomposed, and only years that rest on entries "
            "are judged",
        ),
    )


def _incomplete_remark(inventory: Inventory, basis: Basis) -> tuple[Text, ...]:
    lacking = comparable.incomplete_years(inventory, basis)
    if not lacking:
        return ()
    zh, en = "、".join(map(str, lacking)), ", ".join(map(str, lacking))
    return (
        Text(
            f"{zh} 年有较大部分未填报（电、热、燃料或工业过程为 NE、C）：这些年份的清单总量不完整，"
            "不参与脱钩、趋势和达峰判断",
            f"a substantial part of {en} is not recorded (electricity, heat, fuels or processes "
            "with NE or C): the account's totals of these years lack it and take no part in "
            "decoupling, trend and peak status",
        ),
    )
