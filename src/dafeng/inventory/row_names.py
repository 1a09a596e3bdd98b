"""What do readers call a row of the energy balance?"""

from __future__ import annotations

from dafeng import reference
from dafeng.dossier.vocabulary import terms
from dafeng.inventory.entry import Entry
from dafeng.language import Text


def row_name(row: str) -> Text:
    """Return the name of a row of the balance, which is a flow (``inflow``) or a sector.

    Parameters
    ----------
    row
        Id of the flow or of the sector; none is the total.
    """
    flow = terms("flow").get(row)
    return reference.sector_name(row) if flow is None else flow.name


def entry_names(entry: Entry) -> tuple[Text, Text]:
    """Return the names of row and carrier of a figure."""
    return row_name(entry.sector or entry.flow.value), reference.carrier_name(entry.carrier)
