"""Pages of people: one's own account, inviting, accepting, giving and taking roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from dafeng import reference
from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text
from dafeng.programme import Kind, RefusedError, Scope
from dafeng.programme.admission import admits
from dafeng.programme.people import is_body
from dafeng.web.access import EVERYBODY, SIGNED_IN, Access, open_to
from dafeng.web.accounts import appointing, inviting
from dafeng.web.accounts.models import Invitation, Organisation, User
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import say
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import scope
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.consequences import batch_title
from dafeng.web.programmes.places import granted_body
from dafeng.web.programmes.runs import Standing, standing
from dafeng.web.programmes.showing import names_of
from dafeng.web.programmes.subjects import subject_words
from dafeng.web.whole_numbers import counted


def _appoints(request: HttpRequest, parts: Mapping[str, Any]) -> bool:
    user = request.user
    found = scope.batch_for(user, parts["slug"])
    return (
        found is not None
        and isinstance(user, User)
        and bool(appointing.roles_to_give(found, user.person))
    )


APPOINTS: Final = Access("gives roles in the batch", _appoints)

_SENT: Final = Text("邀请已发往 {email}", "an invitation has gone to {email}")
_LOST: Final = Text(
    "邮件未能发往 {email}，邀请已撤回；请核对地址，稍后再邀请",
    "the e-mail to {email} could not be sent and the invitation is withdrawn; check the address "
    "and invite again later",
)
_ACCEPTED: Final = Text("已接受，角色即时生效", "accepted; the role counts from now on")
_DECLINED: Final = Text("已谢绝邀请", "the invitation was declined")
_TAKEN: Final = Text("角色已收回", "the role was taken")
_ENDED: Final = Text("邀请已撤回", "the invitation was withdrawn")
_OWN_ONLY: Final = Text(
    "您只能邀请本单位的人员；新单位由省级或国家级人员登记",
    "you invite people of your own organisation; others are entered by who acts for a province or "
    "for the whole",
)
_NO_PROVINCE: Final = Text("没有省区“{named}”", "there is no province “{named}”")
_KEPT: Final = Text("已保存", "kept")
_NO_COUNT: Final = Text("最多评审份数不是整数", "plans at most: this is no whole number")
_NO_BODY: Final = Text(
    "“{body}”不能参加本计划：没有这个代码，或层级不符",
    "“{body}” cannot take part: there is no such code, or its level does not apply",
)
_BODY_REMEDY: Final = Text(
    "城市填六位代码，园区和示范区填自己的编号，省级填省代码",
    "six digits for a city, an id of its own for a park or zone, the province's code for provinces",
)
#: Most characters of an address, and of the code of an organisation.
_LONGEST_ADDRESS: Final = 254
_LONGEST_CODE: Final = 80
_LONG_CODE: Final = Text("单位代码超过 80 个字符", "the code has more than 80 characters")
_FILL_IN: Final = Text("填写该项", "fill it in")


@open_to(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def me(request: SignedInRequest) -> HttpResponse:
    """Show the person's own account, roles and ways to sign in; the name can be changed."""
    if request.method == "POST":
        User.objects.filter(pk=request.user.pk).update(
            name=str(request.POST.get("name", "")).strip()[:120]
        )
        messages.success(request, say(_KEPT))
        return redirect("me")
    held = [
        {
            "at": s,
            "title": s.programme.batches[s.run.batch].title,
            "roles": [
                (
                    s.programme.roles[g.role].title,
                    granted_body(s, g.body),
                )
                for g in s.run.people[request.user.person].grants
            ],
            "appoints": bool(appointing.roles_to_give(s, request.user.person)),
        }
        for s in scope.batches_for(request.user)
    ]
    waiting = inviting.open_for(request.user)
    return render(request, "accounts/me.html", {"held": held, "waiting": waiting})


