"""How does the site's operator start a batch? From a shipped programme or a file of rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from dafeng.errors import Fault, InputError, Place, Severity
from dafeng.language import Text
from dafeng.programme import Programme, RefusedError, load_programme, programme, shipped
from dafeng.web.access import OPERATOR, open_to
from dafeng.web.accounts.requests import SignedInRequest
from dafeng.web.frame.speech import say
from dafeng.web.programmes.models import RunningBatch
from dafeng.web.programmes.starting import start as started

#: Largest file of rules [bytes].
_LARGEST = 2_000_000


@open_to(OPERATOR)
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    """Choose rules and batch, and start it."""
    faults: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            return _started(request)
        except (InputError, RefusedError) as error:
            faults = tuple(error.faults)
    running = set(RunningBatch.objects.values_list("programme", "batch"))
    choices = [
        {"value": f"{p.id}/{b.id}", "title": _title(p, b.id)}
        for p in map(programme, shipped())
        for b in p.batches.values()
        if (p.id, b.id) not in running
    ]
    context = {"choices": choices, "faults": faults}
    return render(request, "programmes/start.html", context, status=422 if faults else 200)


def _started(request: SignedInRequest) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is not None and (sent.size or 0) > _LARGEST:
        raise InputError([_too_large(str(sent.name))])
    if sent is not None:
        rules = load_programme(sent.read().decode("utf-8", "replace"), str(sent.name))
        batches = list(rules.batches)
    else:
        name, _, batch = str(request.POST.get("batch", "")).partition("/")
        if name not in shipped() or batch not in programme(name).batches:
            raise InputError([_no_batch(f"{name}/{batch}" if batch else name)])
        rules, batches = programme(name), [batch]
    for batch in batches:
        if not RunningBatch.objects.filter(programme=rules.id, batch=batch).exists():
            row, receipt = started(rules, batch, request.user, slugify(f"{rules.id}-{batch}"))
            told = Text("批次已启动，回执第 {n} 号", "the batch has started, receipt {n}")
            messages.success(request, say(told.format(n=receipt.entry.number)))
            return redirect("batch", row.slug)
    messages.info(request, say(Text("这些批次都已启动", "these batches run already")))
    return redirect("start")


def _no_batch(named: str) -> Fault:
    return Fault(
        "site.batch",
        Severity.ERROR,
        Place(field="batch"),
        Text("没有批次“{named}”", "there is no batch “{named}”").format(named=named[:120] or "—"),
        Text("从列表中选，或上传规则文件", "choose one of the list, or send a file of rules"),
    )


def _too_large(name: str) -> Fault:
    return Fault(
        "site.file.size",
        Severity.ERROR,
        Place(file=name),
        Text("规则文件过大", "the file of rules is too large"),
        Text("规则文件不超过 2 MB", "a file of rules has at most 2 MB"),
    )


def _title(rules: Programme, batch: str) -> Text:
    title, name = rules.title, rules.batches[batch].title
    return Text(f"{title.zh} · {name.zh}", f"{title.en} · {name.en}")
