"""Which figures of a park are still those of its host?"""

from __future__ import annotations

from typing import Final

from dafeng import reference
from dafeng.dossier.records import (
    ActivityRecord,
    Amount,
    Dossier,
    EnergyRecord,
    Identity,
    ProcessRecord,
    Quality,
)
from dafeng.dossier.rules import Findings
from dafeng.dossier.vocabulary import terms
from dafeng.errors import Fault, Place, UnknownNameError
from dafeng.language import Text

#: Source of the figures with which a dossier starts.
FIRST_ESTIMATE: Final = "dafeng-estimate"


#: Source of the published economy and population with which a dossier starts.
CITY_STATISTICS: Final = "city-statistics"


def host_estimates(dossier: Dossier) -> tuple[EnergyRecord | ProcessRecord, ...]:
    """Return the energy and processes of a park that are still estimates of its whole host area.

    Parameters
    ----------
    dossier
        Estimates that an entry supersedes are left out.
    """
    if dossier.identity.kind != "park":
        return ()
    return tuple(r for r in _emitting(dossier) if _is_first_estimate(r.amount))


def has_own_figures(dossier: Dossier) -> bool:
    """Say whether a park has entered any energy or process of its own."""
    return any(not _is_first_estimate(r.amount) for r in _emitting(dossier))


def _emitting(dossier: Dossier) -> list[EnergyRecord | ProcessRecord]:
    records: tuple[EnergyRecord | ProcessRecord, ...] = (*dossier.energy, *dossier.process)
    return [r for r in records if r.amount.value]


def _is_first_estimate(amount: Amount) -> bool:
    return amount.quality is Quality.ESTIMATE and amount.source == FIRST_ESTIMATE


def _host_activity(dossier: Dossier) -> list[ActivityRecord]:
    """Return the economy and population of a park that cite what its dossier started from."""
    sources = (FIRST_ESTIMATE, CITY_STATISTICS)
    return [r for r in dossier.activity if r.amount.value and r.amount.source in sources]


def host_names(identity: Identity) -> Text:
    """Return the names of the hosts of a park."""
    names = [_division(code) for code in identity.hosts]
    if not names:
        return Text("所在城市", "host city")
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))


def _division(code: str) -> Text:
    try:
        return reference.division(code).name
    except UnknownNameError:
        return Text(code, code)


def check_host_figures(dossier: Dossier) -> tuple[Fault, ...]:
    """Report a park whose figures are, all or in part, those of its host."""
    if dossier.identity.kind != "park":
        return ()
    estimates, own = host_estimates(dossier), has_own_figures(dossier)
    findings, hosts = Findings(), host_names(dossier.identity)
    if estimates:
        rule = "park.host_figures.partly" if own else "park.host_figures"
        place = estimates[0].amount.place if own else Place(file="energy")
        findings.add(rule, place, hosts=hosts, count=len(estimates))
    activity = _host_activity(dossier)
    if own and activity:
        place, count = activity[0].amount.place, len(activity)
        names = _variables(activity)
        findings.add("park.host_activity", place, hosts=hosts, count=count, variables=names)
    return tuple(findings.faults)


def _variables(records: list[ActivityRecord]) -> Text:
    names = [terms("variable")[v].name for v in dict.fromkeys(r.variable for r in records)]
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
