"""To whom is a page of the exchange open? Who may see the record or the introduction."""

from __future__ import annotations

from typing import Final

from dafeng.web.access import Access
from dafeng.web.partners import scope

LISTING: Final = Access(
    "record of the exchange",
    lambda request, parts: scope.record(request.user, parts["record"]) is not None,
    signs_in=False,
)
INTRODUCTION: Final = Access(
    "introduction of the exchange",
    lambda request, parts: scope.introduction(request.user, parts["introduction"]) is not None,
)
MEMBER: Final = Access(
    "member of an organisation",
    lambda request, _parts: (
        request.user.is_authenticated
        and (request.user.organisation_id is not None or request.user.is_operator)
    ),
)
