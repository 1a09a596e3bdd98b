"""What does a new site show? The pilots of the first batch and the rules of each programme."""

from __future__ import annotations

from django.db import transaction

from dafeng import reference
from dafeng.programme import Programme, programme, shipped
from dafeng.reference import Pilot
from dafeng.web.published.models import Edition, Finding, Participation, Place
from dafeng.web.published.search import learn

#: Batch of the shipped programme that named them.
FIRST_BATCH = "cn-carbon-peaking-2023"


@transaction.atomic(using="published")
def fill() -> int:
    """Write the pilots of the first batch where they are not there yet; return how many.

    The pages of rules are made findable, anew where this version of Dafeng says other words.
    """
    known = set(Place.objects.values_list("id", flat=True))
    new = [pilot for pilot in reference.pilots() if pilot.id not in known]
    if new or Edition.now() is None:
        Edition.renew()
    for pilot in new:
        _add(pilot)
    _index_rules()
    return len(new)


def _index_rules() -> None:
    told = dict(Finding.objects.filter(kind="rules").values_list("address", "text"))
    for name in shipped():
        page = _rules(name, programme(name))
        if told.get(page.address) != page.text:
            learn(page)


def _rules(name: str, found: Programme) -> Finding:
    said = [found.authority, *(f.text for f in found.facts)]
    for part in (found.stages, found.transitions, found.clocks, found.roles, found.batches):
        said += [one.title for one in part.values()]
    return Finding(
        kind="rules",
        address=f"/how/{name}/",
        title_zh=found.title.zh,
        title_en=found.title.en,
        text=" ".join(f"{text.zh} {text.en}" for text in dict.fromkeys(said)),
    )


def _add(pilot: Pilot) -> None:
    province = reference.division(pilot.province).name
    host = reference.division(pilot.hosts[0])
    place = Place.objects.create(
        id=pilot.id,
        kind=pilot.kind,
        name_zh=pilot.name.zh,
        name_en=pilot.name.en,
        province=pilot.province,
        province_zh=province.zh,
        province_en=province.en,
        hosts=" ".join(pilot.hosts),
        longitude=host.longitude,
        latitude=host.latitude,
        attested=pilot.attested,
        note_zh=pilot.note.zh if pilot.note else "",
        note_en=pilot.note.en if pilot.note else "",
    )
    Participation.objects.create(
        place=place,
        batch=FIRST_BATCH,
        title_zh="国家碳达峰试点（首批，2023年）",
        title_en="National carbon-peaking pilots (first batch, 2023)",
        stage_zh="已列入名单",
        stage_en="on the list",
        source=pilot.source,
    )
    index_place(place)


def index_place(place: Place) -> None:
    """Make a place findable by its names, its province and its hosts."""
    divisions = reference.divisions()
    hosts = [divisions[c].name for c in place.hosts.split() if c in divisions]
    learn(
        Finding(
            kind="place",
            address=f"/places/{place.id}/",
            title_zh=place.name_zh,
            title_en=place.name_en,
            text=" ".join(
                [place.id, place.province_zh, place.province_en, place.note_zh, place.note_en]
                + [f"{name.zh} {name.en}" for name in hosts]
            ),
        )
    )