@open_to(APPOINTS)
@require_http_methods(["GET", "POST"])
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show whom the person has appointed or may dismiss; invite somebody."""
    found = scope.open_batch(request.user, slug)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            with transaction.atomic():  # a new organisation comes with its person or not at all
                wanted = _wanted(request, found)
                invitation = inviting.invite(request.user, found.row, wanted)
        except RefusedError as error:
            faults = error.faults
        else:
            lost = invitation.ended is not None
            told = _LOST if lost else _SENT
            tell = messages.error if lost else messages.success
            tell(request, say(told.format(email=wanted.email)))
            return redirect("people", slug)
    reach = appointing.within_reach(found, request.user.person)
    named = names_of({p.id for p, _grant in reach})
    context = {
        "at": found,
        "roles": appointing.roles_to_give(found, request.user.person),
        "body": appointing.suggested_body(found, request.user.person),
        "organisations": appointing.organisations_for(found, request.user),
        "reach": [
            {
                "person": p,
                "name": named[p.id],
                "grant": g,
                "role": found.programme.roles[g.role].title,
                "body": granted_body(found, g.body),
            }
            for p, g in reach
        ],
        "invitations": Invitation.objects.filter(
            batch=found.row, inviter=request.user, ended=None, expires__gt=moment()
        ),
        "faults": faults,
        "typed": request.POST,
    }
    return render(request, "accounts/people.html", context, status=422 if faults else 200)


@open_to(APPOINTS)
@require_POST
def dismiss(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a role from a person."""
    found = scope.open_batch(request.user, slug)
    content = {k: str(request.POST.get(k, "")) for k in ("person", "role", "body")}
    try:
        act(request.user.person, found.row, Kind.DISMISS, content=content)
    except RefusedError as error:
        messages.error(request, say(error.text))
    else:
        messages.success(request, say(_TAKEN))
    return redirect("people", slug)


@open_to(APPOINTS)
@require_POST
def withdraw(request: SignedInRequest, slug: str, invitation: int) -> HttpResponse:
    """Withdraw an invitation that the person has sent."""
    found = scope.open_batch(request.user, slug)
    if not inviting.withdraw(request.user, found.row, invitation):
        raise Http404
    messages.success(request, say(_ENDED))
    return redirect("people", slug)


