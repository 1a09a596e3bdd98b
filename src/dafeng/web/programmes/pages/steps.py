"""A step: its form, what was prepared for it, signing it, dropping it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.desk.examining import at_gate
from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text
from dafeng.programme import (
    Case,
    Event,
    Kind,
    RefusedError,
    Step,
    Transition,
    local_text,
    open_steps,
    refusals,
)
from dafeng.record import Receipt
from dafeng.web.access import open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.dossiers.access import readable
from dafeng.web.dossiers.findings import taken_up
from dafeng.web.frame.speech import say
from dafeng.web.ledger.store import moment
from dafeng.web.programmes import forms, scope, showing
from dafeng.web.programmes.access import BATCH_STEP, CASE_STEP
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.consequences import address
from dafeng.web.programmes.models import AttachedFile
from dafeng.web.programmes.runs import Standing
from dafeng.web.programmes.storing import keep

_PREPARED: Final = Text(
    "“{step}”已拟稿，待另一人签发；回执第 {number} 号",
    "“{step}” is prepared and waits for another person's signature; receipt {number}",
)
_DONE: Final = Text("“{step}”已办结；回执第 {number} 号", "“{step}” is done; receipt {number}")
_UNHEARD: Final = Text(
    "本站没有名为“{named}”的单位：已记录，但没有人因此回避",
    "this site knows no organisation “{named}”: it is on record, and nobody is barred by it",
)
_DROPPED: Final = Text("拟稿已撤回", "what was prepared is dropped")
_NOTHING: Final = Text("没有待签发的拟稿", "nothing waits for a signature")


@open_to(BATCH_STEP)
@require_http_methods(["GET", "POST"])
def batch_step(request: SignedInRequest, slug: str, step: str) -> HttpResponse:
    """Prepare or take a step of the batch."""
    return _step(request, *_of_batch(request, slug, step))


@open_to(CASE_STEP)
@require_http_methods(["GET", "POST"])
def case_step(request: SignedInRequest, slug: str, case: str, step: str) -> HttpResponse:
    """Prepare or take a step of a case."""
    return _step(request, *_of_case(request, slug, case, step))


@open_to(BATCH_STEP)
@require_http_methods(["GET", "POST"])
def batch_sign(request: SignedInRequest, slug: str, step: str) -> HttpResponse:
    """Show what was prepared for a step of the batch, and sign it."""
    return _sign(request, *_of_batch(request, slug, step))


@open_to(CASE_STEP)
@require_http_methods(["GET", "POST"])
def case_sign(request: SignedInRequest, slug: str, case: str, step: str) -> HttpResponse:
    """Show what was prepared for a step of a case, and sign it."""
    return _sign(request, *_of_case(request, slug, case, step))


@open_to(BATCH_STEP)
@require_POST
def batch_drop(request: SignedInRequest, slug: str, step: str) -> HttpResponse:
    """Drop what was prepared for a step of the batch."""
    return _drop(request, *_of_batch(request, slug, step))


@open_to(CASE_STEP)
@require_POST
def case_drop(request: SignedInRequest, slug: str, case: str, step: str) -> HttpResponse:
    """Drop what was prepared for a step of a case."""
    return _drop(request, *_of_case(request, slug, case, step))


def _step(
    request: SignedInRequest, found: Standing, case: Case | None, step: Transition
) -> HttpResponse:
    versions = readable(request.user, case.id) if case and "snapshot" in step.guards else ()
    asked = forms.fields(found, case, step, versions)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        values = {f.name: str(request.POST.get(f.name, "")) for f in asked}
        try:
            content = _content(request, found, asked, values, versions)
            receipt = _taken(request, found, case, step, content)
        except RefusedError as error:
            faults, asked = error.faults, forms.filled(asked, values)
        else:
            _told(request, step, receipt.entry.number)
            for named in forms.unheard_of(content.get("consultants", ())):
                messages.warning(request, say(_UNHEARD.format(named=named)))
            return redirect(address(found, case.id if case else ""))
    context = _context(request, found, case, step) | {"fields": asked, "faults": faults}
    return render(request, "programmes/step.html", context, status=422 if faults else 200)


def _content(
    request: SignedInRequest,
    found: Standing,
    asked: Sequence[forms.Field],
    values: Mapping[str, str],
    versions: Sequence[Any],
) -> dict[str, Any]:
    """Return what was filled in, the files kept under their hashes."""
    kept = {f.name.split(".", 1)[1]: _kept(request, f) for f in asked if f.kind == "file"}
    files = {kind: file for kind, file in kept.items() if file is not None}
    content = forms.content(found, asked, values, versions, files)
    judges = forms.deciding(found, content.get("consultants", ()))
    if judges:
        raise RefusedError([_judging(named) for named in judges])
    return content


def _judging(named: str) -> Fault:
    return Fault(
        "site.consultant",
        Severity.ERROR,
        Place(field="consultants"),
        Text(
            "“{named}”在本批次审定方案，不能填为咨询单位",
            "“{named}” decides on plans in this batch and cannot be stated as a consultant",
        ).format(named=named),
        Text(
            "删去；其人员若参与编制，由本人申报利益冲突",
            "leave it out; who of its people worked on the plan declares a conflict of interest",
        ),
    )


def _taken(
    request: SignedInRequest,
    found: Standing,
    case: Case | None,
    step: Transition,
    content: Mapping[str, Any],
) -> Receipt:
    """Prepare or take the step; the names of its files stand beside it in one transaction."""
    person, place = request.user.person, case.id if case else ""
    kind = Kind.PREPARE if step.is_decision else Kind.DECIDE
    with transaction.atomic():
        for file in content.get("attachments", {}).values():
            AttachedFile.objects.get_or_create(
                batch=found.row,
                case=place,
                sha256=file["sha256"],
                defaults={
                    "name": file["name"],
                    "size": file["size"],
                    "person": person,
                    "arrived": moment(),
                },
            )
        return act(person, found.row, kind, case=place, name=step.id, content=content)


def _kept(request: SignedInRequest, field: forms.Field) -> dict[str, Any] | None:
    """Keep a file that was sent; None where none was."""
    sent = request.FILES.get(field.name)
    if sent is None:
        return None
    if not sent.size or sent.size > forms.LARGEST:
        raise RefusedError([_unfit(field)])
    sha256, size = keep(sent.chunks())
    return {"sha256": sha256, "name": str(sent.name)[-200:], "size": size}


def _unfit(field: forms.Field) -> Fault:
    return Fault(
        "site.file.size",
        Severity.ERROR,
        Place(field=field.name),
        Text("文件“{f}”为空或过大", "the file “{f}” is empty or too large").format(f=field.label),
        forms.AT_MOST,
    )


def _sign(
    request: SignedInRequest, found: Standing, case: Case | None, step: Transition
) -> HttpResponse:
    held = scope.pending_for(found, request.user, case, step.id)
    if held is None:
        messages.info(request, say(_NOTHING))
        return redirect(address(found, case.id if case else ""))
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        place, seen = case.id if case else "", str(request.POST.get("digest", ""))
        try:
            receipt = act(
                request.user.person,
                found.row,
                Kind.DECIDE,
                case=place,
                name=step.id,
                content={"digest": seen},
            )
        except RefusedError as error:
            faults = error.faults
        else:
            _told(request, step, receipt.entry.number)
            return redirect(address(found, place))
    pending = held[1]
    context = _context(request, found, case, step) | {
        "faults": faults,
        "pending": pending,
        "own": pending.person == request.user.person,
        "by": showing.names_of({pending.person})[pending.person],
        "prepared": local_text(pending.instant, found.programme.zone),
        "lines": showing.said(found, step.id, pending.content),
        "files": scope.files_for(request.user, found, case),
    }
    return render(request, "programmes/sign.html", context, status=422 if faults else 200)


def _drop(
    request: SignedInRequest, found: Standing, case: Case | None, step: Transition
) -> HttpResponse:
    place, reason = case.id if case else "", str(request.POST.get("reason", "")).strip()
    try:
        act(
            request.user.person,
            found.row,
            Kind.DROP,
            case=place,
            name=step.id,
            content={"reason": reason},
        )
    except RefusedError as error:
        for fault in error.faults:
            messages.error(request, f"{say(fault.message)}; {say(fault.remedy)}")
    else:
        messages.success(request, say(_DROPPED))
    return redirect(address(found, place))


def _context(
    request: SignedInRequest, found: Standing, case: Case | None, step: Transition
) -> dict[str, Any]:
    programme, person = found.programme, request.user.person
    steps = open_steps(programme, found.run, person, case, moment())
    mine = next((s for s in steps if s.transition.id == step.id), None)
    names = ("prepared_by", "decided_by")
    return {
        "at": found,
        "case": case,
        "step": step,
        "open": mine,
        "blocked": _blocked(found, case, person, mine) if mine else (),
        "target": programme.stages[step.target].title if step.target else None,
        "source": programme.sources.get(step.basis.source),
        "starts": [programme.clocks[c].title for c in (*step.starts, *step.starts_each)],
        "falling": _falling(found, step),
        "blocking": _blocking(request, case, step),
        "waits": bool((case or found.run).pending.get(step.id)),
        **{n: [programme.roles[r].title for r in getattr(step, n)] for n in names},
    }


def _falling(found: Standing, step: Transition) -> list[dict[str, Any]]:
    """Return the cases that end with a step of the batch, by the stage that they enter."""
    stages, cases = found.programme.stages, found.run.cases.values()
    ends = {s: stages[t] for s, t in step.cascade.items() if stages[t].final}
    return [
        {"case": case, "now": stages[case.stage].title, "then": ends[case.stage].title}
        for case in sorted(cases, key=lambda c: (c.applicant.province, c.id))
        if case.stage in ends
    ]


def _blocking(
    request: SignedInRequest, case: Case | None, step: Transition
) -> dict[str, Any] | None:
    """Return the newest version with what of it blocks a submission, where the step asks for it."""
    asks = case is not None and step.guards.get("gate")
    newest = next(iter(readable(request.user, case.id)), None) if case and asks else None
    if newest is None or not newest.gate_errors:
        return None
    faults = (at_gate(f) for f in taken_up(newest.findings))
    return {"version": newest, "faults": [f for f in faults if f.severity is Severity.ERROR]}


def _blocked(found: Standing, case: Case | None, person: str, step: Step) -> list[Fault]:
    """Return what stands against a step whatever is filled in."""
    event = Event(moment(), step.kind, person, case.id if case else "", step.transition.id)
    against = refusals(found.programme, found.run, event)
    return [f for f in against if f.rule in (*step.blocked, *step.unmet)]


def _told(request: SignedInRequest, step: Transition, number: int) -> None:
    done = _PREPARED if step.is_decision and request.POST.get("digest") is None else _DONE
    messages.success(request, say(done.format(step=step.title, number=number)))


def _of_batch(request: SignedInRequest, slug: str, step: str) -> tuple[Standing, None, Transition]:
    found = scope.open_batch(request.user, slug)
    known = scope.step_of(found, request.user, None, step)
    if known is None:
        raise Http404
    return found, None, known


def _of_case(
    request: SignedInRequest, slug: str, case: str, step: str
) -> tuple[Standing, Case, Transition]:
    found, held = scope.open_case(request.user, slug, case)
    known = scope.step_of(found, request.user, held, step)
    if known is None:
        raise Http404
    return found, held, known
