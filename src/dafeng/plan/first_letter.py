"""How does a name begin: as a sentence or a row of a table, or inside a sentence?

Names of sectors, indicators and drivers begin as rows of tables do; inside an English sentence they
begin small. Abbreviations and formulae (GDP per head, CO2 per GDP) stay as they are.
"""

from __future__ import annotations

from dafeng.language import Text


def small(name: Text) -> Text:
    """Return a name as it stands inside a sentence."""
    first = name.en.split(" ", 1)[0]
    if first != first.capitalize():
        return name
    return Text(name.zh, name.en[:1].lower() + name.en[1:])


def capital(name: Text) -> Text:
    """Return a name as it opens a row, a head or a sentence."""
    return Text(name.zh, name.en[:1].upper() + name.en[1:])
