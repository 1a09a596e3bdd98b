"""Who may keep an answer, what text is no text, and to where do e-mails lead?"""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.test.utils import override_settings

from dafeng.web.accounts.models import User

pytestmark = pytest.mark.django_db(databases=["default", "published"])
PASSWORD = "corn-flower-river-19"  # noqa: S105 - of a fictional person
ADDRESS = "me@people.example"


@pytest.fixture
def user(db: None) -> User:
    del db
    return User.objects.create_user(ADDRESS, PASSWORD, name="Me")


def test_what_is_answered_to_who_is_signed_in_is_kept_by_nobody(user: User) -> None:
    client = Client()
    assert "Cache-Control" not in client.get("/places/").headers
    client.force_login(user)
    for page in ("/people/", "/places/", "/notices/", "/nowhere/"):
        assert client.get(page).headers["Cache-Control"] == "private, no-store", page


def test_nul_is_no_text(user: User) -> None:
    client = Client()
    client.force_login(user)
    asked = [
        client.get("/search/", {"q": "a\0"}),
        client.get("/places/a%00/"),
        client.post("/people/", {"name": "a\0b"}),
        client.post("/people/", {"na\0me": "a"}),
    ]
    assert {answer.status_code for answer in asked} == {400}
    assert "空字符" in asked[0].content.decode()
    user.refresh_from_db()
    assert user.name == "Me"


def test_the_interface_is_described_to_who_reads_and_to_nobody_else() -> None:
    for method, status in (("get", 200), ("head", 200), ("options", 405), ("put", 405)):
        assert getattr(Client(), method)("/api/v1/openapi.json").status_code == status


@override_settings(SITE_ADDRESS="https://pilots.example", ALLOWED_HOSTS=["*"])
def test_a_link_for_a_new_password_leads_to_the_site_whatever_name_was_asked_for(
    user: User,
) -> None:
    form = {"email": user.email}
    assert Client().post("/account/password/reset/", form, HTTP_HOST="evil.example").status_code
    (sent,) = mail.outbox
    assert "https://pilots.example/account/password/reset/key/" in sent.body
    assert "http://evil.example" not in sent.body


def test_nobody_lets_the_site_write_to_strangers(user: User) -> None:
    del user
    known = [
        Client().post("/account/password/reset/", {"email": email}).headers["Location"]
        for email in (ADDRESS, "stranger@people.example")
    ]
    assert known[0] == known[1]
    assert [m.to for m in mail.outbox] == [[ADDRESS]]


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/\t/evil.example"]
)
def test_signing_in_leads_nowhere_else_and_makes_a_new_session(user: User, elsewhere: str) -> None:
    client, laid = Client(), "fixed" * 6 + "12"
    client.cookies["sessionid"] = laid
    form = {"login": user.email, "password": PASSWORD, "next": elsewhere}
    answer = client.post("/account/login/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert client.cookies["sessionid"].value not in ("", laid)


def test_passwords_are_not_tried_without_end(user: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    form = {"login": user.email, "password": "wrong-wrong-wrong"}
    told = [client.post("/account/login/", form).content.decode() for _ in range(6)]
    assert "Too many failed login attempts" not in told[0]
    assert "Too many failed login attempts" in told[-1]
    right = client.post("/account/login/", form | {"password": PASSWORD})
    assert right.status_code == 200
