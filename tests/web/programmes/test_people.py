"""Do people come in by invitation alone, with no more than their inviter may give?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.web.programmes.conftest import PASSWORD, Walk, at, people, words

from dafeng.programme import Kind, RefusedError
from dafeng.web.accounts import inviting, pages
from dafeng.web.accounts.models import Invitation, Organisation, User
from dafeng.web.ledger import store
from dafeng.web.notices.models import Notice
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.entries import may_read as may_read_entry
from dafeng.web.programmes.entries import reader
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.places import may_edit, may_read
from dafeng.web.programmes.runs import standing_of
from dafeng.web.programmes.subjects import subject_names, subject_words

pytestmark = pytest.mark.django_db(databases=["default", "published"])


def _invite(walk: Walk, by: str, **form: str) -> Any:
    work = Organisation.objects.get(code=form.pop("work", "330500")).pk
    data = {"name": "New", "organisation": work, "role": "city_editor", "body": "330500"}
    return walk.post(by, f"/people/{walk.slug}/", data | form)


def _link() -> str:
    found = re.search(r"(/people/accept/\S+/)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@pytest.fixture
def city(walk: Walk) -> Walk:
    people(walk)
    mail.outbox.clear()
    return walk


def test_an_invitation_gives_account_and_role_once(city: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        answer = _invite(city, "hz-s", email="new@people.example")
        assert answer.status_code == 302
        link, before = _link(), store.size()
        assert link not in words(city.get("hz-s", f"/people/{city.slug}/"))
        form = {"name": "New", "password": PASSWORD, "again": PASSWORD}
        assert Client().post(link, form | {"again": "other"}).status_code == 422
        assert (
            Client().post(link, form | {"password": "short", "again": "short"}).status_code == 422
        )
        came = Client()
        assert came.post(link, form).status_code == 302
        assert came.get("/programmes/").status_code == 200
        assert Client().get(link).status_code == 404
    user = User.objects.get(email="new@people.example")
    assert may_edit(user, "330500")
    assert not may_read(user, "330100")
    assert store.size() == before + 1


def test_an_invitation_runs_out_and_can_be_withdrawn(city: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        _invite(city, "hz-s", email="late@people.example")
        link = _link()
    with at("2023-10-26T09:00:01"):
        assert Client().get(link).status_code == 404
    with at("2023-10-27T09:00:00"):
        _invite(city, "hz-s", email="late@people.example")
        link, row = _link(), Invitation.objects.first()
        assert row is not None
        withdraw = f"/people/{city.slug}/invitations/{row.pk}/withdraw/"
        assert city.post("ha-s", withdraw).status_code == 404
        assert city.post("hz-s", withdraw).status_code == 302
        assert Client().get(link).status_code == 404


@pytest.mark.parametrize(
    ("by", "form", "reason"),
    [
        ("hz-s", {"body": "330100"}, "city or park editor"),
        ("hz-s", {"role": "expert", "body": ""}, "expert"),
        ("hz-s", {"work": "330100"}, "organisation"),
        ("ps", {"role": "city_signatory", "body": "320900"}, "city or park signatory"),
        ("hz-s", {"email": "no-address"}, "e-mail"),
    ],
)
def test_nobody_gives_more_than_the_rules_let(
    city: Walk, by: str, form: dict[str, str], reason: str
) -> None:
    with at("2023-10-12T09:00:00"):
        answer = _invite(city, by, **({"email": "new@people.example"} | form))
    assert answer.status_code == 422
    assert reason in words(answer)
    assert not mail.outbox


def _answer(walk: Walk, key: str, **form: str) -> Any:
    """Answer the invitation that waits for a person."""
    found = Invitation.objects.get(email=f"{key}@people.example", ended=None)
    return walk.post(key, f"/people/invitations/{found.pk}/", {"answer": "accept"} | form)


def _known(walk: Walk, key: str) -> Any:
    found = standing_of(walk.slug)
    assert found is not None
    return found.run.people[walk.user(key).person]


def test_who_has_an_account_holds_the_role_only_once_they_accept(city: Walk) -> None:
    form = {"role": "city_signatory", "body": "330100", "work": "330100"}
    with at("2023-10-12T09:00:00"):
        for answer, roles in (("decline", {"city_editor"}), ("accept", None)):
            invited = _invite(city, "ps", email="ha-e@people.example", **form)
            assert invited.status_code == 302
            assert {g.role for g in _known(city, "ha-e").grants} == {"city_editor"}
            assert "/people/invitations/" in city.get("ha-e", "/people/").content.decode()
            row = Invitation.objects.get(email="ha-e@people.example", ended=None)
            assert city.get("hz-e", f"/people/invitations/{row.pk}/").status_code == 404
            assert Client().get(_link()).status_code == 302
            assert _answer(city, "ha-e", answer=answer).status_code == 302
            held = {g.role for g in _known(city, "ha-e").grants}
            assert held == (roles or {"city_editor", "city_signatory"})
    assert [e.kind for e in store.entries() if e.kind == "people.decline"] == ["people.decline"]


def test_an_invitation_tells_nobody_whether_an_address_has_an_account(city: Walk) -> None:
    shown = []
    with at("2023-10-12T09:00:00"):
        for email in ("expert-b@people.example", "nobody-b@people.example"):
            assert _invite(city, "hz-s", email=email, employers="330100").status_code == 302
            page = words(city.get("hz-s", f"/people/{city.slug}/"))
            shown.append(page.replace(email, "ADDRESS"))
            Invitation.objects.exclude(email="expert-b@people.example").delete()
            Invitation.objects.update(inviter=city.user("ps"))
        assert shown[0] == shown[1]
        assert "expert-b" not in shown[1]
        assert len(mail.outbox) == 2
        refused = _answer(city, "expert-b")
    assert refused.status_code == 422
    assert "organisation other than that of your account" in words(refused)
    known = _known(city, "expert-b")
    assert known.employers == ()
    assert {g.role for g in known.grants} == {"expert"}


def test_who_judges_a_place_cannot_come_to_act_for_it(city: Walk) -> None:
    form = {"email": "pr@people.example", "role": "city_signatory", "work": "zj-drc"}
    with at("2023-10-12T09:00:00"):
        assert _invite(city, "ps", **form).status_code == 302
        refused = _answer(city, "pr")
    assert refused.status_code == 422
    assert "you judge the plan of Huzhou" in words(refused)
    assert {g.role for g in _known(city, "pr").grants} == {"provincial_reviewer"}


def test_nobody_says_for_whom_somebody_else_works(city: Walk) -> None:
    form = {"body": "", "work": "institute-a", "employers": "330500 330100"}
    with at("2023-10-12T09:00:00"):
        _invite(city, "no", email="expert-a@people.example", role="observer", **form)
        assert _answer(city, "expert-a", employers="330500").status_code == 302
        assert _known(city, "expert-a").employers == ()
        _invite(city, "no", email="observer@people.example", role="expert", **form)
        own = {"employers": "330100", "capacity": "3", "subjects": "energy"}
        assert _answer(city, "observer", **own).status_code == 302
    known = _known(city, "observer")
    assert (known.employers, known.capacity, known.subjects) == (("330100",), 3, ("energy",))


def test_a_role_that_was_taken_closes_the_pages_at_once(city: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        assert city.get("hz-e", "").status_code == 200
        taken = {"person": city.user("hz-e").person, "role": "city_editor", "body": "330500"}
        assert city.post("ha-s", f"/people/{city.slug}/dismiss/", taken).status_code == 302
        assert city.get("hz-e", "").status_code == 200
        assert city.post("hz-s", f"/people/{city.slug}/dismiss/", taken).status_code == 302
        assert city.get("hz-e", "").status_code == 404
    assert not may_edit(city.user("hz-e"), "330500")


def test_sign_up_is_closed(client: Client) -> None:
    form = {"email": "me@people.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", form)
    assert not User.objects.filter(email="me@people.example").exists()


NEW = {"new_code": "institute-z", "new_zh": "研究院Z", "new_en": "Institute Z"}


def test_an_organisation_is_entered_by_who_acts_beyond_a_place_and_in_a_province_that_there_is(
    city: Walk,
) -> None:
    form = {"email": "new@people.example", "role": "expert", "body": "", "capacity": "5", **NEW}
    with at("2023-10-12T09:00:00"):
        assert _invite(city, "hz-s", **(form | {"role": "city_editor"})).status_code == 422
        nowhere = _invite(city, "no", **(form | {"new_province": "Atlantis"}))
        assert nowhere.status_code == 422
        assert "Atlantis" in words(nowhere)
        assert _invite(city, "no", **(form | {"email": "none"})).status_code == 422
        assert _invite(city, "no", **(form | {"role": "city_editor"})).status_code == 422
        assert not Organisation.objects.filter(code="institute-z").exists()
        assert _invite(city, "no", **(form | {"new_province": "浙江省"})).status_code == 302
    assert Organisation.objects.get(code="institute-z").province == "330000"


def test_a_second_role_leaves_what_the_rules_know_of_an_expert(city: Walk) -> None:
    form = {"email": "expert-a@people.example", "role": "observer", "body": "", "capacity": "9"}
    with at("2023-10-12T09:00:00"):
        assert _invite(city, "no", **(form | {"work": "institute-a"})).status_code == 302
        assert _answer(city, "expert-a").status_code == 302
    found = standing_of(city.slug)
    assert found is not None
    expert = found.run.people[city.user("expert-a").person]
    assert (expert.province, expert.subjects, expert.capacity) == (
        "110000", ("industry", "energy"), 4,
    )  # fmt: skip


def test_places_taken_are_shown_before_the_list_to_who_may_see_the_cases(city: Walk) -> None:
    def taken(key: str) -> list[str]:
        page = city.get(key, "").content.decode()
        row = re.search(r"Zhejiang</th>(.*?)</tr>", page, re.DOTALL)
        assert row is not None
        return re.findall(r'class="number">([^<]*)<', row[1])

    with at("2023-10-20T12:00:00"):
        city.take("open-call", "", "no", "ns")
        assert taken("hz-e") == ["2", "–"]
        assert taken("expert-a") == ["2", "–"]
        assert taken("pr") == taken("no") == ["2", "0"]


@pytest.mark.parametrize(
    ("by", "form", "told"),
    [
        ("ps", {"role": "city_signatory", "body": "999999"}, "cannot take part"),
        ("ps", {"role": "city_signatory", "body": "330481"}, "cannot take part"),
        ("ns", {"role": "provincial_signatory", "body": "330500"}, "cannot take part"),
        ("no", {"role": "expert", "body": "", "capacity": "-5"}, "no whole number"),
        ("no", {"role": "expert", "body": "", "capacity": "abc"}, "no whole number"),
        ("no", {"role": "expert", "body": "", "capacity": "9" * 5000}, "no whole number"),
    ],
)
def test_an_invitation_to_what_cannot_be_is_refused(
    city: Walk, by: str, form: dict[str, str], told: str
) -> None:
    with at("2023-10-12T09:00:00"):
        answer = _invite(city, by, email="x@people.example", **form)
    assert answer.status_code == 422
    assert told in words(answer)
    assert not mail.outbox


def test_a_short_password_is_told_in_the_language_of_the_page(city: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        _invite(city, "hz-s", email="new@people.example")
        link, form = _link(), {"name": "New", "password": "short", "again": "short"}
        for tongue, told in (("zh-hans", "密码太短，至少 10 个字符"), ("en", "10 characters")):
            page = Client(HTTP_ACCEPT_LANGUAGE=tongue).post(link, form).content.decode()
            assert told in page
            assert ("This password" in page) is False


def test_a_form_whose_session_has_ended_leads_back_to_its_page(city: Walk) -> None:
    nobody = Client(HTTP_ACCEPT_LANGUAGE="en")
    lost = nobody.post("/dossiers/330500/upload/")
    assert lost.headers["Location"].endswith("?next=/dossiers/330500/")
    told = nobody.get(lost.headers["Location"]).content.decode()
    assert "what you sent was not saved" in told
    named = nobody.post(
        "/dossiers/330500/upload/", HTTP_REFERER="http://testserver/dossiers/330500/v2/"
    )
    assert named.headers["Location"].endswith("?next=/dossiers/330500/v2/")
    elsewhere = nobody.post("/dossiers/330500/upload/", HTTP_REFERER="http://evil.example/desk/")
    assert elsewhere.headers["Location"].endswith("?next=/dossiers/330500/")
    assert city.clients is not None


@pytest.mark.parametrize(("tongue", "told"), [("zh-hans", "表单已过期"), ("en", "out of date")])
def test_a_form_from_before_another_sign_in_is_told_with_a_way_back(tongue: str, told: str) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE=tongue)
    page = strict.post("/language/", HTTP_REFERER="http://testserver/places/")
    assert page.status_code == 403
    assert told in page.content.decode()
    assert 'href="/places/"' in page.content.decode()


def test_a_fault_names_people_and_not_their_ids(city: Walk) -> None:
    row = RunningBatch.objects.get(slug=city.slug)
    person = city.user("hz-e").person
    content = {"person": person, "role": "expert", "body": ""}
    with at("2023-10-12T09:00:00"), pytest.raises(RefusedError) as refused:
        act(city.user("no").person, row, Kind.DISMISS, content=content)
    told = " ".join(f.message.zh + f.message.en for f in refused.value.faults)
    assert person not in told
    assert str(city.user("hz-e")) in told


def test_subjects_are_matched_in_either_language() -> None:
    assert subject_words("工业、Energy;  园区 own-word") == [
        "industry",
        "energy",
        "parks",
        "own-word",
    ]
    assert subject_names(["industry", "own-word"]).zh == "工业、own-word"
    assert subject_names([]).en == "–"


def test_a_text_without_end_is_refused(city: Walk) -> None:
    row = RunningBatch.objects.get(slug=city.slug)
    content = {"reason": "长" * 10_001}
    with at("2023-10-12T09:00:00"), pytest.raises(RefusedError) as refused:
        act(city.user("no").person, row, Kind.DROP, name="open-call", content=content)
    assert [f.rule for f in refused.value.faults] == ["site.text.long"]


def test_an_employer_stated_wrongly_is_taken_back_on_the_page(city: Walk) -> None:
    page = f"/people/{city.slug}/employers/"
    form = {"email": "observer@people.example", "role": "expert", "body": ""}
    it = {"person": city.user("observer").person, "employer": "330100", "reason": "a misprint"}
    ask = it | {"answer": "ask"}
    with at("2023-10-12T09:00:00"):
        _invite(city, "no", work="institute-a", **form)
        assert _answer(city, "observer", employers="330100", capacity="3").status_code == 302
        assert "330100" in words(city.get("observer", page))
        assert "No employer is on record" in words(city.get("ha-e", page))
        assert city.post("ha-s", page, ask).status_code == 422
        for wrong in ("", "AGREE", "agree "):
            assert city.post("observer", page, it | {"answer": wrong}).status_code == 422
        assert city.post("observer", page, ask | {"reason": " "}).status_code == 422
        assert city.post("observer", page, ask).status_code == 302
        assert "waits for another" in words(city.get("observer", page))
        assert _known(city, "observer").employers == ("330100",)
        assert "a misprint" in words(city.get("no", page))
        for key, status in (("observer", 422), ("ha-s", 422), ("no", 302), ("no", 422)):
            assert city.post(key, page, it | {"answer": "agree"}).status_code == status
    assert _known(city, "observer").employers == ()
    found = [e for e in store.entries() if e.kind in ("programme.retract", "programme.settle")]
    assert len(found) == 2
    for key, reads in (("observer", True), ("no", True), ("ha-s", False)):
        who = reader(city.user(key))
        assert {may_read_entry(who, e) for e in found} == {reads}


def test_an_invitation_sent_twice_stands_once(city: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        assert _invite(city, "hz-s", email="new@people.example").status_code == 302
        again = _invite(city, "hz-s", email="New@people.example")
        assert again.status_code == 422
        assert "stands already" in words(again)
        row = Invitation.objects.get()
        assert city.post("hz-s", f"/people/{city.slug}/invitations/{row.pk}/withdraw/")
        assert _invite(city, "hz-s", email="new@people.example").status_code == 302
    assert len(mail.outbox) == 2


def test_what_is_longer_than_can_be_kept_is_refused_or_cut(city: Walk) -> None:
    long = {"new_code": "z" * 81, "new_zh": "研究院Z", "new_en": "Institute Z"}
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"
    with at("2023-10-12T09:00:00"):
        form = {"role": "expert", "body": "", "capacity": "5"}
        assert _invite(city, "no", email="x@people.example", **form, **long).status_code == 422
        assert _invite(city, "no", email=address, **form).status_code == 422
        assert _invite(city, "no", email="x@people.example", name="n" * 500, **form)
    assert len(Invitation.objects.get().name) == 120


def test_who_acts_for_another_place_is_not_told(city: Walk) -> None:
    """That somebody acts for a place says that it takes part, before any list is public."""
    found = [e for e in store.entries() if e.kind == "programme.appoint"]
    bodies = {
        key: {e.content["content"]["body"] for e in found if may_read_entry(reader(who), e)}
        for key in ("hz-s", "ha-s", "ps")
        if (who := city.user(key))
    }
    assert bodies == {
        "hz-s": {"330500"}, "ha-s": {"330100"}, "ps": {"330000", "330500", "330100"},
    }  # fmt: skip


def test_a_role_of_the_whole_shows_nobody_of_other_places(city: Walk) -> None:
    observes = {"email": "hz-s@people.example", "role": "observer", "body": "", "work": "330500"}
    with at("2023-10-12T09:00:00"):
        assert _invite(city, "no", **observes).status_code == 302
        assert _answer(city, "hz-s").status_code == 302
        page = words(city.get("hz-s", f"/people/{city.slug}/"))
    assert "hz-e (" in page
    assert "ha-e (" not in page


def _ends() -> list[str]:
    ends = ("people.decline", "people.withdraw", "programme.appoint")
    return [e.kind for e in store.entries() if e.kind in ends]


@pytest.mark.parametrize("first", ["accept", "decline", "withdraw"])
@pytest.mark.parametrize("known", [False, True])
def test_an_invitation_ends_in_one_way_alone(city: Walk, first: str, known: bool) -> None:
    """What two sessions have opened, one answers; to the other it has ended."""
    key = "expert-a" if known else "new"
    form = {"role": "observer", "body": "", "work": "institute-a"}
    with at("2023-10-12T09:00:00"):
        assert _invite(city, "no", email=f"{key}@people.example", **form).status_code == 302
        row, before = Invitation.objects.get(), _ends()
        token = _link().split("/")[3]
        steps: dict[str, Callable[[], Any]] = {
            "accept": lambda: (
                inviting.take_on(city.user(key), row.pk, {})
                if known
                else inviting.accept(token, "New", PASSWORD)
            ),
            "decline": lambda: inviting.decline(row.pk),
            "withdraw": lambda: inviting.withdraw(city.user("no"), row.batch, row.pk),
        }
        assert steps.pop(first)()
        for late in steps.values():
            assert not late()
    ended = {"accept": "programme.appoint"}.get(first, f"people.{first}")
    assert _ends() == [*before, ended]
    row.refresh_from_db()
    assert row.accepted is (first == "accept")


def test_who_declines_while_another_session_accepts_is_told_that_it_has_ended(
    city: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at("2023-10-12T09:00:00"):
        _invite(city, "hz-s", email="new@people.example")
        link, form = _link(), {"name": "New", "password": PASSWORD, "again": PASSWORD}
        declined: list[int] = []

        def meanwhile(*_given: Any) -> None:
            if not declined:
                declined.append(Client().post(link, {"answer": "decline"}).status_code)

        monkeypatch.setattr(pages, "validate_password", meanwhile)
        accepted = Client().post(link, form)
        assert (declined, accepted.status_code) == ([302], 404)
        assert Client().post(link, {"answer": "decline"}).status_code == 404
    assert not User.objects.filter(email="new@people.example").exists()


def test_an_invitation_is_withdrawn_in_its_own_batch_and_in_the_record(city: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        begun = {"batch": "cn-carbon-peaking-2025/2"}
        assert city.post("operator", "/programmes/start/", begun).status_code == 302
        other = RunningBatch.objects.exclude(slug=city.slug).get()
        invited = {"email": "new@people.example", "role": "national_signatory", "body": ""}
        assert _invite(city, "operator", work="ndrc", **invited).status_code == 302
        row = Invitation.objects.get()
        elsewhere = f"/people/{other.slug}/invitations/{row.pk}/withdraw/"
        assert city.post("operator", elsewhere).status_code == 404
        assert Client().get(_link()).status_code == 200
        here = f"/people/{city.slug}/invitations/{row.pk}/withdraw/"
        assert [city.post("operator", here).status_code for _ in range(2)] == [302, 404]
    found = [e for e in store.entries() if e.kind == "people.withdraw"]
    assert [e.actor for e in found] == [city.user("operator").person]
    assert may_read_entry(reader(city.user("operator")), found[0])
    assert not may_read_entry(reader(city.user("hz-s")), found[0])


def test_an_invitation_whose_e_mail_is_lost_is_withdrawn_in_the_record(
    city: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_given: Any, **_more: Any) -> None:
        raise OSError

    monkeypatch.setattr(inviting, "send_mail", lost)
    with at("2023-10-12T09:00:00"):
        assert _invite(city, "hz-s", email="new@people.example").status_code == 302
    assert _ends()[-1] == "people.withdraw"
    assert Invitation.objects.get().ended is not None


def test_what_an_inviter_says_of_employers_is_shown_and_what_is_left_out_is_told(
    city: Walk,
) -> None:
    form = {"email": "observer@people.example", "role": "expert", "body": "", "capacity": "3"}
    with at("2023-10-12T09:00:00"):
        _invite(city, "no", work="institute-a", employers="330500 330100", **form)
        row = Invitation.objects.get()
        asked = city.get("observer", f"/people/invitations/{row.pk}/").content.decode()
        assert 'value="330500 330100"' in asked
        assert 'value="3"' in asked
        wrong = _answer(city, "observer", employers="", capacity="x")
        assert wrong.status_code == 422
        assert "330500" not in wrong.content.decode()
        before = Notice.objects.filter(user=city.user("no")).count()
        assert _answer(city, "observer", employers="330100", capacity="3").status_code == 302
    told = Notice.objects.filter(user=city.user("no")).order_by("id")[before:]
    assert [n.en for n in told if "not confirmed" in n.en and "330500" in n.en]
    assert not [n.en for n in told if "330100" in n.en]


def test_nobody_keeps_the_pages_of_an_invitation(city: Walk) -> None:
    with at("2023-10-12T09:00:00"):
        _invite(city, "hz-s", email="new@people.example")
        link, form = _link(), {"name": "New", "password": PASSWORD, "again": PASSWORD}
        answers = [
            Client().get(link),
            Client().post(link, form | {"again": ""}),
            Client().post(link, form),
            Client().get(link),
        ]
    assert [a.status_code for a in answers] == [200, 422, 302, 404]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
