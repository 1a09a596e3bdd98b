"""What stands of a plan before, or without, any result: the place's own words and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from dafeng.dossier.records import Dossier
from dafeng.errors import Fault, Severity
from dafeng.plan.binding import Bound
from dafeng.plan.material import Provenance
from dafeng.plan.promise import Promise
from dafeng.reference.guides import Guide


class Told(Protocol):
    """What the chapters speak of that the place itself fills: enough for a draft without results.

    `dossier`, `guide`, `promise`, `promise_reason`, `named`, `faults` as in `PlanMaterial`.
    """

    @property
    def dossier(self) -> Dossier:
        """Return what was handed in."""

    @property
    def guide(self) -> Guide:
        """Return the guide by which the plan is laid out."""

    @property
    def promise(self) -> Promise | None:
        """Return the chosen portfolio, if there is one."""

    @property
    def named(self) -> Mapping[str, Bound]:
        """Return results by name."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what checks have found."""


#: A plan that has come so far is read by others than its drafters.
_HANDED_ON: Final = frozenset({"review", "issued"})


def is_drafted(material: Told) -> bool:
    """Say whether a plan is still in the hands of its drafters, whom it may give advice.

    Parameters
    ----------
    material
        Its dossier states how far the plan has come; with errors it is a draft.
    """
    barred = any(fault.severity is Severity.ERROR for fault in material.faults)
    return barred or material.dossier.identity.status not in _HANDED_ON


@dataclass(frozen=True, slots=True)
class Bare:
    """What stands of a plan of which nothing can be computed: the place's own words and tables.

    Parameters
    ----------
    dossier, guide, provenance, faults
        As in `PlanMaterial`.
    """

    dossier: Dossier
    guide: Guide
    provenance: Provenance
    faults: tuple[Fault, ...]

    @property
    def promise(self) -> Promise | None:
        """Return nothing: no portfolio has been chosen."""
        return None

    @property
    def named(self) -> Mapping[str, Bound]:
        """Return nothing: no result has a name."""
        return {}
