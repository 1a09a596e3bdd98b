"""Under which rules does the demonstration run? Those of batch 1, with clocks set from today."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dafeng.programme import Programme, load_programme

ID = "demo"
BATCH = "demo"
ZONE = ZoneInfo("Asia/Shanghai")

_TEXT = """
[programme]
base = "cn-carbon-peaking-2023"
without = [
  "batch.1", "source.quota", "source.due", "source.people", "clock.recommendation.source",
  "clock.plan.source",
]
id = "demo"
title = {{ zh = "示范计划（人物与经过均为虚构）", en = "Demonstration (all of it is fictional)" }}
calendar = "weekends"

[clock.recommendation]
mark = "I"

[clock.plan]
mark = "I"

[batch.demo]
title = {{ zh = "示范批次（虚构）", en = "demonstration batch (fictional)" }}
places = 14
quota_note = {{ zh = "示范用名额", en = "places of the demonstration" }}
mark = "I"

[batch.demo.quota]
130000 = 1
150000 = 1
320000 = 2
330000 = 2
340000 = 1
370000 = 2
420000 = 1
430000 = 2
610000 = 2

[batch.demo.clock.recommendation]
instant = {recommendation}
wording = {{ zh = "{recommendation_zh}前", en = "before {recommendation_en}" }}
mark = "I"

[batch.demo.clock.plan]
instant = {plan}
wording = {{ zh = "{plan_zh}前", en = "before {plan_en}" }}
mark = "I"
"""


def demo_programme(now: datetime) -> Programme:
    """Return the rules of batch 1 with the list due 50 days ago and the plans due 12 days ago."""
    named = {"recommendation": 50, "plan": 12}
    values: dict[str, str] = {}
    for name, days in named.items():
        end = midnight(now, -days)
        day = end - timedelta(days=1)
        values |= {
            name: end.isoformat(),
            f"{name}_zh": f"{day.year}年{day.month}月{day.day}日",
            f"{name}_en": f"{day.day} {day:%B %Y}",
        }
    return load_programme(_TEXT.format(**values), "demo.toml")


def midnight(now: datetime, days: int) -> datetime:
    """Return the midnight that begins the day so many days from now."""
    day = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=days)
