"""Lists to take away: csv, xlsx, IAMC, GeoJSON; all from the published store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dafeng.files.safe_text import WORKBOOK_OPTIONS, guarded
from dafeng.web.access import EVERYBODY, open_to
from dafeng.web.published.history import past
from dafeng.web.published.models import Place, Plan

PLACE_COLUMNS: Final = (
    "id", "kind", "name_zh", "name_en", "province", "province_zh", "province_en", "hosts",
    "longitude", "latitude", "name_attested", "batches", "issued_plans",
)  # fmt: skip
SERIES_COLUMNS: Final = ("place", "host", "series", "year", "co2_t")


def place_rows() -> Iterator[tuple[Any, ...]]:
    """Yield the places as rows of `PLACE_COLUMNS`."""
    for place in Place.objects.prefetch_related("participations", "plans"):
        yield (
            *(place.id, place.kind, place.name_zh, place.name_en),
            *(place.province, place.province_zh, place.province_en, place.hosts),
            *(place.longitude, place.latitude, "yes" if place.attested else "no"),
            " ".join(p.batch for p in place.participations.all()),
            len(place.plans.all()),
        )


def series_rows() -> Iterator[tuple[Any, ...]]:
    """Yield the published CO2 series of the places' hosts as rows of `SERIES_COLUMNS`."""
    for place in Place.objects.all():
        host = (place.hosts.split() or [place.id])[0]
        found = past(host)
        for key, values in found.series.items() if found else ():
            for year in sorted(values):
                yield place.id, host, key, year, values[year]


def _csv() -> tuple[str, bytes]:
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(PLACE_COLUMNS)
    for row in place_rows():
        sheet.writerow([guarded(v) if isinstance(v, str) else v for v in row])
    return "text/csv; charset=utf-8", b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx() -> tuple[str, bytes]:
    from datetime import UTC, datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**WORKBOOK_OPTIONS, "in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
    for name, columns, rows in (
        ("places", PLACE_COLUMNS, place_rows()),
        ("co2", SERIES_COLUMNS, series_rows()),
    ):
        sheet = book.add_worksheet(name)
        for number, row in enumerate([columns, *rows]):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 0)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return kind, out.getvalue()


def _iamc() -> tuple[str, bytes]:
    """Return published series and the medians of issued plans in the wide IAMC layout [Mt/yr]."""
    lines = list(_iamc_lines())
    years = sorted({year for *_head, values in lines for year in values})
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(["Model", "Scenario", "Region", "Variable", "Unit", *years])
    for *head, values in lines:
        sheet.writerow([*head, *(values.get(year, "") for year in years)])
    return "text/csv; charset=utf-8", out.getvalue().encode()


def _iamc_lines() -> Iterator[tuple[str, str, str, str, str, Mapping[int, float]]]:
    unit, total = "Mt CO2/yr", "Emissions|CO2"
    for place in Place.objects.all():
        found = past((place.hosts.split() or [place.id])[0])
        if place.kind == "city" and found:
            for key, values in found.series.items():
                mt = {year: round(v / 1e6, 6) for year, v in values.items()}
                yield "Published", key, place.id, total, unit, mt
    for plan in Plan.objects.all():
        levels = list(plan.results.get("levels", ()))
        for scenario, facts in plan.results.get("scenarios", {}).items():
            median = facts["totals"]["quantiles"][levels.index(0.5)]
            mt = {y: round(v / 1e6, 6) for y, v in zip(facts["years"], median, strict=True)}
            name = f"Dafeng plan {plan.snapshot[:12]}"
            yield name, scenario, plan.place_id, f"{total}|Assessment Basis", unit, mt


def _geojson() -> tuple[str, bytes]:
    rows = [dict(zip(PLACE_COLUMNS, row, strict=True)) for row in place_rows()]
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": _point(row.pop("longitude"), row.pop("latitude")),
            "properties": row,
        }
        for row in rows
    ]
    body = {"type": "FeatureCollection", "features": features}
    return "application/geo+json", json.dumps(body, ensure_ascii=False, indent=1).encode()


def _point(longitude: float | None, latitude: float | None) -> dict[str, Any] | None:
    """Return where a place lies; None where that is not known (RFC 7946, 3.2)."""
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


#: What can be taken away, by file name.
DOWNLOADS: Final[Mapping[str, Callable[[], tuple[str, bytes]]]] = {
    "places.csv": _csv,
    "places.xlsx": _xlsx,
    "places.geojson": _geojson,
    "series.iamc.csv": _iamc,
}


@open_to(EVERYBODY)
@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out one of the lists."""
    del request
    if name not in DOWNLOADS:
        raise Http404
    kind, data = DOWNLOADS[name]()
    answer = HttpResponse(data, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="dafeng-{name}"'
    return answer
