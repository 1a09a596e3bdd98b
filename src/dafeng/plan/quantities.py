"""In which unit, and to how many digits, is a kind of figure printed in each language?

Chinese documents count in 万 and 亿, English ones in million and billion. Both forms of a figure
are made from one rounded integer, so that they differ in the place of the point and in nothing
else: 3,456.7 万吨 is 34.567 Mt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dafeng.language import LANGUAGES, Language, Text, same


@dataclass(frozen=True, slots=True)
class Form:
    """How one language writes a quantity.

    Parameters
    ----------
    unit
        Unit as it is printed; empty for a bare number.
    decimals
        Decimals that are printed: the unit is ``10**decimals`` steps.
    one
        Unit behind a single one, if that is another word.
    """

    unit: str
    decimals: int
    one: str = ""

    def beside(self, digits: str) -> str:
        """Return the unit as it stands beside printed digits."""
        return self.one if self.one and digits.strip("−") == "1" else self.unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of figure.

    Parameters
    ----------
    id
        Stable name.
    canonical
        Unit of the values that are handed in.
    step
        What the last printed digit is worth, in the canonical unit.
    zh, en
        Form in each language.
    grouped
        Whether thousands are set apart (not in a year).
    """

    id: str
    canonical: str
    step: float
    zh: Form
    en: Form
    grouped: bool = True

    def form(self, language: Language) -> Form:
        """Return the form of a language."""
        return self.zh if language == "zh" else self.en

    def divisor(self, language: Language) -> float:
        """Return how many canonical units make one printed unit."""
        return float(self.step * 10 ** self.form(language).decimals)

    def digits(self, value: float) -> Text:
        """Write the figure without its unit."""
        steps = round(value / self.step)
        return Text(self._point(steps, self.zh.decimals), self._point(steps, self.en.decimals))

    def entered(self, value: float, *, unit: bool = False) -> Text:
        """Write a figure that was handed in: no noughts behind the last digit that it has."""
        zh, en = (_bare(self.digits(value)[language]) for language in LANGUAGES)
        return self._with_unit(Text(zh, en)) if unit else Text(zh, en)

    def write(self, value: float) -> Text:
        """Write the figure with its unit."""
        return self._with_unit(self.digits(value))

    def _with_unit(self, digits: Text) -> Text:
        unit = self.en.beside(digits.en)
        return Text(
            digits.zh + self.zh.unit,
            digits.en + (unit if unit[:1] in ("", "%") else f" {unit}"),
        )

    @property
    def unit(self) -> Text:
        """Return the printed units; a dash where there is none."""
        return Text(self.zh.unit or "—", self.en.unit or "—")

    def _point(self, steps: int, decimals: int) -> str:
        whole, rest = divmod(abs(steps), 10**decimals)
        text = f"{whole:,}" if self.grouped else str(whole)
        if decimals:
            text += f".{rest:0{decimals}d}"
        return f"−{text}" if steps < 0 else text


