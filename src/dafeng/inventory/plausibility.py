"""Is the account believable? Rules that catch the mistakes that published tables contain."""

from __future__ import annotations

from dafeng.dossier.records import Dossier
from dafeng.errors import Fault, InputError
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import Balance
from dafeng.inventory.doubts.carbon import check_carbon
from dafeng.inventory.doubts.closure import check_closure
from dafeng.inventory.doubts.feedstock import check_feedstock
from dafeng.inventory.doubts.fuel_factors import check_fuel_factors
from dafeng.inventory.doubts.grid_factors import check_grid_factors
from dafeng.inventory.doubts.size import check_size
from dafeng.inventory.doubts.stated_totals import check_stated_totals
from dafeng.inventory.doubts.telling import check_figures
from dafeng.inventory.doubts.thermal_rates import check_thermal_rates
from dafeng.inventory.doubts.unknown import check_unknown
from dafeng.inventory.quantities import FactorBook


def check_dossier(dossier: Dossier) -> tuple[Fault, ...]:
    """Compile a dossier and return everything that is wrong or doubtful with its records.

    Records that cannot be used come back as faults; what is no fault of a record is raised.

    Parameters
    ----------
    dossier
        What the place has handed in.

    Raises
    ------
    UnknownNameError
        If the dossier names a factor set that is not known.
    """
    from dafeng.inventory.compile import compile_inventory

    try:
        return compile_inventory(dossier).faults
    except InputError as error:
        return error.faults


def check_inventory(inventory: Inventory, dossier: Dossier, balance: Balance) -> tuple[Fault, ...]:
    """Return doubts about an account that was compiled from a dossier.

    Those that hold its figures against the nation and its provinces say nothing of a place abroad.

    Parameters
    ----------
    inventory
        The account.
    dossier
        What it was compiled from.
    balance
        Its entries as energy and CO2.
    """
    book = FactorBook(dossier)
    return (
        *check_fuel_factors(dossier, book),
        *check_grid_factors(dossier),
        *check_thermal_rates(dossier),
        *(() if dossier.identity.abroad else check_figures(inventory, dossier, balance)),
        *check_closure(inventory, balance),
        *check_size(inventory, dossier, balance),
        *check_stated_totals(inventory, dossier),
        *check_carbon(inventory, book),
        *check_feedstock(inventory),
        *check_unknown(inventory, dossier),
    )
