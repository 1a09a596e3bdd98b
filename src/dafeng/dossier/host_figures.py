"""Which figures of a park are still those of its host?"""

from __future__ import annotations

from typing import Final

from dafeng import reference
from dafeng.dossier.records import Dossier, EnergyRecord, Identity, Quality
from dafeng.dossier.rules import Findings
from dafeng.errors import Fault, Place, UnknownNameError
from dafeng.language import Text

#: Source of the figures with which a dossier starts.
FIRST_ESTIMATE: Final = "dafeng-estimate"


def host_estimates(dossier: Dossier) -> tuple[EnergyRecord, ...]:
    """Return the energy of a park that is still an estimate of its whole host area.

    Parameters
    ----------
    dossier
        Estimates that an entry supersedes are left out.
    """
    if dossier.identity.kind != "park":
        return ()
    return tuple(r for r in dossier.energy if r.amount.value and _is_first_estimate(r))


def _is_first_estimate(record: EnergyRecord) -> bool:
    amount = record.amount
    return amount.quality is Quality.ESTIMATE and amount.source == FIRST_ESTIMATE


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
    estimates = host_estimates(dossier)
    if not estimates:
        return ()
    findings = Findings()
    own = any(r.amount.value and not _is_first_estimate(r) for r in dossier.energy)
    rule = "park.host_figures.partly" if own else "park.host_figures"
    place = estimates[0].amount.place if own else Place(file="energy")
    findings.add(rule, place, hosts=host_names(dossier.identity), count=len(estimates))
    return tuple(findings.faults)
