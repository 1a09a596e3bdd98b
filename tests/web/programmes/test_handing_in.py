"""Is what was handed in the very version, and not another one with the same content?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.web.programmes.conftest import Walk, at, people, version, words

from dafeng.desk.examining import Findings
from dafeng.web.dossiers import versions as dossiers
from dafeng.web.dossiers.models import Origin, Version
from dafeng.web.programmes.handing_in import handed_in, is_of
from dafeng.web.programmes.runs import standing_of

pytestmark = pytest.mark.django_db(databases=["default", "published"])

HUZHOU = {"place": "330500", "level": "city.prefecture", "province": "330000"}


def _applied(walk: Walk) -> Version:
    people(walk)
    with at("2023-10-20T12:00:00"):
        walk.take("open-call", "", "no", "ns")
    with at("2023-10-24T09:00:00"):
        walk.post("hz-e", "begin/", HUZHOU)
        made = version("330500", walk.user("hz-e"))
    with at("2023-10-30T09:00:00"):
        walk.take("apply", "330500", "hz-e", "hz-s")
    return made


def _with_a_private_file(walk: Walk, made: Version) -> Version:
    """Keep the same content once more, with a file beside it that no table is."""
    files = {**dossiers.files_of(made), "notes.txt": b"not for reviewers"}
    found = Findings("330500", made.snapshot, ())
    change = dossiers.Change(files, found, Origin.UPLOAD, walk.user("hz-e"), made.number)
    with at("2023-10-31T09:00:00"):
        return dossiers.add("330500", change)


def test_who_reviews_reads_what_was_handed_in_and_no_later_files(walk: Walk) -> None:
    made = _applied(walk)
    later = _with_a_private_file(walk, made)
    assert later.snapshot == made.snapshot
    with at("2023-11-01T09:00:00"):
        assert walk.get("pr", "/dossiers/330500/v1/").status_code == 200
        assert walk.get("pr", "/dossiers/330500/v2/").status_code == 404
        assert walk.get("pr", "/dossiers/330500/v2/download/folder/").status_code == 404
        assert walk.get("hz-e", "/dossiers/330500/v2/").status_code == 200
        page = words(walk.get("pr", "cases/330500/"))
    assert "version 2" not in page.lower()


def test_an_older_entry_that_names_no_folder_counts_what_was_there_by_then(walk: Walk) -> None:
    made = _applied(walk)
    later = _with_a_private_file(walk, made)
    found = standing_of(walk.slug)
    assert found is not None
    submission = found.run.cases["330500"].submissions[-1]
    assert submission.folder == made.folder_id
    assert handed_in("330500", submission) == made
    older = replace(submission, folder="")
    assert [is_of(older, v) for v in (made, later)] == [True, False]
    assert not is_of(replace(older, instant=made.created - timedelta(seconds=1)), made)


def test_a_place_bars_nobody_who_decides_on_its_plan(walk: Walk) -> None:
    """Named as consultants they could not act on the case any more, and the batch would wait."""
    people(walk)
    with at("2023-10-20T12:00:00"):
        walk.take("open-call", "", "no", "ns")
    with at("2023-10-24T09:00:00"):
        walk.post("hz-e", "begin/", HUZHOU)
        version("330500", walk.user("hz-e"))
        named = "ndrc body\nzj-drc\ninstitute-a"
        refused = walk.prepare("hz-e", "apply", "330500", consultants=named)
        assert refused.status_code == 422
        assert "“ndrc” decides on plans" in words(refused)
        assert "“zj-drc” decides on plans" in words(refused)
        assert "“institute-a” decides" not in words(refused)
        walk.take("apply", "330500", "hz-e", "hz-s", consultants="institute-a")
