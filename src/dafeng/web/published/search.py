"""Where do all these words stand? A search over what is published."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Final

from django.db import transaction

from dafeng.web.published.models import Edition, Finding, Posting
from dafeng.web.published.words import asked, words

#: Hits that are shown.
MOST: Final = 50


def found(question: str) -> list[Finding]:
    """Return what holds every word of a question, the most telling first, ties by address.

    The score of a hit is the sum over the words of ``(1 + ln n) ln(1 + N / m)``, n the count in
    it, m the hits of the word, N all that can be found.
    """
    sought = asked(question)[:20]
    if not sought:
        return []
    everything = Finding.objects.count()
    scores: dict[int, float] = defaultdict(float)
    holders: list[set[int]] = []
    for word in sought:
        counts = dict(Posting.objects.filter(word=word).values_list("finding_id", "count"))
        holders.append(set(counts))
        for key, count in counts.items():
            scores[key] += (1 + math.log(count)) * math.log(1 + everything / len(counts))
    kept = set.intersection(*holders)
    hits = Finding.objects.in_bulk(list(kept)).values()
    return sorted(hits, key=lambda f: (-scores[f.pk], f.address))[:MOST]


@transaction.atomic(using="published")
def learn(finding: Finding) -> None:
    """Put something into the index, in place of what stood at its address under its kind."""
    Edition.renew()
    Finding.objects.filter(kind=finding.kind, address=finding.address).delete()
    finding.save()
    counts = words(f"{finding.title_zh} {finding.title_en} {finding.text}")
    Posting.objects.bulk_create(
        Posting(word=word, finding=finding, count=count) for word, count in counts.items()
    )
