"""Do people come in by a passkey and by their organisation's own sign-in, and nobody uninvited?"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from playwright.sync_api import Page, expect

from dafeng.web.accounts.models import User

ADDRESS: Final = "officer@example.org"
PASSWORD: Final = "a long word for tests"  # noqa: S105 - of nobody
CLIENT: Final = "dafeng"


@dataclass
class Provider:
    """An identity provider on the loopback address; it vouches for whom the test names."""

    email: str = ADDRESS
    verified: bool = True
    address: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return where it answers what (OpenID Connect Discovery 1.0, 4.2)."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
        }

    def claims(self) -> dict[str, Any]:
        return {"sub": self.email, "email": self.email, "email_verified": self.verified}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    found = Provider()
    server = ThreadingHTTPServer(("localhost", 0), _answering(found))
    found.address = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "work",
        "name": "Work",
        "client_id": CLIENT,
        "secret": "known to both",
        "settings": {"server_url": found.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield found
    server.shutdown()
    server.server_close()


def _answering(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if path == "/authorize":
                provider.asked.append({k: v[0] for k, v in asked.items()})
                back = urlencode({"code": "once", "state": asked["state"][0]})
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri'][0]}?{back}")
                self.end_headers()
            else:
                self._tell(provider.claims() if path == "/userinfo" else provider.document())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            times = {"iat": 1_700_000_000, "exp": 4_000_000_000}
            said = {"iss": provider.address, "aud": CLIENT, **times, **provider.claims()}
            token = jwt.encode(said, "a key that nobody has to know, only here", "HS256")
            self._tell({"access_token": "a", "token_type": "Bearer", "id_token": token})

        def _tell(self, said: dict[str, Any]) -> None:
            data = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", f"{len(data)}")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_given: Any) -> None:
            return

    return Answering


@pytest.fixture
def person() -> User:
    return User.objects.create_user(ADDRESS, PASSWORD, name="Officer")


def test_who_was_invited_comes_in_by_the_own_organisation(
    page: Page, provider: Provider, person: User
) -> None:
    _by_work(page)
    page.wait_for_url("**/desk/")
    expect(page.locator("header")).to_contain_text(person.name)
    assert provider.asked[0]["client_id"] == CLIENT
    assert "code_challenge" in provider.asked[0] or "state" in provider.asked[0]


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("vouched", [("stranger@example.org", True), (ADDRESS, False)])
def test_nobody_else_does(page: Page, provider: Provider, vouched: tuple[str, bool]) -> None:
    provider.email, provider.verified = vouched
    _by_work(page)
    page.wait_for_load_state()
    page.goto("/desk/")
    assert "/account/login/" in page.url
    assert User.objects.count() == 1


def _by_work(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_role("link", name="Work").click()
    page.locator("main form button").first.click()


@pytest.mark.usefixtures("person")
def test_a_passkey_is_added_and_opens_the_site(page: Page) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/account/login/")
    page.locator("#id_login").fill(ADDRESS)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url("**/desk/")
    page.goto("/account/factors/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)  # who changes how one signs in says it again
    page.locator("#id_password").press("Enter")
    page.locator("#id_name").fill("test key")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    page.locator("header.top").get_by_role("button").last.click()
    page.locator("main form button").first.click()
    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/desk/")
    expect(page.locator("header")).to_contain_text("Officer")
