"""What does a plan say of which nothing can be computed? What blocks it, and what stands."""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.errors import Fault, Severity
from dafeng.language import Text, same
from dafeng.plan import facts, names
from dafeng.plan.binding import Statement, say
from dafeng.plan.chapters import annex_lists, annex_record, cover, frame
from dafeng.plan.numbering import numbered
from dafeng.plan.told import Bare
from dafeng.plan.tree import Document

_SUBTITLE = Text("（草案：未作测算）", "Draft: nothing computed")


def compose_bare(bare: Bare) -> Document:
    """Return the draft of a dossier whose errors forbid an account.

    Parameters
    ----------
    bare
        What the place has handed in, and every fault.

    Returns
    -------
    Document
        Marked as a draft: the chapters of the guide with what the place has written, the four
        lists, and what blocks the plan.
    """
    who = bare.dossier.identity
    blocks = (
        *frame.chapters(bare),
        *annex_lists.annex(bare),
        *annex_record.diagnostics(bare.faults),
    )
    kind = names.name(cover.KINDS, who.kind)
    return Document(
        cover.plan_title(who.name, who.kind),
        _SUBTITLE,
        (
            (Text("编码", "Code"), same(who.code)),
            (cover.kind_label(who.kind), kind),
            (Text("核算边界", "Boundary"), who.boundary),
            (Text("编制指南", "Guide"), bare.guide.title),
        ),
        (_why(bare.faults),),
        numbered(blocks),
        draft=True,
    )


def compose_unreadable(name: str, faults: Sequence[Fault]) -> Document:
    """Return the draft of a dossier that does not even say which place it is of.

    Parameters
    ----------
    name
        Name of the folder or workbook.
    faults
        What is wrong with it.
    """
    return Document(
        cover.plan_title(same(name)),
        _SUBTITLE,
        (),
        (_why(faults),),
        numbered(annex_record.diagnostics(tuple(faults))),
        draft=True,
    )


def _why(faults: Sequence[Fault]) -> Statement:
    number = sum(f.severity is Severity.ERROR for f in faults)
    return say(
        "报送数据有{number}处错误，无法编制排放清单，本文本未作任何测算；"
        "错误及改法列于附件“诊断”。以下只载编制单位已经填报的内容，改正之前不得报送。",
        "Errors in the dossier: {number}. They forbid an account of emissions, so nothing in this "
        "text has been computed; they are listed with what to do in the annex “Diagnostics”. Below "
        "stands only what the place has entered. It must not be submitted before they are mended.",
        number=facts.count("faults.errors", number, facts.HANDED_IN),
    )
