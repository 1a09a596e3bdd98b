"""What if growth, intensity, electricity, coal or the grid came otherwise than a scenario says?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from dafeng.language import Text
from dafeng.scenarios.baseline import Baseline
from dafeng.scenarios.catalogue import Key, driver
from dafeng.scenarios.defaults import ADJUSTED, NAMES, Basis
from dafeng.scenarios.paths import Form, Path, Point, at
from dafeng.scenarios.story import Scenario

#: Year by which a lever that moves a share is moved the whole way.
FULL: Final = 2035

_TRIED: Final = Basis("tried", Text("试算值", "tried"), "", judgement=True)


@dataclass(frozen=True, slots=True)
class Lever:
    """One assumption that can be moved.

    Parameters
    ----------
    id
        Stable name.
    name
        What it moves, for readers.
    driver, carrier
        Paths that it moves; all sectors, and all carriers where none is named.
    low, high, step
        How far it goes and by which steps: percentage points a year of a rate, percentage points
        of a share by `FULL`.
    """

    id: str
    name: Text
    driver: str
    low: float
    high: float
    step: float
    carrier: str = ""

    @property
    def unit(self) -> Text:
        """Return the unit of its scale."""
        if driver(self.driver).unit == "1/a":
            return Text("个百分点/年", "percentage points a year")
        return Text(f"个百分点（到{FULL}年）", f"percentage points by {FULL}")


#: The levers in the order in which they are shown.
LEVERS: Final[tuple[Lever, ...]] = (
    Lever("growth", Text("GDP增速", "Growth of GDP"), "gdp_growth", -4, 4, 0.25),
    Lever(
        "intensity",
        Text("单位活动能耗变化率", "Change of energy use per unit of activity"),
        "energy_intensity", -4, 4, 0.25,
    ),
    Lever(
        "electricity",
        Text("燃料改用电力的份额", "Share of fuel use moved to electricity"),
        "shift_to_electricity", -20, 40, 1,
    ),
    Lever(
        "coal",
        Text("煤炭改用非化石能源的份额", "Share of coal use moved to non-fossil energy"),
        "shift_to_non_fossil", -20, 40, 1, "coal",
    ),
    Lever(
        "grid", Text("外购电排放因子变化率", "Change of the grid factor"), "grid_factor",
        -6, 6, 0.25,
    ),
)  # fmt: skip


def adjusted(story: Scenario, baseline: Baseline, moves: Mapping[str, float]) -> Scenario:
    """Return a scenario with levers moved; ranges keep their width.

    A rate is moved in every year. A share is moved from nothing in the base year to the whole in
    `FULL`, and stays moved.

    Parameters
    ----------
    story
        The scenario.
    baseline
        Its base year.
    moves
        Percentage points by lever; one that is not named stays, one beyond its scale goes to the
        end of it.
    """
    paths = dict(story.paths)
    for lever in LEVERS:
        move = min(max(moves.get(lever.id, 0.0), lever.low), lever.high) / 100
        for key in [key for key in paths if move and _moves(lever, key)]:
            paths[key] = _moved(paths[key], move, baseline.year)
    return replace(story, id=ADJUSTED, name=NAMES[ADJUSTED], paths=paths)


def _moves(lever: Lever, key: Key) -> bool:
    return key.driver == lever.driver and lever.carrier in ("", key.carrier)


def _moved(path: Path, move: float, base: int) -> Path:
    if driver(path.key.driver).unit == "1/a":
        points = tuple(_point(p.year, (p.low, p.central, p.high), move) for p in path.points)
        return _formed(path, points)
    full = max(FULL, base + 1)
    years = sorted({p.year for p in path.points} | {base, full})
    points = tuple(
        _point(year, at(path, year), move * min(max(year - base, 0) / (full - base), 1.0))
        for year in years
    )
    return _formed(path, points)


def _formed(path: Path, points: tuple[Point, ...]) -> Path:
    """Return the path with other points, straight where its curve does not bear them."""
    values = [value for p in points for value in (p.low, p.central, p.high)]
    bears = {
        Form.LOGISTIC: all(0 < value < 1 for value in values),
        Form.GROWTH: min(values) > 0 or max(values) < 0,
    }
    form = path.form if bears.get(path.form, True) else Form.LINEAR
    return replace(path, points=points, form=form)


def _point(year: int, values: tuple[float, float, float], move: float) -> Point:
    low, central, high = (value + move for value in values)
    return Point(year, low, central, high, _TRIED)
