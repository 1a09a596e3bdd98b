"""What does a request say that it does not want?

The checklist asks every request to say so. A lack ("no charging points", "没有保温") is a need and
no refusal: only words that refuse are read as refusing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from dafeng.exchange.reading import normalised
from dafeng.exchange.records import Record
from dafeng.exchange.thesaurus import Thesaurus

#: Ends of a clause; an enumeration (、) goes on.
_END: Final = r",，。；;：:!！?？\n（）()—"
#: Words behind which something is wanted again.
_TURN: Final = (
    r"只要|只需|只想|只是|而要|而是|要的是|但|我们要|我們要|我们需要|我們需要|希望|改为|改為|仅需|"
    r"\bbut\b|\bonly\b|\bjust\b|\bwe (?:need|want|look|seek)|\binstead\b(?! of)"
)
_CHINESE: Final = (
    r"(?<![要用])不(?:再)?(?:需要|要(?!求|紧|緊|再|浪费|浪費|白白|影响|影響|停|中断|中斷)|考虑|考慮|接受|"
    r"采用|採用|使用|采购|採購|引进|引進|涉及|包括|包含|做(?!点|些|什么)|搞|"
    r"用(?!说|說|担心|擔心|愁|停|花)|想(?:要|用|装|裝|建|买|買|上|采用|引进|搞))(?:的是|的)?|"
    r"无需|無需|无须|無須|毋须|谢绝|謝絕|拒绝|拒絕|排除|(?:而|并|並)非|"
    r"(?:^|(?<=[，,。；;：:、\s]))非(?!常|洲|凡|法|化石|道路|机动|機動|电|電|金属|金屬|住宅|居)"
)
_AIMS: Final = (
    r"(?:want|need|consider|seek|accept|require|wish for|look(?:ing)? for|seeking|considering|"
    r"interested in|asking for|ask for)(?: to (?:use|install|buy|build|have|adopt|introduce|invest"
    r" in))?(?! to\b)"
)
_ENGLISH: Final = (
    rf"(?:do|does|did|would|will|are|is|am)(?: not|n['’]t)(?: \w+ly)? {_AIMS}|"
    r"(?:need|want|seek|accept|consider) no\b|no (?:interest in|need (?:of|for))|not interested in|"
    r"not (?:wanted|needed|in scope)\s*:|out of scope\s*:|"
    r"(?:^|(?<=[,;:.(!?\n—])|(?<=[,;:.(!?\n—] )|(?<=\band )|(?<=\bbut ))"
    r"not (?=(?:an?|the|for|about|any)\b)|"
    r"(?:except(?: for)?|excluding|rather than|instead of|other than)\b|"
    r"(?:(?<=, )|(?<=\bbut ))without\b|without (?:any|using|installing|buying|building)\b"
)
#: Who refuses goes with the refusal.
_SPEAKER: Final = r"(?:(?:我们|我們|我方|本市|也|暂时|\b(?:we|and|but|also)\s)\s*)*"
_REFUSED: Final = re.compile(
    rf"(?:{_SPEAKER}(?:{_CHINESE})|(?<!\w){_SPEAKER}(?:{_ENGLISH}))\s*(?P<all>[:：]\s*)?",
    re.IGNORECASE,
)
_STOP: Final = re.compile(rf"[{_END}]|(?<!\d)\.(?!\d)|{_TURN}", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[。；;!！?？\n]|\.(?!\d)")
#: More of an English enumeration: ``, boilers or chillers``.
_LISTED: Final = re.compile(
    rf"(?:, [^{_END}.]{{1,40}})*, ?(?:or|nor) [^{_END}.]+"
    rf"|(?:, [^{_END}.]{{1,40}})+ (?:or|nor) [^{_END}.]+"
)
#: "No heat pumps, please": refused where somebody is asked; a bare "no charging points" is a lack.
_NO: Final = re.compile(
    rf"(?:^|(?<=[{_END}.])|(?<=[{_END}.] ))no (?P<what>[^{_END}.]+?)"
    rf"(?:,? (?:please|wanted|needed|desired|required)\b|(?=[,;:] ?(?:{_TURN})))",
    re.IGNORECASE,
)
#: What is refused stands before: 余热发电不考虑; heat pumps are not wanted; 热泵除外.
_BEFORE: Final = re.compile(
    rf"(?P<what>[^{_END}.]+?)(?:都|也|暂|就|則|则)?"
    r"(?:不需要|不要|不考虑|不考慮|不接受|除外|不在(?:此)?(?:次)?(?:范围|範圍)(?:之)?内?|"
    r"(?: (?:is|are) not | not )(?:wanted|needed|required|of interest|in scope|considered)|"
    rf" (?:is|are) (?:excluded|out of scope))(?:了)?(?=$|[{_END}.])",
    re.IGNORECASE,
)
_EDGES: Final = " ,，、;；:：-—"


@dataclass(frozen=True, slots=True)
class Parted:
    """A text without what it refuses, and the pieces that it refuses, as they are written."""

    wanted: str
    refused: tuple[str, ...]


def parted(text: str) -> Parted:
    """Return a text without the clauses that say what is not wanted, and those.

    Parameters
    ----------
    text
        Words of a request, Chinese, English or mixed, in either script.
    """
    found = _spans(text)
    if not found:
        return Parted(text, ())
    kept, at = [], 0
    for start, end, _what in found:
        kept.append(text[at:start])
        at = max(at, end)
    return Parted(
        _tidy("".join([*kept, text[at:]])), tuple(dict.fromkeys(w for *_, w in found if w))
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """What a request refuses.

    Parameters
    ----------
    pieces
        In its own words.
    concepts
        Concepts that these name, without those that it names as wanted elsewhere.
    """

    pieces: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()


NONE: Final = Refused()


def of_request(record: Record, thesaurus: Thesaurus) -> tuple[Record, Refused]:
    """Return a request without what it refuses, and that; offers are left as they are.

    Parameters
    ----------
    record
        A request or an offer.
    thesaurus
        Concepts of the field.
    """
    if record.kind != "request":
        return record, NONE
    title, text = parted(record.title), parted(record.text)
    pieces = (*title.refused, *text.refused)
    if not pieces:
        return record, NONE
    less = replace(record, title=title.wanted or text.wanted, text=text.wanted)
    named = {m.concept for piece in pieces for m in thesaurus.mentions(normalised(piece))}
    wanted = {m.concept for m in thesaurus.mentions(normalised(less.words))}
    return less, Refused(tuple(dict.fromkeys(pieces)), frozenset(named - wanted))


def refused_of(
    refused: frozenset[str], wanted: Iterable[str], named: Iterable[str], thesaurus: Thesaurus
) -> tuple[str, ...]:
    """Return which of the concepts that an offer names a request refuses, or one above them.

    Parameters
    ----------
    refused, wanted
        Concepts that the request refuses, and those that it asks for: those stand, also where
        they lie below what is refused.
    named
        Concepts of the offer.
    thesaurus
        What is above what.
    """
    asked = frozenset(wanted)
    return tuple(
        one for one in named if one not in asked and refused & {one, *thesaurus.ancestors(one)}
    )


def _spans(text: str) -> list[tuple[int, int, str]]:
    """Return where refused pieces start and end, in order and apart, with what they refuse."""
    found = [(m.start(), m.end(), m["what"].strip(_EDGES)) for m in _BEFORE.finditer(text)]
    found += [(m.start(), m.end(), m["what"].strip(_EDGES)) for m in _NO.finditer(text)]
    for cue in _REFUSED.finditer(text):
        end = _end(text, cue)
        found.append((cue.start(), end, text[cue.end() : end].strip(_EDGES)))
    apart: list[tuple[int, int, str]] = []
    for span in sorted(found, key=lambda s: (s[0], -s[1])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


def _end(text: str, cue: re.Match[str]) -> int:
    """Return where what a cue refuses ends: its clause; its sentence, if a colon announces it."""
    start = cue.end()
    announced = cue["all"] or cue[0].rstrip().endswith(":")
    stop = (_SENTENCE if announced else _STOP).search(text, start)
    end = stop.start() if stop else len(text)
    more = _LISTED.match(text, end)
    return more.end() if more else end


def _tidy(text: str) -> str:
    """Return a text without signs and blanks that stand alone once pieces are taken out."""
    plain = re.sub(r"[,，;；:：、]\s*(?=[。；;.!！?？\n]|$)", "", text)
    plain = re.sub(r"(^|[。；;.!！?？\n])[\s,，;；:：、。.]+", r"\1 ", plain)
    return re.sub(r" {2,}", " ", plain).strip(_EDGES + "。.")
