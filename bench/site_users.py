"""What 100 people do on the site at once; run by ``bench.site`` through locust.

Eight of ten actions read. Every write is counted when the site has acknowledged it, so that
``bench.site`` can look afterwards whether it is there.
"""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task

SESSIONS: dict[str, dict[str, str]] = json.loads(os.environ["DAFENG_SESSIONS"])
WRITTEN = Path(os.environ["DAFENG_WRITTEN"])
PLACES = ("330500", "330100", "130200", "370600", "P-340100-HTZ", "610800")
WORDS = ("湖州", "余热", "park", "Tangshan", "试点")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_chance = random.Random(20231206)  # noqa: S311 - no secret
_written: list[str] = []


class Person(HttpUser):
    """Somebody at work: mostly reading, now and then writing."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Take one of the sessions that were signed in before."""
        self.role = _chance.choice(sorted(SESSIONS))
        for name, value in SESSIONS[self.role].items():
            self.client.cookies.set(name, value)

    @task(10)
    def list_of_places(self) -> None:
        """Read the list and one place."""
        self.client.get("/places/")
        self.client.get(f"/places/{_chance.choice(PLACES)}/", name="/places/PLACE/")

    @task(6)
    def search(self) -> None:
        """Search what is published."""
        self.client.get("/search/", params={"q": _chance.choice(WORDS)}, name="/search/")

    @task(4)
    def interface(self) -> None:
        """Ask as a program does."""
        self.client.get("/api/v1/places")

    @task(8)
    def desk(self) -> None:
        """Look at what waits, and at the batch where the person has a part in it."""
        page = self.client.get("/desk/")
        if 'href="/programmes/demo/"' in page.text:
            self.client.get("/programmes/demo/")

    @task(6)
    def exchange(self) -> None:
        """Look at what is offered."""
        self.client.get("/exchange/")

    @task(17)
    def write(self) -> None:
        """Draft a request on the exchange: rules, state, log and signed head in one go."""
        page = self.client.get("/exchange/new/request/", name="/exchange/new/request/ (form)")
        found = TOKEN.search(page.text)
        if found is None:
            return
        title = f"bench {_chance.getrandbits(64):016x}"
        said: dict[str, Any] = {
            "csrfmiddlewaretoken": found.group(1), "lang": "en", "title": title,
            "text": "Heat of waste water from a dyehouse, 8000 m3 a day, is to be used again.",
        }  # fmt: skip
        answer = self.client.post(
            "/exchange/new/request/", data=said, name="/exchange/new/request/ (write)",
            headers={"Referer": str(self.host)}, allow_redirects=False,
        )  # fmt: skip
        if answer.status_code == 302:
            _written.append(title)


@events.test_stop.add_listener
def _keep(**_given: object) -> None:
    WRITTEN.write_text(json.dumps(_written), encoding="utf-8")
