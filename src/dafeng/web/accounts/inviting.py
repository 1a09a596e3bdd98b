"""How do people come in? Somebody who may give a role invites them; they choose a password."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text
from dafeng.programme import Event, Kind, RefusedError, Scope, refusals
from dafeng.programme.rights import judges_place
from dafeng.web.accounts.models import Invitation, Organisation, User
from dafeng.web.ledger import store
from dafeng.web.notices.telling import tell
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.consequences import batch_title
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.places import place_name
from dafeng.web.programmes.runs import Standing, standing, standings

_LOG: Final = logging.getLogger(__name__)

#: How long an invitation stands.
_LIFE: Final = timedelta(days=14)

_SUBJECT: Final = Text("达峰：邀请您加入", "Dafeng: you are invited")
_BODY: Final = Text(
    "{inviter}邀请您在“{batch}”中担任“{role}”。请在 14 天内打开下面的链接，接受或谢绝。",
    "{inviter} invites you to be “{role}” in “{batch}”. Open the link below within 14 days to "
    "accept or to decline.",
)
_ASKED: Final = Text(
    "{batch}：邀请您担任“{role}”，请接受或谢绝",
    "{batch}: you are invited to be “{role}”; accept or decline",
)
_ELSEWHERE: Final = Text(
    "这份邀请面向另一单位的人员，您的账户属于别的单位",
    "this invitation is for people of an organisation other than that of your account",
)
_ASK_ANEW: Final = Text(
    "谢绝，并请贵单位的签发人邀请您",
    "decline it, and let a signatory of your own organisation invite you",
)
_STANDS: Final = Text(
    "同样的邀请已发出，尚待答复", "the same invitation stands already and waits for an answer"
)
_WITHDRAW: Final = Text("等待答复，或先撤回", "wait for the answer, or withdraw it first")
_UNSAID: Final = Text(
    "{name}已接受邀请，但未确认您填写的任职单位：{employers}；确有其事的，请为其申报利益冲突",
    "{name} has accepted and has not confirmed these employers that you named: {employers}; where "
    "you know better, declare a conflict of interest for them",
)
_JUDGES: Final = Text(
    "您参与审核“{body}”的方案，不能担任该地的角色",
    "you judge the plan of {body} and cannot hold a role of it",
)
_ANOTHER: Final = Text(
    "谢绝；或先请收回审核角色", "decline it, or have the judging role taken back first"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom somebody invites, and as what.

    Parameters
    ----------
    email, name
        Of the person.
    organisation
        For which the person works.
    role, body
        What the person is to be, and of which place or province.
    facts
        Other employers, subjects, capacity: what the rules ask of an expert.
    """

    email: str
    name: str
    organisation: Organisation
    role: str
    body: str
    facts: Mapping[str, Any]


@transaction.atomic
def invite(inviter: User, row: RunningBatch, wanted: Wanted) -> Invitation:
    """Invite a person, who accepts or declines; nothing tells whether the address has an account.

    Raises
    ------
    RefusedError
        If the inviter may not give the role.
    """
    store.hold()
    token = secrets.token_urlsafe(32)
    made = store.moment()
    invitation = Invitation(
        batch=row,
        email=wanted.email.lower(),
        name=wanted.name,
        organisation=wanted.organisation,
        facts=dict(wanted.facts),
        role=wanted.role,
        body=wanted.body,
        inviter=inviter,
        token=_hashed(token),
        made=made,
        expires=made + _LIFE,
    )
    own = invitation.email == inviter.email
    person = inviter.person if own else invitation.person
    content = appointment(person, wanted.organisation, wanted)
    found = standing(row)
    against = refusals(
        found.programme, found.run, Event(made, Kind.APPOINT, inviter.person, content=content)
    )
    if against:
        raise RefusedError(against)
    if _stands(invitation):
        raise RefusedError([Fault("site.invited", Severity.ERROR, Place(), _STANDS, _WITHDRAW)])
    invitation.save()
    store.append(_entry(invitation, "people.invite", inviter.person, content))
    _tell(found, invitation)
    transaction.on_commit(lambda: _send(found, invitation, token), robust=True)
    return invitation


def _stands(wanted: Invitation) -> bool:
    """Say whether the inviter has sent the same already, as who sends a form twice."""
    same = {n: getattr(wanted, n) for n in ("batch", "email", "role", "body", "inviter")}
    return Invitation.objects.filter(**same, ended=None, expires__gt=wanted.made).exists()


