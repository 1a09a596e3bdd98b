"""What a build takes unless the user says otherwise; light enough for a command's help."""

from __future__ import annotations

from typing import Final

#: Draws of each ensemble.
DRAWS: Final = 10_000

#: Seed of all random streams: the day on which the first pilots were announced.
SEED: Final = 20231206

#: Draws of each joint run by which a move of the peak is credited to inputs.
CREDIT_DRAWS: Final = 2_000

#: The most that either may be.
MOST_DRAWS: Final = 1_000_000
MOST_SEED: Final = 2**63 - 1
