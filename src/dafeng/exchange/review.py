"""Is a record ready to be published? The reviewer's checklist, as far as a machine can judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dafeng.errors import Fault, Place
from dafeng.exchange.faults import fault
from dafeng.exchange.reading import chinese_share, normalised
from dafeng.exchange.records import Record
from dafeng.exchange.regions import known

#: Fewest words and characters of a text that says what is needed.
WORDS: Final = 40
CHARACTERS: Final = 80

# Addresses of mail and web, mobile numbers of China, other numbers with their country or area code,
# and names by which one is found in a messenger.
_PERSONAL: Final = re.compile(
    r"[\w.+-]+@[\w-]+\.\w{2,}"
    r"|https?://|\bwww\.\w"
    r"|(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:com|net|org|cn|eu|de|fr|uk|nl|ch|se|dk|fi|pl)\b"
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<![\d+])(?:\+|00)[1-9]\d{0,2}[- ()]{0,2}\d(?:[- ()]{0,2}\d){6,11}(?!\d)"
    r"|(?<![\d.,])\(?0[1-9]\d{1,3}\)?[- /]{0,3}\d{3,4}[- ]?\d{3,4}(?!\d)"
    r"|(?:微信|威信|薇信|扣扣|钉钉|飞书|wechat|weixin|whatsapp|telegram|skype|dingtalk"
    r"|(?<![a-z])(?:qq|vx|wx)(?![a-z])|加[vqw微薇])"
    r"(?:(?:号|群|id|\s)*:\s*[a-z0-9_-]{5,}|(?:号|群|id|\s)*(?=[a-z_-]*[\d_])[a-z0-9_-]{5,})"
    r"|(?<![\d.,])1[ .-]?[3-9](?:[ .-]?\d){9}(?!\d|[.,]\d)"
    r"|[一壹幺][三四五六七八九](?:[〇零一二三四五六七八九幺]){9}"
    r"|[\w.+-]+ ?(?:\(at\)|\[at\]| at ) ?[\w-]+ ?(?:\.|\(dot\)|\[dot\]| dot ) ?"
    r"(?:com|net|org|cn|eu|de|example)\b"
    r"|(?:联系人|联络人|contact person)[::\s]*[\w]{2,}"
    r"|(?:电话|手机|传真|联系方式|tel|phone|fax|mobile)[号码.: ]*\+?\(?\d[\d ()-]{5,}"
)
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_HALF: Final = 0.5


def review(
    record: Record, place: Place, duplicate_of: str = "", names: Sequence[str] = ()
) -> tuple[Fault, ...]:
    """Return what a reviewer would send back; what only people can judge is not in it.

    Parameters
    ----------
    record
        A draft.
    place
        Where it stands.
    duplicate_of
        Record of the same owner that it nearly repeats; "" if none.
    names
        Names by which its owner is known.
    """
    request = record.kind == "request"
    broken = [
        rule
        for rule, wrong in (
            ("review.scale", record.scale is None),
            ("review.region", not any(map(known, record.regions_served))),
            ("review.cooperation", not record.cooperation_types),
            ("review.short", _short(record)),
            ("review.language", _other_language(record)),
            ("review.personal", holds_contact(_public_words(record))),
            ("review.named", _named(record, names)),
            ("review.duplicate", bool(duplicate_of)),
            ("review.deadline", request and record.deadline is None and not _year(record)),
        )
        if wrong
    ]
    at = Place(place.file, place.sheet, place.row, None, record.id)
    values = {"words": WORDS, "characters": CHARACTERS, "other": duplicate_of}
    return tuple(fault(rule, at, **values) for rule in broken)


def holds_contact(text: str) -> bool:
    """Say whether a text holds a number, an address or a name by which somebody is reached."""
    return bool(_PERSONAL.search(normalised(text).lower()))


def _public_words(record: Record) -> str:
    """Return all that a record says in free words in public."""
    stated = (record.amounts, record.advantages, record.stage_of_development, record.ipr_status)
    return "\n".join((record.words, *stated, *record.references, *record.certificates))


def _short(record: Record) -> bool:
    text = normalised(f"{record.text}\n{record.amounts}").strip()
    return len(text) < CHARACTERS if record.lang == "zh" else len(text.split()) < WORDS


def _other_language(record: Record) -> bool:
    chinese = chinese_share(normalised(f"{record.title} {record.text}")) > _HALF
    return chinese is not (record.lang == "zh")


def _named(record: Record, names: Sequence[str]) -> bool:
    words = normalised(_public_words(record)).lower()
    called = {normalised(name).strip().lower() for name in (record.owner, *names)} - {""}
    return record.visibility != "named" and any(name in words for name in called)


def _year(record: Record) -> bool:
    return bool(_YEAR.search(normalised(f"{record.words}\n{record.amounts}")))