@open_to(EVERYBODY)
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Let who was invited choose a password and come in."""
    found = inviting.open_invitation(token)
    if found is None:
        return render(request, "accounts/ended.html", status=404)
    if User.objects.filter(email=found.email).exists():
        return redirect("invited", found.pk)  # who is not signed in is asked to do so
    errors: list[str] = []
    if request.method == "POST" and request.POST.get("answer") == "decline":
        if not inviting.decline(found.pk):
            return render(request, "accounts/ended.html", status=404)
        messages.success(request, say(_DECLINED))
        return redirect("home")
    if request.method == "POST":
        password = str(request.POST.get("password", ""))
        errors = _password_errors(request, found, password)
        if not errors:
            name = str(request.POST.get("name", "")).strip()[:120] or found.name
            return _came_in(request, token, name, password)
    context = {"invitation": found, "errors": errors}
    return render(request, "accounts/accept.html", context, status=422 if errors else 200)


@open_to(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def invited(request: SignedInRequest, invitation: int) -> HttpResponse:
    """Let a person who has an account accept or decline a role; it counts from then on."""
    waiting = inviting.open_for(request.user).filter(pk=invitation).first()
    if waiting is None:
        raise Http404
    faults: tuple[Fault, ...] = ()
    at = standing(waiting.batch)
    role = at.programme.roles[waiting.role]
    if request.method == "POST":
        try:
            told = _answered(request, waiting, role.scope)
        except RefusedError as error:
            faults = error.faults
        else:
            messages.success(request, say(told))
            return redirect("me")
    context = {
        "invitation": waiting,
        "batch": batch_title(at),
        "role": role.title,
        "body": granted_body(at, waiting.body),
        "reads": role.scope is Scope.ASSIGNED,
        "subjects": " ".join(waiting.facts.get("subjects", ())),
        "employers": " ".join(waiting.facts.get("employers", ())),
        "faults": faults,
        "typed": request.POST or None,
    }
    return render(request, "accounts/invited.html", context, status=422 if faults else 200)


def _answered(request: SignedInRequest, waiting: Invitation, scope: Scope) -> Text:
    """Accept or decline as the person says; a role is never given by anything else."""
    if request.POST.get("answer") != "accept":
        if not inviting.decline(waiting.pk):
            raise Http404
        return _DECLINED
    faults: list[Fault] = []
    sent = {k: str(v).strip() for k, v in request.POST.items()}
    facts = _facts(scope, sent, faults)
    if faults:
        raise RefusedError(faults)
    if not inviting.take_on(request.user, waiting.pk, facts):
        raise Http404
    return _ACCEPTED


def _came_in(request: HttpRequest, token: str, name: str, password: str) -> HttpResponse:
    try:
        user = inviting.accept(token, name, password)
    except RefusedError as error:
        return render(request, "accounts/ended.html", {"faults": error.faults}, status=409)
    if user is None:
        return render(request, "accounts/ended.html", status=404)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("desk")


def _password_errors(request: HttpRequest, found: Invitation, password: str) -> list[str]:
    errors: list[str] = []
    if password != request.POST.get("again", ""):
        errors.append(say(Text("两次密码不一致", "the two passwords differ")))
    try:
        validate_password(password, User(email=found.email, name=found.name))
    except ValidationError as error:
        errors += error.messages
    return errors


def _wanted(request: SignedInRequest, found: Standing) -> inviting.Wanted:
    """Return whom the form names; every fault of the form at once."""
    sent = {k: str(v).strip() for k, v in request.POST.items()}
    faults: list[Fault] = []
    email = sent.get("email", "")
    try:
        validate_email(email)
    except ValidationError:
        faults.append(_fault("email", Text("电子邮件地址不对", "this is no e-mail address")))
    if len(email) > _LONGEST_ADDRESS:
        faults.append(_fault("email", Text("电子邮件地址太长", "the address is too long")))
    if not sent.get("name"):
        faults.append(_fault("name", Text("没有填写姓名", "there is no name")))
    work = _organisation(request, found, sent)
    if work is None:
        faults.append(_fault("organisation", Text("没有选定单位", "there is no organisation")))
    role, body = sent.get("role", ""), sent.get("body", "")
    scope = found.programme.roles[role].scope if role in found.programme.roles else Scope.NONE
    facts = _facts(scope, sent, faults)
    needs_body = scope in (Scope.PLACE, Scope.PROVINCE)
    if body and needs_body and not _fits(found, scope, body):
        faults.append(_fault("body", _NO_BODY.format(body=body[:40]), _BODY_REMEDY))
    if faults or work is None:
        raise RefusedError(faults)
    return inviting.Wanted(email, sent["name"][:120], work, role, body if needs_body else "", facts)


def _facts(scope: Scope, sent: Mapping[str, str], faults: list[Fault]) -> dict[str, Any]:
    """Return what is said of an expert; of whom holds another role nothing is said here."""
    if scope is not Scope.ASSIGNED:
        return {}
    capacity = counted(sent["capacity"]) if sent.get("capacity") else 0
    if capacity is None:
        faults.append(_fault("capacity", _NO_COUNT, Text("填 0 或正整数", "enter 0 or more")))
    return {
        "employers": sent.get("employers", "").split(),
        "subjects": subject_words(sent.get("subjects", "")),
        "capacity": capacity,
    }


def _fits(found: Standing, scope: Scope, body: str) -> bool:
    """Say whether a role can be held for a body: a place that can take part, or a province."""
    if scope is Scope.PROVINCE:
        return is_body(found.programme, body)
    return admits(found.programme, body)


def _organisation(
    request: SignedInRequest, found: Standing, sent: Mapping[str, str]
) -> Organisation | None:
    """Return the organisation that was chosen, or the new one that was described."""
    allowed = appointing.organisations_for(found, request.user)
    code = slugify(sent.get("new_code", ""))
    if len(code) > _LONGEST_CODE:
        raise RefusedError([_fault("new_code", _LONG_CODE)])
    if code and sent.get("new_zh") and sent.get("new_en"):
        if Organisation.objects.filter(code=code).exists():
            return allowed.filter(code=code).first()
        if not appointing.may_describe(found, request.user):
            raise RefusedError([_fault("new_code", _OWN_ONLY)])
        return Organisation.objects.create(
            code=code,
            name_zh=sent["new_zh"][:200],
            name_en=sent["new_en"][:200],
            province=_province(sent.get("new_province", "")),
        )
    number = counted(sent.get("organisation"))
    return allowed.filter(pk=number).first() if number is not None else None


def _province(named: str) -> str:
    """Return the code of a province that is named by code or name; "" where none is.

    Raises
    ------
    RefusedError
        If there is no such province: a conflict of interest would be missed.
    """
    provinces = [d for d in reference.divisions().values() if d.level == "province"]
    for known in provinces:
        names = (known.code, known.name.zh, known.name.en, known.short_name.zh, known.short_name.en)
        if named in names:
            return known.code
    if named:
        raise RefusedError([_fault("new_province", _NO_PROVINCE.format(named=named))])
    return ""


def _fault(field: str, message: Text, remedy: Text = _FILL_IN) -> Fault:
    return Fault(f"site.{field}", Severity.ERROR, Place(field=field), message, remedy)