def _tell(found: Standing, invitation: Invitation) -> None:
    """Tell a person who has an account; who has none is told by the e-mail alone."""
    known = User.objects.filter(email=invitation.email, is_active=True)
    role = found.programme.roles[invitation.role].title
    told = _ASKED.format(role=role, batch=batch_title(found))
    tell(known, told, reverse("invited", args=[invitation.pk]))


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation of a link; None if there is none, or it has ended or run out."""
    return _open().filter(token=_hashed(token)).first()


def open_for(user: User) -> QuerySet[Invitation]:
    """Return the invitations that wait for a person who has an account."""
    return _open().filter(email=user.email)


def _open() -> QuerySet[Invitation]:
    known = Invitation.objects.select_related("batch", "organisation", "inviter")
    return known.filter(ended=None, expires__gt=store.moment())


@transaction.atomic
def accept(token: str, name: str, password: str) -> User | None:
    """Make the account of who was invited and give the role; None if the link no longer counts.

    Raises
    ------
    RefusedError
        If the inviter may not give the role any more.
    """
    store.hold()
    found = open_invitation(token)
    if found is None or User.objects.filter(email=found.email).exists():
        return None
    user = User(email=found.email, name=name, organisation=found.organisation, person=found.person)
    user.set_password(password)
    user.save()
    _appoint(found, user, found.facts)
    return user


@transaction.atomic
def take_on(user: User, invitation: int, facts: Mapping[str, Any]) -> bool:
    """Give a role to a person who has an account and accepts it; False if it no longer counts.

    Parameters
    ----------
    user
        Who accepts.
    invitation
        Key of the invitation.
    facts
        What the person says of employers, subjects and capacity: nobody else says it for them.

    Raises
    ------
    RefusedError
        If the person works for another organisation or judges the place, or the inviter may not
        give the role any more.
    """
    store.hold()
    found = open_for(user).filter(pk=invitation).first()
    if found is None:
        return False
    against = list(_against(found, user))
    if against:
        raise RefusedError(against)
    _appoint(found, user, facts)
    _tell_unsaid(found, user, facts)
    return True


def _against(found: Invitation, user: User) -> Iterator[Fault]:
    if user.organisation_id != found.organisation_id:
        yield Fault("site.organisation", Severity.ERROR, Place(), _ELSEWHERE, _ASK_ANEW)
    role = standing(found.batch).programme.roles[found.role]
    if role.scope is Scope.PLACE and any(
        judges_place(s.programme, s.run, user.person, found.body) for s in standings()
    ):
        body = place_name(found.body)
        yield Fault("site.judges", Severity.ERROR, Place(), _JUDGES.format(body=body), _ANOTHER)


def _appoint(found: Invitation, user: User, facts: Mapping[str, Any]) -> None:
    wanted = Wanted(user.email, user.name, found.organisation, found.role, found.body, facts)
    content = appointment(user.person, found.organisation, wanted)
    act(found.inviter.person, found.batch, Kind.APPOINT, content=content)
    Invitation.objects.filter(pk=found.pk).update(ended=store.moment(), accepted=True)


def _tell_unsaid(found: Invitation, user: User, facts: Mapping[str, Any]) -> None:
    """Tell the inviter which employers that they named the person has not confirmed.

    Nobody says for somebody else who pays them; who knows better declares a conflict for them.
    """
    kept = {*facts.get("employers", ()), found.organisation.code}
    unsaid = [e for e in found.facts.get("employers", ()) if e not in kept]
    if unsaid:
        told = _UNSAID.format(name=str(user), employers=", ".join(unsaid))
        tell([found.inviter], told, reverse("employers", args=[found.batch.slug]))


@transaction.atomic
def decline(invitation: int) -> bool:
    """End an invitation that the person does not take; False if it no longer counts."""
    store.hold()
    found = _open().filter(pk=invitation).first()
    if found is None:
        return False
    _end(found, "people.decline", found.person)
    return True


@transaction.atomic
def withdraw(inviter: User, row: RunningBatch, invitation: int) -> bool:
    """End an invitation to a batch that one has sent oneself; False if there is none."""
    store.hold()
    found = _open().filter(pk=invitation, inviter=inviter, batch=row).first()
    if found is None:
        return False
    _end(found, "people.withdraw", inviter.person)
    return True


def _end(found: Invitation, kind: str, actor: str) -> None:
    """End an invitation, with its entry, under the lock of the log."""
    found.ended = store.moment()
    found.save(update_fields=["ended"])
    store.append(_entry(found, kind, actor, {"role": found.role, "body": found.body}))


def appointment(person: str, work: Organisation, wanted: Wanted) -> dict[str, Any]:
    """Return the content of the event that gives a role."""
    described = {
        "id": person,
        "organisation": work.code,
        "province": work.province,
        **{k: v for k, v in wanted.facts.items() if v},
    }
    return {"person": described, "role": wanted.role, "body": wanted.body}


def _entry(
    invitation: Invitation, kind: str, actor: str, content: Mapping[str, Any]
) -> dict[str, Any]:
    batch = invitation.batch
    return {
        "instant": store.moment(),
        "kind": kind,
        "subject": f"people/{invitation.person}",
        "actor": actor,
        "content": {**content, "batch": f"{batch.programme}/{batch.batch}"},
    }


def _send(found: Standing, invitation: Invitation, token: str) -> None:
    """Send the link to the person alone: who invites never sees it."""
    work = invitation.inviter.organisation
    inviter = work.name if work else Text(str(invitation.inviter), str(invitation.inviter))
    told = _BODY.format(
        inviter=inviter,
        batch=found.programme.batches[found.run.batch].title,
        role=found.programme.roles[invitation.role].title,
    )
    link = f"{settings.SITE_ADDRESS}{reverse('accept', args=[token])}"
    body = f"{told.zh}\n\n{told.en}\n\n{link}\n"
    try:
        send_mail(f"{_SUBJECT.zh} · {_SUBJECT.en}", body, None, [invitation.email])
    except OSError:  # nobody has the link, which stands nowhere: the inviter is told to try again
        _LOG.exception("an invitation could not be sent")
        withdraw(invitation.inviter, invitation.batch, invitation.pk)
        invitation.refresh_from_db()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
