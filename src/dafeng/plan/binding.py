"""How does a figure get into a sentence, so that it can be traced from there?

A sentence is a template in both languages with the figures bound to its fields. Nothing is
written by hand: each number that a reader sees is the value of a `BoundFigure`, which says what it
is and where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

from dafeng.language import Language, Text
from dafeng.plan.quantities import YEAR, Quantity, no_value


@dataclass(frozen=True, slots=True)
class BoundFigure:
    """A result that a sentence speaks of.

    Parameters
    ----------
    id
        Path of the result, for example ``peak.enhanced.year.p50``.
    value
        The result in the canonical unit of its kind.
    quantity
        Kind of the figure: unit and digits in each language.
    origin
        Where it comes from, in words.
    """

    id: str
    value: float
    quantity: Quantity
    origin: Text

    @property
    def text(self) -> Text:
        """Return the figure with its unit."""
        return self.quantity.write(self.value)

    @property
    def digits(self) -> Text:
        """Return the figure without its unit."""
        return self.quantity.digits(self.value)

    def __getitem__(self, language: Language) -> str:
        return self.text[language]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure in a cell of a table; None shows a dash.

    Parameters
    ----------
    value
        The figure in the canonical unit of its kind.
    quantity
        Kind of the figure.
    unit
        Whether the unit stands in the cell (otherwise in the head of the column).
    entered
        Whether the place has handed it in: printed without noughts behind its last digit.
    """

    value: float | None
    quantity: Quantity
    unit: bool = False
    entered: bool = False

    @property
    def text(self) -> Text:
        """Return what the cell shows."""
        if self.value is None:
            return no_value()
        if self.entered:
            return self.quantity.entered(self.value, unit=self.unit)
        return (self.quantity.write if self.unit else self.quantity.digits)(self.value)

    def __getitem__(self, language: Language) -> str:
        return self.text[language]


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure with its range in a cell of a table.

    Parameters
    ----------
    low, middle, high
        The figures in the canonical unit of their kind.
    quantity
        Kind of the figures.
    """

    low: float
    middle: float
    high: float
    quantity: Quantity

    @property
    def text(self) -> Text:
        """Return what the cell shows: the figure and, below it, its range."""
        low, middle, high = map(self.quantity.digits, (self.low, self.middle, self.high))
        return Text("{m}\n{l}～{h}", "{m}\n{l} to {h}").format(m=middle, l=low, h=high)

    def __getitem__(self, language: Language) -> str:
        return self.text[language]


Bound = BoundFigure | Text | str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, with the figure that it shows, if any."""

    text: str
    figure: BoundFigure | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence in both languages with the figures that are bound to its fields.

    Parameters
    ----------
    template
        Wording with ``{field}`` where something is bound; each language uses every field.
    fields
        Name of the field and what is bound to it.
    """

    template: Text
    fields: tuple[tuple[str, Bound], ...] = ()

    def __post_init__(self) -> None:
        given = {name for name, _ in self.fields}
        for wording in (self.template.zh, self.template.en):
            used = {field for _, field, _, _ in Formatter().parse(wording) if field is not None}
            if used != given:
                raise ValueError(f"fields {sorted(used ^ given)} do not match in {wording!r}")

    def pieces(self, language: Language) -> Iterator[Piece]:
        """Yield the stretches of the sentence in order."""
        bound = dict(self.fields)
        for literal, field, _, _ in Formatter().parse(self.template[language]):
            if literal:
                yield Piece(literal)
            if field is not None:
                value = bound[field]
                if isinstance(value, BoundFigure):
                    yield Piece(value[language], value)
                else:
                    yield Piece(value if isinstance(value, str) else value[language])

    def __getitem__(self, language: Language) -> str:
        return "".join(piece.text for piece in self.pieces(language))

    @property
    def figures(self) -> tuple[BoundFigure, ...]:
        """Return the figures of the sentence in the order of its fields."""
        return tuple(value for _, value in self.fields if isinstance(value, BoundFigure))


def say(zh: str, en: str, **bound: Bound) -> Statement:
    """Return a sentence; figures and words are bound to the ``{fields}`` of both wordings.

    Parameters
    ----------
    zh, en
        Wordings. A brace that belongs to the text is doubled.
    bound
        What stands in the fields.

    Raises
    ------
    ValueError
        If a wording lacks a field that is bound, or has one that is not.
    """
    return Statement(Text(zh, en), tuple(bound.items()))


def plain(text: Text) -> Statement:
    """Return a sentence to which nothing is bound (words of the user, fixed wording)."""
    return Statement(Text(_escaped(text.zh), _escaped(text.en)))


def join(statements: tuple[Statement, ...], zh: str = "", en: str = " ") -> Statement:
    """Return the sentences as one, their fields renamed so that they stay apart."""
    wordings: list[Text] = []
    fields: list[tuple[str, Bound]] = []
    for number, statement in enumerate(statements):
        names = {name: f"{name}_{number}" for name, _ in statement.fields}
        wordings.append(_renamed(statement.template, names))
        fields += [(names[name], value) for name, value in statement.fields]
    return Statement(
        Text(zh.join(w.zh for w in wordings), en.join(w.en for w in wordings)), tuple(fields)
    )


def listed(head: Statement, parts: tuple[Statement, ...]) -> Statement:
    """Return one sentence: a head, its parts between semicolons, and the full stop."""
    body = join((join(parts, "；", "; "), say("。", ".")), "", "")
    return join((head, body))


def year_figure(name: str, year: float, origin: Text) -> BoundFigure:
    """Return a bound calendar year."""
    return BoundFigure(name, year, YEAR, origin)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _renamed(template: Text, names: dict[str, str]) -> Text:
    def one(wording: str) -> str:
        parts = []
        for literal, field, _, _ in Formatter().parse(wording):
            parts.append(_escaped(literal))
            if field is not None:
                parts.append("{" + names[field] + "}")
        return "".join(parts)

    return Text(one(template.zh), one(template.en))