def _bare(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _alike(name: str, step: float, unit: str, decimals: int) -> Quantity:
    return Quantity(name, unit or "1", step, Form(unit, decimals), Form(unit, decimals))


EMISSIONS: Final = Quantity("co2", "t", 1e3, Form("万吨", 1), Form("Mt", 3))
EMISSIONS_MIDDLE: Final = Quantity("co2-middle", "t", 100.0, Form("万吨", 2), Form("kt", 1))
EMISSIONS_SMALL: Final = Quantity("co2-small", "t", 10.0, Form("万吨", 3), Form("kt", 2))
CUMULATIVE: Final = Quantity("co2-cumulative", "t", 1e6, Form("亿吨", 2), Form("Gt", 3))
ENERGY: Final = Quantity("energy", "tce", 1e3, Form("万吨标准煤", 1), Form("Mtce", 3))
ENERGY_SMALL: Final = Quantity("energy-small", "tce", 10.0, Form("万吨标准煤", 3), Form("ktce", 2))
ELECTRICITY: Final = Quantity("electricity", "MWh", 1e3, Form("亿千瓦时", 2), Form("TWh", 3))
MONEY: Final = Quantity("money", "元", 1e7, Form("亿元", 1), Form("billion yuan", 2))
CAPACITY: Final = Quantity("capacity", "MW", 1.0, Form("万千瓦", 1), Form("MW", 0))
MONEY_FINE: Final = Quantity("money-fine", "元", 1e6, Form("亿元", 2), Form("million yuan", 0))
PEOPLE: Final = Quantity("people", "人", 1e3, Form("万人", 1), Form("million people", 3))
CARBON_INTENSITY: Final = Quantity(
    "co2-per-gdp", "t/元", 1e-7, Form("吨/万元", 3), Form("t per million yuan", 1)
)
ENERGY_INTENSITY: Final = Quantity(
    "energy-per-gdp", "tce/元", 1e-7, Form("吨标准煤/万元", 3), Form("tce per million yuan", 1)
)
PER_HEAD: Final = Quantity("co2-per-head", "t/人", 1e-2, Form("吨/人", 2), Form("t per head", 2))
CO2_PER_ENERGY: Final = Quantity(
    "co2-per-energy", "t/tce", 1e-3, Form("吨/吨标准煤", 3), Form("t/tce", 3)
)
GRID: Final = Quantity("grid-factor", "t/MWh", 1e-4, Form("吨/兆瓦时", 4), Form("t/MWh", 4))
SHARE: Final = Quantity("share", "1", 1e-3, Form("%", 1), Form("%", 1))
CHANCE: Final = Quantity("probability", "1", 1e-2, Form("%", 0), Form("%", 0))
POINTS: Final = Quantity("points", "1", 1e-3, Form("个百分点", 1), Form("percentage points", 1))
RATE: Final = Quantity("rate", "1/a", 1e-3, Form("%/年", 1), Form("% a year", 1))
YEAR: Final = Quantity("year", "a", 1.0, Form("年", 0), Form("", 0), grouped=False)
YEAR_BARE: Final = Quantity("year", "a", 1.0, Form("", 0), Form("", 0), grouped=False)
HEAT: Final = _alike("heat", 1.0, "TJ", 0)
P_VALUE: Final = _alike("p-value", 1e-3, "", 3)
YEARS: Final = Quantity("duration", "a", 1.0, Form("年", 0), Form("years", 0, "year"))
COUNT: Final = Quantity("count", "1", 1.0, Form("", 0), Form("", 0))
DEGREES: Final = _alike("degrees", 1e-3, "°", 3)
KILOMETRES: Final = Quantity("distance", "km", 1.0, Form("公里", 0), Form("km", 0))
RATIO: Final = _alike("ratio", 1e-2, "", 2)
PLAIN: Final = _alike("plain", 1e-4, "", 4)

#: Canonical units that other rooms may hand in, with what one of them is in the unit of the kind.
_BY_UNIT: Final[dict[str, tuple[Quantity, float]]] = {
    "t": (EMISSIONS, 1.0),
    "tCO2": (EMISSIONS, 1.0),
    "tce": (ENERGY, 1.0),
    "MWh": (ELECTRICITY, 1.0),
    "kWh": (ELECTRICITY, 1e-3),
    "万千瓦时": (ELECTRICITY, 10.0),
    "亿千瓦时": (ELECTRICITY, 1e5),
    "元": (MONEY, 1.0),
    "yuan": (MONEY, 1.0),
    "万元": (MONEY, 1e4),
    "亿元": (MONEY, 1e8),
    "人": (PEOPLE, 1.0),
    "person": (PEOPLE, 1.0),
    "persons": (PEOPLE, 1.0),
    "万人": (PEOPLE, 1e4),
    "t/元": (CARBON_INTENSITY, 1.0),
    "t/yuan": (CARBON_INTENSITY, 1.0),
    "tCO2/元": (CARBON_INTENSITY, 1.0),
    "t/万元": (CARBON_INTENSITY, 1e-4),
    "tCO2/万元": (CARBON_INTENSITY, 1e-4),
    "tce/元": (ENERGY_INTENSITY, 1.0),
    "tce/yuan": (ENERGY_INTENSITY, 1.0),
    "tce/万元": (ENERGY_INTENSITY, 1e-4),
    "t/人": (PER_HEAD, 1.0),
    "tCO2/人": (PER_HEAD, 1.0),
    "t/person": (PER_HEAD, 1.0),
    "t/MWh": (GRID, 1.0),
    "t/tce": (CO2_PER_ENERGY, 1.0),
    "tCO2/tce": (CO2_PER_ENERGY, 1.0),
    "-": (SHARE, 1.0),
    "1": (SHARE, 1.0),
    "share": (SHARE, 1.0),
    "%": (SHARE, 1e-2),
    "1/a": (RATE, 1.0),
    "%/a": (RATE, 1e-2),
    "a": (YEARS, 1.0),
}

#: Below this a place's tonnes are printed finer.
SMALL: Final = 2e6
#: Steps of a form that a figure has at least, for two digits to be left.
_TENS: Final = 10.0


def of_unit(unit: str, value: float = SMALL) -> tuple[Quantity, float]:
    """Return the kind of a unit, and the factor that brings values to the kind's canonical unit.

    A unit that no kind knows is printed as it is, with four digits at most, in both languages.

    Parameters
    ----------
    unit
        Canonical unit of the value.
    value
        The value: tonnes of a small place are printed finer.
    """
    kind, factor = _BY_UNIT.get(unit, (_alike(f"unit:{unit}", 1e-4, unit, 4), 1.0))
    small = {"co2": EMISSIONS_SMALL, "energy": ENERGY_SMALL}.get(kind.id)
    return (small, factor) if small and abs(value) < SMALL else (kind, factor)


def emissions_of(largest: float) -> Quantity:
    """Return in which form a place prints its tonnes, given the largest of them [t]."""
    return EMISSIONS if largest >= SMALL else EMISSIONS_SMALL


def saved_of(smallest: float) -> Quantity:
    """Return in which form tonnes that are avoided are printed, given the smallest of them [t].

    Two digits of the smallest are left; the exact value stands in the annex of figures.
    """
    if abs(smallest) >= _TENS * EMISSIONS.step:
        return EMISSIONS
    small = abs(smallest) < _TENS * EMISSIONS_MIDDLE.step
    return EMISSIONS_SMALL if small else EMISSIONS_MIDDLE


def no_value() -> Text:
    """Return what stands where there is no figure."""
    return same("—")
