"""Are the files and versions of a site still those that its log names? And which belong to none?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from dafeng.language import Text, same
from dafeng.web.dossiers.models import Version
from dafeng.web.dossiers.versions import digest
from dafeng.web.ledger import store
from dafeng.web.programmes.models import AttachedFile
from dafeng.web.programmes.storing import AlteredFileError, contents

#: Age below which a file may belong to a request that is still being answered.
_FRESH: Final = timedelta(days=1)


def altered() -> Iterator[Text]:
    """Yield what is no longer as it was handed in, kept or signed."""
    for sha256 in AttachedFile.objects.order_by().values_list("sha256", flat=True).distinct():
        try:
            contents(sha256)
        except AlteredFileError as error:
            yield error.text
    yield from _versions()


def _versions() -> Iterator[Text]:
    """Yield versions whose bytes are others, or that the log does not name as they are."""
    named = {
        (e.subject, e.content["number"]): (e.content["snapshot"], e.content["folder"])
        for e in store.entries("dossier")
    }
    for version in Version.objects.select_related("folder").defer("findings").iterator():
        whole = digest(bytes(version.folder.data)) == version.folder_id
        said = named.pop((f"dossier/{version.place}", version.number), None)
        if not whole or said != (version.snapshot, version.folder_id):
            yield _not_held(version.place, version.number)
    yield from (_not_held(subject.removeprefix("dossier/"), n) for subject, n in named)


def _not_held(place: str, number: int) -> Text:
    told = Text("{place} 档案第 {n} 版与日志不符", "version {n} of {place} is not as the log says")
    return told.format(place=same(place), n=number)


def unnamed() -> list[Path]:
    """Return stored files that no step has named: what was sent with steps that were refused."""
    folder = Path(settings.SITE) / "files" / "attachments"
    named = set(AttachedFile.objects.values_list("sha256", flat=True))
    oldest = (store.moment() - _FRESH).timestamp()
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in named)
    return sorted(path for path in files if path.stat().st_mtime < oldest)
