"""``dafeng match``: who fits, why, and what does not fit?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from dafeng.desk.drafts import Drafted
from dafeng.desk.matching import Found, Matched
from dafeng.exchange.constraints import NAMES, Check, Fit
from dafeng.exchange.ranking import Match
from dafeng.exchange.reasons import Reasons, SharedConcept
from dafeng.exchange.reciprocal import Pair, Unmet
from dafeng.exchange.records import COOPERATION, SECTORS, public
from dafeng.files.exchange_records import as_json
from dafeng.language import LANGUAGES, Language, Text, number

#: Signs before a constraint, for eyes that skim.
SIGNS = {
    Fit.FITS: "✓",
    Fit.NEAR: "~",
    Fit.BROKEN: "✗",
    Fit.NOT_STATED: "?",
    Fit.NOT_COMPARABLE: "?",
}
FITTING = Text("符合", "Fits")
BUT = Text("主题相符，但……", "Fits the topic, but …")
NOTHING = Text("没有主题相符且条件相符的记录", "nothing fits both topic and constraints")
PROBLEM = Text("识别的问题：{problem}", "problem recognised: {problem}")
REFUSED = Text("不需要：{pieces}", "not wanted: {pieces}")
NAMES_REFUSED = Text("该供给提到了不需要的：{named}", "this names what is not wanted: {named}")
WEAK = Text("主题相关性弱", "weak on the topic")
#: Why records meet nobody at a matchmaking day.
NOBODY = Text(
    "不安排会面（没有既主题相关又条件相符的对象）：{names}",
    "no meeting, since nobody is both on the topic and within the constraints: {names}",
)
TAKEN = Text(
    "不安排会面（合适对象的席位已满）：{names}",
    "no meeting, since the places of those who would do are taken: {names}",
)
_NO_WORDS = Text("没有共同概念", "no concept in common")


def document(matched: Matched, language: Language) -> dict[str, Any]:
    """Return the matches as plain values for ``--json``."""
    return {
        "verb": "match",
        "models": list(matched.encoders),
        "weights": matched.weights,
        "matches": [_found(found, language) for found in matched.found],
        "faults": [fault.as_json(language) for fault in matched.faults],
    }


def drafted(made: Drafted, language: Language) -> dict[str, Any]:
    """Return drafts as plain values for ``--json``."""
    return {
        "verb": "match",
        "drafts": [as_json(record) for record in made.records],
        "faults": [fault.as_json(language) for fault in made.faults],
    }


def draft_rows(made: Drafted, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield id, title, sector, size, deadline and forms of cooperation of each draft."""
    for record in made.records:
        yield (
            record.id,
            record.title,
            ", ".join(SECTORS[s][language] if s in SECTORS else s for s in record.sectors),
            "" if record.scale is None else str(record.scale),
            "" if record.deadline is None else record.deadline.isoformat(),
            ", ".join(COOPERATION[kind][language] for kind in record.cooperation_types),
        )


def meeting_rows(pairs: Iterable[Pair]) -> Iterator[tuple[str, ...]]:
    """Yield request, offer, what either thinks of the other, and both together."""
    for pair in pairs:
        likings = (pair.asked, pair.offered, pair.mutual)
        yield (pair.request, pair.offer, *(number(liking, 2) for liking in likings))


def unmet_lines(unmet: Iterable[Unmet], language: Language) -> Iterator[str]:
    """Yield a line for each reason for which records meet nobody, with their ids."""
    for wanted, why in ((False, NOBODY), (True, TAKEN)):
        names = [one.record for one in unmet if one.wanted is wanted]
        if names:
            yield why.format(names=", ".join(names))[language]


def trec(matched: Matched) -> Iterator[str]:
    """Yield ``request_id offer_id score`` of one ranking of all offers for each request.

    Blanks part the columns: within an id they, and ``%``, stand as ``%20`` and the like.
    """
    for found in matched.found:
        asked = _unbroken(found.asked.id)
        for match in found.matches:
            yield f"{asked} {_unbroken(match.record.id)} {match.score:.6f}"


def _unbroken(identifier: str) -> str:
    """Return an id without blanks, as it can be read back (``urllib.parse.unquote``)."""
    return re.sub(r"[\s%]", lambda sign: quote(sign[0]), identifier)


