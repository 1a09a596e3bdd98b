"""What does the place emit, by year, sector and carrier?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from dafeng.axes import Axis, Floats
from dafeng.dossier.records import Dossier
from dafeng.errors import NOWHERE, Fault, InputError, Severity
from dafeng.inventory.account import Inventory
from dafeng.inventory.balance import Balance, read_balance
from dafeng.inventory.fuels import burn, sector_axis
from dafeng.inventory.own_use import own_use, own_use_years, told_as_plants
from dafeng.inventory.plausibility import check_inventory
from dafeng.inventory.processes import process_emissions
from dafeng.inventory.purchased import purchased
from dafeng.inventory.quantities import FactorBook, factor_half_widths
from dafeng.inventory.superseding import replace_estimates
from dafeng.inventory.trade import with_little_hidden
from dafeng.inventory.unknown_records import with_nearest
from dafeng.language import Text


def compile_inventory(dossier: Dossier, *, fine: bool = False) -> Inventory:
    """Account for the energy and CO2 of one place from its energy balance and processes.

    ``CO2 = quantity x net calorific value x carbon content x oxidation x 44/12``. Fuel put into
    power and heat is burnt under ``power_heat``; fuel put into coking, refining, washing,
    briquetting and gas works lives on in the products; raw-material use is taken out of final
    consumption; an aggregate row is checked against its parts and not added; an estimate gives way
    to an entry for the same cell.

    Parameters
    ----------
    dossier
        What the place has handed in.
    fine
        Keep sectors finer than the thirteen standard leaves apart.

    Returns
    -------
    Inventory
        Every basis is a view of it (`dafeng.inventory.bases`); `Inventory.faults` holds what
        compilation and the plausibility rules noticed.

    Raises
    ------
    InputError
        If records cannot be used (unit, carrier, sector, process, missing factor); all are listed.

    References
    ----------
    IPCC 2006 Guidelines, volume 2, chapter 2; 省级温室气体清单编制指南 (2025).
    """
    dossier, superseded = replace_estimates(dossier)
    book = FactorBook(dossier)
    balance = read_balance(dossier, book, fine=fine)
    whole = with_nearest(dossier, balance, book)
    if whole is dossier:
        own = own_use_years(balance)
        inventory = _account(dossier, balance, book, own)
    else:
        completed = read_balance(whole, book, fine=fine)
        balance = with_little_hidden(balance, completed)
        own = own_use_years(completed)
        filled = replace(_account(whole, completed, book, own), faults=())
        inventory = replace(_account(dossier, balance, book, own), filled=filled)
    faults = (*superseded, *balance.faults, *inventory.faults, *told_as_plants(balance, own))
    return replace(inventory, faults=(*faults, *check_inventory(inventory, dossier, balance)))


def _account(
    dossier: Dossier, balance: Balance, book: FactorBook, own: Collection[int]
) -> Inventory:
    """Return the account of a balance; its faults are those of burning, purchase and processes."""
    years, sectors = _years(balance), sector_axis(balance)
    carriers = Axis("carrier", tuple(book.carriers))
    burnt = burn(balance, years, sectors, carriers)
    electricity, power_faults = purchased(dossier, balance, book, years)
    process = process_emissions(dossier, book, years)
    return Inventory(
        years=years,
        sectors=sectors,
        carriers=carriers,
        processes=process.axis,
        energy=burnt.energy,
        energy_co2=burnt.co2,
        state=burnt.state,
        process_co2=process.co2,
        process_sectors=process.sectors,
        electricity=electricity,
        non_energy=burnt.non_energy,
        statistical_difference=burnt.difference,
        activity_half_width=burnt.half_width,
        factor_half_width=_factor_half_widths(book, balance, carriers),
        process_half_width=process.half_width,
        estimated=burnt.estimated,
        split=burnt.split,
        factor_set=dossier.identity.factor_set,
        grid_kind=dossier.identity.grid_kind,
        faults=(*burnt.faults, *power_faults, *process.faults),
        transformation_loss=burnt.transformation_loss,
        factors_used=_origins(balance),
        local_factor=burnt.local_factor,
        process_state=process.state,
        process_estimated=process.estimated,
        closure=burnt.closure,
        coal=burnt.coal,
        own_use=own_use(balance, burnt.energy, (years, sectors, carriers), own),
    )


def _years(balance: Balance) -> Axis[int]:
    years = sorted({e.year for e in balance.entries})
    if not years:
        raise InputError(
            [
                Fault(
                    "inventory.energy.empty",
                    Severity.ERROR,
                    NOWHERE,
                    Text(
                        "没有能源数据，无法编制清单", "there are no energy figures to account for"
                    ),
                    Text("填入能源平衡表", "enter an energy balance"),
                )
            ]
        )
    return Axis("year", tuple(years))


def _factor_half_widths(book: FactorBook, balance: Balance, carriers: Axis[str]) -> Floats:
    result = np.zeros((len(carriers), 2))
    for i, carrier in enumerate(carriers):
        if book.emits(carrier):
            physical = carrier in balance.physical
            result[i] = factor_half_widths(book, carrier, physical=physical)
    return result


def _origins(balance: Balance) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(e.carrier, e.origin) for e in balance.entries if e.origin}))
