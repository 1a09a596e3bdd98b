"""Who answers? Processes that share the sockets of the site, one for each core of the machine.

A process of Python keeps one core busy, so that several answer several at a time. What they hold
in memory is either never changed or checked against the store; the rounds and the jobs are done
beside them, once.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from dafeng.web.environment import proxies

#: Name of the variable by which a process knows how many there are.
SHARED_BY: Final = "DAFENG_PROCESSES"
#: Threads of a process: each holds one request, most wait for the store or for a computation.
_THREADS: Final = 8
#: Largest request that is read at all [bytes]; pages take less and say how much.
LARGEST: Final = 64 << 20
#: Most processes that are started unasked.
_MOST: Final = 4


def processes(wanted: int | None) -> int:
    """Return how many processes answer: as wanted, or one a core up to some.

    Where processes cannot share sockets it is one.
    """
    if os.name != "posix":
        return 1
    known = getattr(os, "sched_getaffinity", None)
    cores = len(known(0)) if known else os.cpu_count() or 1
    return wanted or min(_MOST, cores)


def bound(host: str, port: int) -> list[socket.socket]:
    """Take the addresses of a host.

    Raises
    ------
    OSError
        If there is no such host, or another program has the port.
    """
    found: list[socket.socket] = []
    for family, kind, proto, _name, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    ):
        taken = socket.socket(family, kind, proto)
        if os.name == "posix":
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        taken.bind(address)
        found.append(taken)
    return found


def listen(sockets: Sequence[socket.socket]) -> None:
    """Let connections in: only once they can be answered."""
    for taken in sockets:
        taken.listen(1024)


def answer(sockets: Sequence[socket.socket]) -> None:
    """Answer requests until this process is told to end."""
    import waitress

    from dafeng.web.processes import end_computing
    from dafeng.web.wsgi import application

    engine = _warm()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that one waits is no warning
    limits = {"threads": _THREADS, "max_request_body_size": LARGEST}
    named: dict[str, Any] = {**limits, **_behind_proxies()}
    try:
        waitress.serve(application, sockets=list(sockets), **named)  # type: ignore[no-untyped-call]
    finally:
        engine.put_away()
        end_computing()


def _warm() -> Any:
    """Let what pages compute with load itself; Django is set up by then."""
    from dafeng.web.dossiers import engine
    from dafeng.web.partners import finding

    engine.warm_up()
    finding.warm_up()
    return engine


def _behind_proxies() -> dict[str, Any]:
    """Return what is believed of the proxies before the site: who asks, for what name, by TLS."""
    count = proxies(os.environ.get("DAFENG_PROXIES") or "0")
    if not count:
        return {}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": count,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"},
    }


def ends_by_signal() -> None:
    """Let a request to end be an orderly end."""

    def end(*_given: object) -> NoReturn:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)


def main() -> int:
    """Answer on the sockets whose numbers are given."""
    from dafeng.web.processes import ends_with_parent

    ends_by_signal()
    ends_with_parent()
    answer([socket.socket(fileno=int(number)) for number in sys.argv[1:]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