def page(found: Found, language: Language) -> Iterator[str]:
    """Yield the lines that tell a reader the matches of one record, with reasons."""
    yield f"{found.asked.id}  {found.asked.title}"
    for problem in found.reading.problems:
        yield f"  {PROBLEM.format(problem=problem.statement)[language]}"
    if found.reading.refused.pieces:
        pieces = "; ".join(found.reading.refused.pieces)
        yield f"  {REFUSED.format(pieces=pieces)[language]}"
    if not found.fitting:
        yield f"  {NOTHING[language]}"
    for heading, group in ((FITTING, found.fitting), (BUT, found.but)):
        if group:
            yield f"  {heading[language]}"
        for place, (match, why) in enumerate(group, start=1):
            yield from _lines(place, match, why, language)
    yield ""


def _lines(place: int, match: Match, why: Reasons, language: Language) -> Iterator[str]:
    weak = f"  {WEAK[language]}" if match.weak else ""
    yield f"    {place}. {match.record.id}  {match.record.title}  [{number(match.score, 2)}]{weak}"
    shared = _listed(why.concepts, language)
    yield f"       = {shared or _NO_WORDS[language]}"
    if why.sentences is not None:
        pair = why.sentences
        alike = "" if pair.similarity is None else f" [{number(pair.similarity, 2)}]"
        yield f"       “{pair.asked}” ↔ “{pair.found}”{alike}"
    if why.refused:
        parting = Text("、", "; ")
        named = Text(*(parting[to].join(one[to] for one in why.refused) for to in LANGUAGES))
        yield f"       ✗ {NAMES_REFUSED.format(named=named)[language]}"
    yield f"       {'  '.join(_short(check, language) for check in match.checks)}"
    for check in match.checks:
        if check.change is not None:
            yield f"       → {_told(check, language)}"


def _listed(concepts: Iterable[SharedConcept], language: Language) -> str:
    other: Language = "en" if language == "zh" else "zh"
    return ("、" if language == "zh" else "; ").join(
        f"{c.label[language]} ({c.label[other]})" for c in concepts
    )


def _short(check: Check, language: Language) -> str:
    return f"{SIGNS[check.fit]} {NAMES[check.constraint][language]}"


def _told(check: Check, language: Language) -> str:
    assert check.change is not None  # noqa: S101 - asked only of those with a change
    wording = Text(
        "{name}：需求{asked}，供给{offered}；{change}",
        "{name}: asked {asked}, offered {offered}; {change}",
    )
    return wording.format(
        name=NAMES[check.constraint], asked=check.asked, offered=check.offered, change=check.change
    )[language]


def _found(found: Found, language: Language) -> dict[str, Any]:
    return {
        "asked": as_json(public(found.asked)),
        "read_as": [{"written": c.written, "read": c.read} for c in found.reading.corrections],
        "problems": [_problem(p.id, p.statement) for p in found.reading.problems],
        "not_wanted": list(found.reading.refused.pieces),
        "fits": [_match(m, why, language) for m, why in found.fitting],
        "fits_topic_but": [_match(m, why, language) for m, why in found.but],
        "ranking": [{"id": m.record.id, "score": round(m.score, 6)} for m in found.matches],
    }


def _problem(identifier: str, statement: Text) -> dict[str, str]:
    return {"id": identifier, "zh": statement.zh, "en": statement.en}


def _match(match: Match, why: Reasons, language: Language) -> dict[str, Any]:
    pair = why.sentences
    return {
        "id": match.record.id,
        "title": match.record.title,
        "lang": match.record.lang,
        "score": round(match.score, 6),
        "topic": round(match.topic, 6),
        "on_topic": round(match.on_topic, 4),
        "weak": match.weak,
        "concepts": [
            {
                "id": c.concept,
                "zh": c.label.zh,
                "en": c.label.en,
                "asked": c.asked,
                "found": c.found,
            }
            for c in why.concepts
        ],
        "sentences": None
        if pair is None
        else {"asked": pair.asked, "found": pair.found, "similarity": _rounded(pair.similarity)},
        "not_wanted": [{"zh": one.zh, "en": one.en} for one in why.refused],
        "constraints": [_check(check, language) for check in match.checks],
    }


def _check(check: Check, language: Language) -> dict[str, Any]:
    return {
        "constraint": check.constraint,
        "name": NAMES[check.constraint][language],
        "fit": check.fit.value,
        "fit_name": check.fit.text[language],
        "asked": check.asked[language],
        "offered": check.offered[language],
        "change": check.change[language] if check.change else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
