"""How do people come in? Somebody who may give a role invites them; they choose a password."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from dafeng.language import Text
from dafeng.programme import Event, Kind, RefusedError, refusals
from dafeng.web.accounts.models import Invitation, Organisation, User
from dafeng.web.ledger import store
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.runs import Standing, standing

_LOG: Final = logging.getLogger(__name__)

#: How long an invitation stands.
_LIFE: Final = timedelta(days=14)

_SUBJECT: Final = Text("达峰：邀请您加入", "Dafeng: you are invited")
_BODY: Final = Text(
    "{inviter}邀请您在“{batch}”中担任“{role}”。请在 14 天内打开下面的链接设置密码。",
    "{inviter} invites you to be “{role}” in “{batch}”. Open the link below within 14 days and "
    "choose a password.",
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
def invite(inviter: User, row: RunningBatch, wanted: Wanted) -> Invitation | None:
    """Invite a person; who has an account already receives the role at once, and None is returned.

    Raises
    ------
    RefusedError
        If the inviter may not give the role.
    """
    store.hold()
    known = User.objects.filter(email=wanted.email.lower(), is_active=True).first()
    if known is not None:
        content = appointment(known.person, known.organisation or wanted.organisation, wanted)
        act(inviter.person, row, Kind.APPOINT, content=content)
        return None
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
    content = appointment(invitation.person, wanted.organisation, wanted)
    found = standing(row)
    event = Event(made, Kind.APPOINT, inviter.person, content=content)
    against = refusals(found.programme, found.run, event)
    if against:
        raise RefusedError(against)
    invitation.save()
    store.append(_entry(invitation, content))
    transaction.on_commit(lambda: _send(found, invitation, token), robust=True)
    return invitation


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation of a link; None if there is none, or it has ended or run out."""
    found = Invitation.objects.select_related("batch", "organisation", "inviter").filter(
        token=_hashed(token), ended=None, expires__gt=store.moment()
    )
    return found.first()


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
    wanted = Wanted(found.email, name, found.organisation, found.role, found.body, found.facts)
    content = appointment(user.person, found.organisation, wanted)
    act(found.inviter.person, found.batch, Kind.APPOINT, content=content)
    Invitation.objects.filter(pk=found.pk).update(ended=store.moment(), accepted=True)
    return user


def withdraw(inviter: User, invitation: int) -> bool:
    """End an invitation that one has sent oneself; say whether there was one."""
    own = Invitation.objects.filter(pk=invitation, inviter=inviter, ended=None)
    return bool(own.update(ended=store.moment()))


def appointment(person: str, work: Organisation, wanted: Wanted) -> dict[str, Any]:
    """Return the content of the event that gives a role."""
    described = {
        "id": person,
        "organisation": work.code,
        "province": work.province,
        **{k: v for k, v in wanted.facts.items() if v},
    }
    return {"person": described, "role": wanted.role, "body": wanted.body}


def _entry(invitation: Invitation, content: Mapping[str, Any]) -> dict[str, Any]:
    batch = invitation.batch
    return {
        "instant": invitation.made,
        "kind": "people.invite",
        "subject": f"people/{invitation.person}",
        "actor": invitation.inviter.person,
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
        invitation.ended = store.moment()
        invitation.save(update_fields=["ended"])


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
