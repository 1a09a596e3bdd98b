"""``dafeng sweep``: when do many places peak, and when does their sum, drawn together?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from dafeng import reference
from dafeng.desk import account
from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.desk.building import Accounted, compile_inventory, open_account
from dafeng.dossier.records import Identity
from dafeng.errors import Fault, InputError, Severity
from dafeng.inventory.bases import Basis
from dafeng.inventory.first_dossier import first_dossier
from dafeng.language import Text
from dafeng.peak.futures import PeakOutlook
from dafeng.peak.outlook import probability_by
from dafeng.peak.sweep import Swept, sweep, sweep_sum
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.defaults import name_of
from dafeng.scenarios.engine.sweep import COMMON
from dafeng.scenarios.ensemble import LEVELS
from dafeng.scenarios.stocks.place import ENTERED, Stocks, stocks_of
from dafeng.scenarios.story import Scenario, own_scenarios, scenario

#: Years of the table of the sum.
MILESTONES = (2025, 2030, 2035, 2040, 2050, 2060)

_REMARKS = (
    Text(
        "概率只在情景内部成立；按给定或名单顺序排列，达峰早晚高低不作排名",
        "probabilities hold within the scenario; in the order given or of the list: places are "
        "not ranked by peak",
    ),
    Text(
        "从基准年起抽样，不接各地历史；基准年为最大值者读作“该年或以前”",
        "drawn from the base year on, without each place's past; a maximum in the base year reads "
        '"in that year or before"',
    ),
)


@dataclass(frozen=True, slots=True)
class Sweeping:
    """What is swept and how.

    Parameters
    ----------
    scenario
        Scenario id; of a place's own where it has one of that name.
    draws
        Draws of each place.
    seed
        Seed of all streams.
    executor
        Where places are computed; None uses the threads of this machine.
    watch
        Told of the number of finished places and of all.
    """

    scenario: str
    draws: int
    seed: int
    executor: Executor | None = None
    watch: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class _Posed:
    """One place, ready to be drawn."""

    identity: Identity
    basis: Basis
    pair: tuple[Baseline, Scenario]
    stocks: Stocks | None
    faults: tuple[Fault, ...]


def pilots() -> Iterator[Accounted]:
    """Yield the first account of every pilot of the first batch, in the order of the list."""
    for pilot in reference.pilots():
        dossier = first_dossier(pilot.id)
        inventory, faults = compile_inventory(dossier)
        yield Accounted(dossier, inventory, faults)


def opened(paths: Sequence[Path]) -> Iterator[Accounted]:
    """Yield the account of every dossier.

    Raises
    ------
    InputError
        If dossiers have errors: those of all, files named with their dossier.
    """
    wrong: list[Fault] = []
    for path in paths:
        try:
            yield open_account(path)
        except InputError as error:
            wrong += [_within(path.name, fault) for fault in error.faults]
    if wrong:
        raise InputError(wrong)


def _within(place: str, fault: Fault) -> Fault:
    """Return the fault with its file named after the place or dossier that holds it."""
    file = fault.place.file
    named = file if file == place else f"{place}/{file}".rstrip("/")
    return replace(fault, place=replace(fault.place, file=named))


def swept(accounts: Iterable[Accounted], asked: Sweeping) -> Answer:
    """Draw all places and say when each peaks, and when the sum of the cities does.

    Raises
    ------
    InputError
        If an account has errors.
    MethodError
        If a place's records do not suffice for a baseline.
    UnknownNameError
        If there is no such scenario.
    """
    posed = [_posed(found, asked.scenario) for found in accounts]
    found, whole = _drawn(posed, asked)
    story = name_of(asked.scenario)
    tables = (_places(posed, found, story), *(_sum(whole, story) if whole else ()))
    facts = (("scenario", asked.scenario), ("draws", asked.draws), ("seed", asked.seed))
    noticed = [_within(p.identity.code, fault) for p in posed for fault in p.faults]
    faults = tuple(fault for fault in noticed if fault.severity is not Severity.NOTE)
    remarks = (*_REMARKS, *_on_sum(posed, whole), *_on_notes(len(noticed) - len(faults)))
    return Answer("sweep", ("", Text("各地", "places")), tables, facts, remarks, faults)


def _posed(found: Accounted, scenario_id: str) -> _Posed:
    dossier = found.dossier
    baseline = baseline_of(found.inventory, dossier)
    own = {s.id: s for s in own_scenarios(baseline, dossier.assumptions)}
    story = own.get(scenario_id) or scenario(baseline, scenario_id, dossier.assumptions)
    basis = account.plan_basis(dossier)
    stocks = stocks_of(dossier, ENTERED)
    return _Posed(dossier.identity, basis, (baseline, story), stocks, found.faults)


def _drawn(posed: Sequence[_Posed], asked: Sweeping) -> tuple[list[Swept], Swept | None]:
    """Draw places of one basis together; the sum is that of the assessment basis."""
    order = sorted(range(len(posed)), key=lambda i: posed[i].basis.value)
    found: dict[int, Swept] = {}
    whole = None
    for basis, group in groupby(order, key=lambda i: posed[i].basis):
        members = list(group)
        pairs = [posed[i].pair for i in members]
        stocks: Mapping[str, Stocks] = {
            p.identity.code: p.stocks for p in (posed[i] for i in members) if p.stocks
        }
        rest = (asked.draws, asked.seed, basis.value, COMMON, asked.executor, asked.watch, stocks)
        if _adds_up([posed[i] for i in members]):
            parts, whole = sweep_sum(pairs, *rest)
        else:
            parts = sweep(pairs, *rest)
        found |= dict(zip(members, parts, strict=True))
    return [found[i] for i in range(len(posed))], whole


def _adds_up(members: Sequence[_Posed]) -> bool:
    """Return whether places may be added: cities, each once, with the same years."""
    cities = all(p.basis is Basis.ASSESSMENT for p in members)
    spans = {(base.year, story.horizon) for base, story in (p.pair for p in members)}
    codes = {p.identity.code for p in members}
    return cities and len(members) > 1 and len(spans) == 1 and len(codes) == len(members)


def _on_sum(posed: Sequence[_Posed], whole: Swept | None) -> tuple[Text, ...]:
    cities = sum(p.basis is Basis.ASSESSMENT for p in posed)
    if whole is not None:
        return (
            Text(
                f"合计只含 {cities} 个城市：园区位于所在城市之内，不重复相加；"
                "增长、政策进度、技术和电网中全国共有的部分在各地相同（份额为项目判断），其余各自独立",
                f"the sum is of {cities} cities: a park lies inside its host and is not added "
                "again; of growth, pace of policy, technology and grid the nation's part (shares: "
                "the project's judgement) is one for all places, the rest is each place's own",
            ),
        )
    if cities < 2:  # noqa: PLR2004 - nothing to add up
        return ()
    return (
        Text(
            "未给出合计：基准年或期末不同，或同一地方出现两次",
            "no sum: base years or horizons differ, or a place stands there twice",
        ),
    )


def _on_notes(number: int) -> tuple[Text, ...]:
    if not number:
        return ()
    return (
        Text(
            f"另有 {number} 条提示，用 dafeng check 逐地查看",
            f"{number} notes more; dafeng check tells those of a place",
        ),
    )


def _places(posed: Sequence[_Posed], found: Sequence[Swept], story: Text) -> AnswerTable:
    rows = [
        (place.identity.code, place.identity.name, place.basis.value, *_peak(of.outlook))
        for place, of in zip(posed, found, strict=True)
    ]
    heads = (
        *columns(("code", "代码", "code"), ("name", "名称", "name"), ("basis", "口径", "basis")),
        *_PEAK,
    )
    title = Text(f"{story.zh}：各地达峰", f"{story.en}: the peak of each place")
    return AnswerTable("places", title, heads, records(rows), _DIGITS, ("level",))


def _sum(whole: Swept, story: Text) -> tuple[AnswerTable, AnswerTable]:
    base = whole.years.labels[0]
    years = [base, *(y for y in MILESTONES if base < y <= whole.years.labels[-1])]
    paths = [(y, *map(float, whole.totals[:, whole.years.index(y)])) for y in years]
    quantiles = tuple((f"p{round(100 * q):02d}", Text(*[f"P{round(100 * q)}"] * 2)) for q in LEVELS)
    title = Text(f"{story.zh}：城市合计（万吨）", f"{story.en}: the sum of the cities (10 kt)")
    heads = (("year", Text("年份", "year")), *quantiles)
    tonnes = tuple(name for name, _heading in quantiles)
    peak = Text(f"{story.zh}：城市合计达峰", f"{story.en}: the peak of the sum")
    return (
        AnswerTable("sum_paths", title, heads, records(paths), (), tonnes),
        AnswerTable("sum", peak, _PEAK, records([_peak(whole.outlook)]), _DIGITS, ("level",)),
    )


def _peak(found: PeakOutlook) -> tuple[float | int | None, ...]:
    low, _, middle, _, high = found.year_quantiles
    chances = (100 * probability_by(found, year) for year in (2025, 2030, 2035))
    return (low, middle, high, *chances, 100 * found.none, found.level_quantiles[2])


_PEAK = columns(
    ("p05", "达峰年 P5", "peak year P5"),
    ("p50", "P50", "P50"),
    ("p95", "P95", "P95"),
    ("by_2025", "≤2025 %", "by 2025 %"),
    ("by_2030", "≤2030 %", "by 2030 %"),
    ("by_2035", "≤2035 %", "by 2035 %"),
    ("none", "期内未达峰 %", "none in horizon %"),
    ("level", "峰值中位数（万吨）", "median level (10 kt)"),
)
_DIGITS = tuple((name, 1) for name in ("by_2025", "by_2030", "by_2035", "none"))
