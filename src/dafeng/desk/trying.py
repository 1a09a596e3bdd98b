"""What would the pathway be if the main assumptions were others? An answer within a second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from dafeng.desk.building import Options, build
from dafeng.desk.examining import laid_out
from dafeng.desk.opening import open_dossier
from dafeng.desk.result_pages import traced_html
from dafeng.desk.settings import DRAWS, SEED
from dafeng.files.album import Album
from dafeng.files.dossier_archive import pack, unpack_own
from dafeng.inventory.bases import Basis
from dafeng.inventory.comparable import comparable_totals
from dafeng.language import Language
from dafeng.peak.glance import glance
from dafeng.peak.sweep import Swept
from dafeng.plan import pictures
from dafeng.plan.material import PlanMaterial
from dafeng.plan.tree import Block
from dafeng.scenarios.base_year import baseline_of
from dafeng.scenarios.defaults import ADJUSTED
from dafeng.scenarios.levers import adjusted
from dafeng.scenarios.stocks.place import ENTERED, stocks_of
from dafeng.scenarios.story import START_OF_OWN, own_scenarios, scenario


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried.

    Parameters
    ----------
    files
        Files of the dossier's folder.
    scenario
        Scenario whose levers are moved.
    moves
        Percentage points by lever (`dafeng.scenarios.levers.LEVERS`).
    language
        Language of the answer.
    """

    files: Mapping[str, bytes]
    scenario: str
    moves: Mapping[str, float]
    language: Language


def tried(trial: Trial) -> str:
    """Return charts and tables of a scenario as it is and with its levers moved, as HTML.

    Raises
    ------
    InputError
        If the dossier or its account has errors.
    MethodError
        If the records do not suffice for a baseline.
    """
    material = _material(pack(trial.files))
    blocks = _blocks(material, trial)
    return traced_html(blocks, Album(trial.language))


@lru_cache(maxsize=8)
def _material(archive: bytes) -> PlanMaterial:
    with laid_out(unpack_own(archive)) as folder:
        return build(open_dossier(folder), Options(draws=DRAWS, portfolio=False))


def _blocks(material: PlanMaterial, trial: Trial) -> tuple[Block, ...]:
    key = trial.scenario if trial.scenario in material.ensembles else START_OF_OWN
    moved = _adjusted(material, key, trial.moves)
    spreads = {
        key: pictures.spread(material.ensembles[key]),
        ADJUSTED: (moved.years.labels, moved.totals),
    }
    outlooks = {key: material.outlooks[key], ADJUSTED: moved.outlook}
    shown = replace(material, outlooks=outlooks)
    return pictures.fan_of(material, spreads), pictures.chances(shown)


def _adjusted(material: PlanMaterial, key: str, moves: Mapping[str, float]) -> Swept:
    """Return totals and peaks with the levers moved: nothing else is drawn for them."""
    dossier = material.dossier
    baseline = baseline_of(material.inventory, dossier)
    own = {s.id: s for s in own_scenarios(baseline, dossier.assumptions)}
    story = own.get(key) or scenario(baseline, key, dossier.assumptions)
    return glance(
        baseline,
        adjusted(story, baseline, moves),
        DRAWS,
        SEED,
        material.basis,
        stocks=stocks_of(dossier, ENTERED),
        observed=comparable_totals(material.inventory, Basis(material.basis)),
    ).place
