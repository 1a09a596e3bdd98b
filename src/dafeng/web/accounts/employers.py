"""Page of the employers that are stated of people: taken back where one was stated wrongly.

What one batch states bars in all of them; it is taken back in each that states it, at once where
the same people decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dafeng.errors import Fault, Place, Severity
from dafeng.language import Text, same
from dafeng.programme import Event, Kind, RefusedError, refusals
from dafeng.programme.people import Person
from dafeng.programme.retracting import may_settle
from dafeng.web.access import open_to
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import say
from dafeng.web.ledger import store
from dafeng.web.programmes import scope
from dafeng.web.programmes.access import IN_BATCH
from dafeng.web.programmes.acting import act
from dafeng.web.programmes.consequences import batch_title
from dafeng.web.programmes.places import known_place
from dafeng.web.programmes.runs import Standing, standings
from dafeng.web.programmes.showing import names_of

_ASKED: Final = Text(
    "申请已提交，由另一位有权人员审定；在此之前仍须回避",
    "asked: another entitled person decides; until then the conflict stands",
)
_AGREED: Final = Text("已撤销，即刻起不再因此回避", "taken back: it bars from no case from now on")
_ELSEWHERE_STILL: Final = Text(
    "本批次已撤销；另有批次登记了该单位，由那里有权的人员撤销之前仍须回避",
    "taken back where you decide; another batch states it too, and it bars until those who decide "
    "there take it back",
)
_REFUSED: Final = Text("未同意撤销，仍须回避", "refused: the conflict stands")
_NO_ANSWER: Final = Fault(
    "site.answer",
    Severity.ERROR,
    Place(field="answer"),
    Text("没有写明是申请、同意还是不同意", "it is not said whether you ask, agree or refuse"),
    Text("按页面上的按钮之一", "press one of the buttons of the page"),
)
_STATED_ELSEWHERE: Final = Fault(
    "site.employer.elsewhere",
    Severity.ERROR,
    Place(field="employer"),
    Text(
        "该单位是在您没有角色的批次中登记的", "it was stated in a batch in which you hold no role"
    ),
    Text("由本人或该批次的有权人员提出", "let the person, or who is entitled in that batch, ask"),
)
_KINDS: Final = {"ask": Kind.RETRACT, "agree": Kind.SETTLE, "refuse": Kind.SETTLE}
_ANOTHER: Final = Text("另一批次", "another batch")


@open_to(IN_BATCH)
@require_http_methods(["GET", "POST"])
def employers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the employers stated of oneself and of those on whom one decides; ask and decide."""
    found = scope.open_batch(request.user, slug)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            told = _answered(request, found)
        except RefusedError as error:
            faults = error.faults
        else:
            messages.success(request, say(told))
            return redirect("employers", slug)
    rows = [*_rows(found, request.user)]
    context = {"at": found, "rows": rows, "faults": faults}
    return render(request, "accounts/employers.html", context, status=422 if faults else 200)


def _answered(request: SignedInRequest, found: Standing) -> Text:
    """Ask that an employer be taken back, or decide on it."""
    sent = {k: str(request.POST.get(k, "")).strip() for k in ("person", "employer", "reason")}
    answer = str(request.POST.get("answer", ""))
    if answer not in _KINDS:
        raise RefusedError([_NO_ANSWER])
    if answer == "ask":
        _everywhere(request.user.person, found, Kind.RETRACT, sent)
        return _ASKED
    agreed = answer == "agree"
    _everywhere(request.user.person, found, Kind.SETTLE, {**sent, "agree": agreed})
    if not agreed:
        return _REFUSED
    return _ELSEWHERE_STILL if _stating(sent["person"], sent["employer"]) else _AGREED


@transaction.atomic
def _everywhere(actor: str, found: Standing, kind: Kind, content: Mapping[str, Any]) -> None:
    """Act on what is stated of a person in each batch that states it and lets the actor.

    Raises
    ------
    RefusedError
        If no batch lets the actor.
    """
    store.hold()
    stating = _stating(content["person"], content["employer"])
    open_to_actor = [s for s in stating if _is_open(s, actor, kind, content)]
    for at in open_to_actor:
        act(actor, at.row, kind, content=content)
    if open_to_actor:
        return
    knowing = [s for s in stating if actor in s.run.people]
    if stating and not knowing:
        raise RefusedError([_STATED_ELSEWHERE])
    here = next((s for s in knowing if s.slug == found.slug), [*knowing, found][0])
    act(actor, here.row, kind, content=content)


def _stating(person: str, employer: str) -> list[Standing]:
    """Return the batches that state an employer of a person."""
    return [s for s in standings() if (p := s.run.people.get(person)) and employer in p.employers]


def _is_open(at: Standing, actor: str, kind: Kind, content: Mapping[str, Any]) -> bool:
    return not refusals(at.programme, at.run, Event(store.moment(), kind, actor, content=content))


def _rows(found: Standing, viewer: User) -> Iterator[dict[str, Any]]:
    run = found.run
    shown = [p for p in run.people.values() if _concerns(found, viewer.person, p)]
    names = names_of({p.id for p in shown})
    for person in shown:
        everywhere = (s.run.people.get(person.id) for s in standings())
        for employer in dict.fromkeys(e for p in everywhere if p for e in p.employers):
            stating = _stating(person.id, employer)
            yield {
                "person": person,
                "name": names[person.id],
                "employer": employer,
                "known": _name(employer),
                "stated": [_title(s, viewer) for s in stating],
                "waiting": [*_waiting(stating, viewer.person, person, employer)],
                **_open_steps(stating, viewer.person, person, employer),
            }


def _concerns(at: Standing, viewer: str, person: Person) -> bool:
    return viewer == person.id or may_settle(at.programme, at.run, viewer, person)


def _open_steps(
    stating: list[Standing], viewer: str, person: Person, employer: str
) -> dict[str, bool]:
    """Say whether the viewer may decide on what waits, and whether they may ask."""
    said = {"person": person.id, "employer": employer, "reason": "?"}
    asks = any(_is_open(s, viewer, Kind.RETRACT, said) for s in stating)
    decides = any(_is_open(s, viewer, Kind.SETTLE, {**said, "agree": True}) for s in stating)
    return {"asks": asks, "decides": decides}


def _waiting(
    stating: list[Standing], viewer: str, person: Person, employer: str
) -> Iterator[dict[str, Any]]:
    """Yield what waits, to those whom it concerns in its own batch."""
    for at in stating:
        waits = at.run.retractions.get((person.id, employer))
        if waits is not None and _concerns(at, viewer, at.run.people[person.id]):
            yield {"by": names_of({waits.asked_by})[waits.asked_by], "asked": waits}


def _title(at: Standing, viewer: User) -> Text:
    """Return the title of a batch; who holds no role in it is not told which it is."""
    return batch_title(at) if scope.takes_part(at, viewer) else _ANOTHER


def _name(employer: str) -> Text:
    """Return the name of an employer; that of a place that takes part is not told by its code."""
    found = Organisation.objects.filter(code=employer).first() or known_place(employer)
    return found.name if found is not None else same(employer)
