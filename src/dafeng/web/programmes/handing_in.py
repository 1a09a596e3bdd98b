"""Which version of a dossier was handed in with a step?"""

from __future__ import annotations

from dafeng.programme.state import Submission
from dafeng.web.dossiers.models import Version


def handed_in(place: str, submission: Submission) -> Version | None:
    """Return the version that was handed in."""
    found = Version.objects.filter(place=place, snapshot=submission.snapshot)
    return next((v for v in found.order_by("number") if is_of(submission, v)), None)


def is_of(submission: Submission, version: Version) -> bool:
    """Say whether a version is what was handed in: the same files, not only the same content.

    Where the folder was not stated, all that had this content by then count.
    """
    if submission.snapshot != version.snapshot:
        return False
    if submission.folder:
        return submission.folder == version.folder_id
    return version.created <= submission.instant
