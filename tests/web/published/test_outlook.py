"""Is the peak of a plan told as it is: with what has none, and in the unit of the page?"""

from __future__ import annotations

from django.utils.translation import override

from dafeng.web.frame.templatetags.speech import tonnes
from dafeng.web.published.outlook import peaks


def test_what_has_no_peak_is_counted_and_never_rounded_away() -> None:
    found = {
        "years": [2030], "by_year": [0.2], "none": 0.58,
        "year": {"quantiles": [2026, None, None]}, "level": {"quantiles": [4e7, 5e7, 6e7]},
    }  # fmt: skip
    for share, told in ((0.58, "58"), (0.004, "< 1"), (0.996, "> 99"), (1.0, "100")):
        results = {"levels": [0.05, 0.5, 0.95], "peak": {"x": found | {"none": share}}}
        (peak,) = peaks(results)
        assert peak.none_percent == told
        assert peak.years == (2026, None, None)


def test_an_amount_is_told_in_the_unit_of_its_language() -> None:
    with override("zh-hans"):
        assert tonnes(4767.0) == "4,767"
    with override("en"):
        assert tonnes(4767.0) == "47.67"
        assert tonnes(None) == "–"
