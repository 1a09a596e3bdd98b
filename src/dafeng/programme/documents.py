"""Which of the files that were handed in may a person read?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dafeng.programme.definition import Programme
from dafeng.programme.rights import permissions
from dafeng.programme.state import Case, Run, Submission
from dafeng.programme.vocabulary import Permission

#: Permissions of which one opens a file, by the access that its kind of attachment states.
OPENS: Final[Mapping[str, frozenset[Permission]]] = {
    "public": frozenset({Permission.READ_PUBLIC, Permission.READ}),
    "review": frozenset({Permission.READ}),
    "restricted": frozenset({Permission.READ_RESTRICTED}),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was handed in: with which submission, as which attachment, its SHA-256."""

    submission: Submission
    attachment: str
    sha256: str


def readable_documents(
    programme: Programme, run: Run, person: str | None, case: Case, now: datetime
) -> tuple[Document, ...]:
    """Return the files of a case that a person may read at an instant, in order of submission.

    Parameters
    ----------
    programme, run
        The rules and where the batch stands.
    person
        Id; None for a visitor.
    case, now
        The case; time of the server's clock.
    """
    held = permissions(programme, run, person, case, now)
    return tuple(
        Document(submission, name, digest)
        for submission in case.submissions
        for name, digest in submission.attachments.items()
        if held & OPENS[programme.attachments[name].access]
    )
