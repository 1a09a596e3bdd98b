"""Who does something, or looks at something?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dafeng.language import Text


class Role(StrEnum):
    """What somebody is to the exchange as a whole; what they are to a record, the record tells."""

    OPERATOR = "operator"
    CLOCK = "clock"

    @property
    def text(self) -> Text:
        """Return the word for it."""
        return _ROLES[self]


_ROLES: Final = {
    Role.OPERATOR: Text("平台运营方", "operator"),
    Role.CLOCK: Text("时钟", "clock"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, in the name of an organisation; the rim has made sure that it is they.

    Parameters
    ----------
    person
        Id of the person, or of the job that acts for the clock.
    organisation
        Id of the organisation; "" for none.
    roles
        Roles in the exchange as a whole.
    """

    person: str
    organisation: str = ""
    roles: frozenset[Role] = frozenset()

    @property
    def operates(self) -> bool:
        """Return whether they work for the operator."""
        return Role.OPERATOR in self.roles

    @property
    def is_clock(self) -> bool:
        """Return whether it is the clock, or the operator in its place."""
        return bool(self.roles & {Role.CLOCK, Role.OPERATOR})


#: Anybody, not signed in.
ANYBODY: Final = Actor("")
