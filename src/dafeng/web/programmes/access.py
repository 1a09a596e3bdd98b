"""To whom are the pages of a running batch open? By the programme's own table of rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

from dafeng.programme import Permission
from dafeng.web.access import Access
from dafeng.web.programmes import scope

#: Permissions of which one opens the desk of those who review.
REVIEWING_RIGHTS: Final = frozenset(
    {Permission.REVIEW, Permission.COMMENT, Permission.READ_REVIEWERS, Permission.ASSIGN}
)


def _in_batch(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    return scope.batch_for(request.user, parts["slug"]) is not None


def _sees(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    return scope.case_for(request.user, parts["slug"], parts["case"]) is not None


def _holds(*wanted: Permission) -> Any:
    def test(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
        found = scope.case_for(request.user, parts["slug"], parts["case"])
        if found is None:
            return False
        return bool(scope.held_on(found[0], request.user, parts["case"]) & frozenset(wanted))

    return test


def _batch_step(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    found = scope.batch_for(request.user, parts["slug"])
    return found is not None and (
        scope.step_of(found, request.user, None, parts["step"]) is not None
    )


def _case_step(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    found = scope.case_for(request.user, parts["slug"], parts["case"])
    return found is not None and (
        scope.step_of(found[0], request.user, found[1], parts["step"]) is not None
    )


def _file(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    found = scope.case_for(request.user, parts["slug"], parts["case"])
    return found is not None and parts["sha256"] in scope.files_for(request.user, *found)


def _begins(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    found = scope.batch_for(request.user, parts["slug"])
    return found is not None and bool(scope.places_to_begin(found, request.user))


def _assigns_somewhere(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    found = scope.batch_for(request.user, parts["slug"])
    return found is not None and scope.assigns(found, request.user)


def _announces(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    found = scope.batch_for(request.user, parts["slug"])
    return found is not None and scope.announces(found, request.user)


ANNOUNCES: Final = Access("adds holidays to the batch", _announces)
ASSIGNS_SOMEWHERE: Final = Access("assigns experts in the batch", _assigns_somewhere)
BEGINS: Final = Access("may begin a case", _begins)
IN_BATCH: Final = Access("holds a role in the batch", _in_batch)
SEES_CASE: Final = Access("sees the case", _sees)
BATCH_STEP: Final = Access("may act on the batch", _batch_step)
CASE_STEP: Final = Access("may act on the case", _case_step)
READS_FILE: Final = Access("reads the file", _file)
REVIEWING: Final = Access("reviews the case", _holds(*REVIEWING_RIGHTS))
COMMENTS: Final = Access("comments on the case", _holds(Permission.COMMENT))
ANSWERS: Final = Access("answers comments on the case", _holds(Permission.ANSWER))
SCORES: Final = Access("gives points to the case", _holds(Permission.REVIEW))
ASSIGNS: Final = Access("assigns experts to the case", _holds(Permission.ASSIGN))
