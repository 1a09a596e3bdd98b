"""What does the plan promise? The chosen portfolio, and what each project brings by a year."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.axes import Floats
from dafeng.language import Text


@dataclass(frozen=True, slots=True)
class Held:
    """A peak that is to be held, and how surely the portfolio holds it on draws never used.

    Parameters
    ----------
    by, level
        The peak lies in this year or before, and no year is above this level [t]; None where the
        place has set no level.
    asked
        Probability that is asked for [-].
    before, probability, half_width
        Share of the fresh draws that hold without and with the portfolio, and half of its 95 %
        interval [-].
    draws
        Fresh draws.
    reached
        Whether the asked probability is met; if not, the portfolio is the one that comes nearest.
    """

    by: int
    level: float | None
    asked: float
    before: float
    probability: float
    half_width: float
    draws: int
    reached: bool


@dataclass(frozen=True, slots=True)
class FieldShare:
    """What a field of measures is credited with.

    Parameters
    ----------
    id, name
        The field.
    avoided
        Shapley share of what all avoid together [t] (year); the shares of all fields sum to it.
    investment
        Over all years [yuan].
    saved
        Energy bills saved less running cost over all years, not discounted [yuan].
    """

    id: str
    name: Text
    avoided: tuple[float, ...]
    investment: float
    saved: float


@dataclass(frozen=True, slots=True)
class Deployed:
    """A measure of the portfolio.

    Parameters
    ----------
    id, name, field
        The measure and the id of its field.
    unit
        Unit of its effect per year.
    amounts
        In operation [effect unit/a] (year).
    investment
        Over all years, without that of projects [yuan].
    quality
        Class of the data behind it.
    projects
        Ids of the place's projects that realise it.
    """

    id: str
    name: Text
    field: str
    unit: str
    amounts: tuple[float, ...]
    investment: float
    quality: str
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tonnes:
    """CO2 that something avoids in one year [t], over the draws: 5 %, 50 % and 95 % points."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class ProjectEffect:
    """What a project of the place brings.

    Parameters
    ----------
    id
        The project.
    cls
        Id of its class by the guide; "" if none.
    measure
        Id of the measure that it realises; "" if none is known.
    taken, runs_from
        Whether the portfolio takes it, and the year from which it then runs.
    tonnes
        What would be missing in `Promise.year` without it; None if that cannot be computed.
    reason
        Why not; None if it can.
    remark
        What `tonnes` leave out of the project; None if nothing.
    """

    id: str
    cls: str = ""
    measure: str = ""
    taken: bool = False
    runs_from: int | None = None
    tonnes: Tonnes | None = None
    reason: Text | None = None
    remark: Text | None = None


@dataclass(frozen=True, slots=True)
class FrontPoint:
    """A point of least cost: CO2 avoided [t] and investment [yuan] over all years, cost [yuan]."""

    avoided: float
    cost: float
    private_cost: float
    investment: float


@dataclass(frozen=True, slots=True)
class NotHeld:
    """A target of the place that sets the portfolio no limit, though its indicator is one.

    Parameters
    ----------
    indicator, year, value
        As entered.
    reason
        Why not.
    """

    indicator: str
    year: str
    value: str
    reason: Text


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """A target of the place that could be read as a limit.

    Parameters
    ----------
    indicator, year, value
        As entered.
    limit
        Id of the limit that it sets, ``kind:quantity``.
    """

    indicator: str
    year: int
    value: str
    limit: str


@dataclass(frozen=True, slots=True)
class Gives:
    """What comes nearest to a target that is left out while the others are held.

    Parameters
    ----------
    target
        The target.
    asked, nearest
        What is asked, and what comes nearest to it [t, TJ, % or, of intensities, per 10,000 yuan].
    raised
        Whether it is an upper bound that is raised.
    """

    target: OwnTarget
    asked: float
    nearest: float
    raised: bool


@dataclass(frozen=True, slots=True)
class EarlyTarget:
    """A target for a year before the portfolio can act: judged by the path, not held.

    Parameters
    ----------
    target
        The target.
    asked, reached
        What it asks, and what the central path has [t, TJ, - or per yuan].
    met
        Whether the path meets it.
    """

    target: OwnTarget
    asked: float
    reached: float
    met: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """The chosen portfolio as the plan speaks of it.

    Parameters
    ----------
    scenario
        Scenario on which it builds.
    held
        What it holds, and how surely.
    cost, private_cost
        Discounted net cost of the one portfolio at the social and at the private rate [yuan].
    rates
        Private and social rate [1/a].
    years
        Years of decision.
    investment
        [yuan at constant prices] (year).
    avoided
        CO2 avoided on the central path [t] (year).
    path
        Base year to horizon.
    without, achieved
        5 %, 50 % and 95 % points of CO2 over the draws, without and with it [t] (3, path).
    fields, measures
        What it is made of.
    year
        Year for which the effects of projects are told.
    projects
        Each project of the place, in its order.
    classes
        What the projects of one class avoid together, by class.
    together
        What all projects avoid together; None where no project's effect is known.
    front
        Least cost for ever more CO2 avoided, projects taken in part.
    unmet
        What would have to give in which year so that targets left out could be held. Empty if all
        are held.
    left_out, kept
        The place's own targets that cannot be held, and those that are held.
    given_up
        Limit and year between or after kept targets, where what joins them cannot be held.
    early
        Targets for years before the portfolio can act.
    level_given_up, level_chance
        Level of the peak that the place has set [t] and no portfolio holds as surely as asked, and
        how surely the nearest one does [-]; None if it is held, or none is set.
    not_held
        Targets that could not be read as limits.
    central
        CO2 on the central path without the portfolio, from which `avoided` is taken [t] (year).
    gap
        How much dearer than the cheapest the portfolio may be, where the search was ended before
        it could tell [-]; 0 where none is cheaper, None where that is not known.
    """

    scenario: str
    held: Held
    cost: float
    private_cost: float
    rates: tuple[float, float]
    years: tuple[int, ...]
    investment: tuple[float, ...]
    avoided: tuple[float, ...]
    path: tuple[int, ...]
    without: Floats
    achieved: Floats
    fields: tuple[FieldShare, ...]
    measures: tuple[Deployed, ...]
    year: int
    projects: tuple[ProjectEffect, ...] = ()
    classes: tuple[tuple[str, Tonnes], ...] = ()
    together: Tonnes | None = None
    front: tuple[FrontPoint, ...] = ()
    unmet: tuple[Gives, ...] = ()
    left_out: tuple[OwnTarget, ...] = ()
    kept: tuple[OwnTarget, ...] = ()
    given_up: tuple[tuple[str, int], ...] = ()
    early: tuple[EarlyTarget, ...] = ()
    level_given_up: float | None = None
    level_chance: float | None = None
    not_held: tuple[NotHeld, ...] = ()
    central: tuple[float, ...] = ()
    gap: float | None = 0.0

    def project(self, identifier: str) -> ProjectEffect | None:
        """Return what is known of a project; None for an id that no project has."""
        return next((p for p in self.projects if p.id == identifier), None)

    def amount(self, year: int, *, achieved: bool) -> tuple[float, float, float] | None:
        """Return low, middle and high CO2 of a year [t], with the portfolio or without it."""
        if year not in self.path:
            return None
        low, middle, high = (self.achieved if achieved else self.without)[:, self.path.index(year)]
        return float(low), float(middle), float(high)
