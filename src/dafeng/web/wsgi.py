"""The site as a WSGI application, for a server of one's own choice."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dafeng.web.settings")
_site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request; to HEAD with the headers alone.

    Not every server takes the body away, and what follows on a connection that is kept would be
    read as a part of it.
    """
    answer: Any = _site(environ, start_response)
    if environ.get("REQUEST_METHOD") != "HEAD":
        return answer  # type: ignore[no-any-return]
    getattr(answer, "close", lambda: None)()
    return []
