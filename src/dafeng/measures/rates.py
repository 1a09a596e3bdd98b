"""At which rates is money of different years compared?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Real rate of a firm or household [1/a]: judgement, near the return that Chinese firms ask.
PRIVATE: Final = 0.10

#: Real social rate [1/a]: 建设项目经济评价方法与参数（第三版，2006）asks for 8 %, and not below 6 %
#: for what lasts long (from memory); measures last long.
SOCIAL: Final = 0.06


@dataclass(frozen=True, slots=True)
class Rates:
    """Real discount rates.

    Parameters
    ----------
    private, social
        Of those who pay, and of society [1/a].
    """

    private: float = PRIVATE
    social: float = SOCIAL
