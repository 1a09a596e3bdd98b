"""Does every version stay, and does nobody's edit get lost?"""

from __future__ import annotations

import pytest
from tests.web.dossiers.conftest import PLACE, People

from dafeng.desk.examining import Findings, examine_files
from dafeng.record import audit_receipt
from dafeng.web.dossiers.contents import contents, with_table
from dafeng.web.dossiers.editing import Edit, NotEditableError, Saved, save, settled
from dafeng.web.dossiers.models import Origin, Version
from dafeng.web.dossiers.versions import (
    Change,
    StaleError,
    add,
    digest,
    files_of,
    history,
    latest,
)
from dafeng.web.keys import log_key
from dafeng.web.ledger import store


def _tasks(version: Version) -> tuple[tuple[str, ...], ...]:
    return contents(files_of(version)).tables["tasks"].rows


def _task(number: int, name: str, owner: str = "") -> tuple[str, ...]:
    cells = {"id": f"T{number}", "name": name, "owner": owner}
    columns = contents({}).tables["tasks"].order
    return tuple(cells.get(column, "") for column in columns)


def _save(begun: int, rows: list[tuple[str, ...]], who: object) -> Saved:
    return save(Edit(PLACE, "tasks", begun, tuple(rows), who), lambda _: Findings(PLACE, "", ()))


@pytest.mark.django_db
def test_a_version_is_kept_with_its_content_hash_and_its_entry_in_the_log(first: Version) -> None:
    assert (first.number, first.errors) == (1, 0)
    assert first.snapshot == examine_files(files_of(first)).snapshot
    assert first.folder_id == digest(bytes(first.folder.data))
    (entry,) = store.entries(f"dossier/{PLACE}")
    assert entry.as_json()["content"]["snapshot"] == first.snapshot
    from django.conf import settings

    assert not audit_receipt(store.receipt(entry.number), [log_key(settings.SITE).verifier])


@pytest.mark.django_db
def test_a_version_never_changes(first: Version) -> None:
    first.remark = "other"
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(TypeError):
        first.delete()
    with pytest.raises(TypeError):
        first.folder.delete()


@pytest.mark.django_db
def test_a_version_that_begins_from_an_old_one_is_refused(first: Version, people: People) -> None:
    files = files_of(first)
    change = Change(files, Findings(PLACE, "", ()), Origin.UPLOAD, people.editor, 0)
    with pytest.raises(StaleError):
        add(PLACE, change)
    assert len(history(PLACE)) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("first")
def test_edits_of_different_rows_are_merged(people: People) -> None:
    _save(1, [_task(1, "一"), _task(2, "二")], people.editor)
    one = _save(2, [_task(1, "一", "甲"), _task(2, "二")], people.editor)
    other = _save(2, [_task(1, "一"), _task(2, "二", "乙"), _task(3, "三")], people.second)
    assert (one.version.number, other.version.number, other.merged) == (3, 4, (3,))
    assert _tasks(other.version) == (_task(1, "一", "甲"), _task(2, "二", "乙"), _task(3, "三"))
    assert other.version.origin == Origin.MERGE


@pytest.mark.django_db
@pytest.mark.usefixtures("first")
def test_a_conflict_saves_nothing_until_somebody_has_chosen(people: People) -> None:
    _save(1, [_task(1, "一")], people.editor)
    _save(2, [_task(1, "一", "甲")], people.editor)
    edit = Edit(PLACE, "tasks", 2, (_task(1, "一", "乙"),), people.second)
    found = save(edit, lambda _: Findings(PLACE, "", ()))
    (conflict,) = found.conflicts
    assert (conflict.mine, conflict.theirs) == ((_task(1, "一", "乙"),), (_task(1, "一", "甲"),))
    assert len(history(PLACE)) == 3
    chosen = settled(edit, 3, {conflict.key: "mine"})
    made = save(chosen, lambda _: Findings(PLACE, "", ()))
    assert not made.conflicts
    assert _tasks(made.version) == (_task(1, "一", "乙"),)


@pytest.mark.django_db
def test_an_edit_in_one_language_is_the_same_in_the_other(first: Version, people: People) -> None:
    held = contents(files_of(first))
    energy = held.tables["energy"]
    english = with_table(
        files_of(first),
        energy.schema,
        energy.rows,
        "en",
    )
    add(PLACE, Change(english, examine_files(english), Origin.UPLOAD, people.editor, 1))
    rows = list(energy.rows)
    rows[0] = (*rows[0][:-1], "checked")
    edit = Edit(PLACE, "energy", 1, tuple(rows), people.second)
    found = save(edit, examine_files)
    assert not found.conflicts
    assert found.version.errors == 0
    after = contents(files_of(found.version)).tables["energy"]
    assert after.language == "en"
    assert after.rows[0][-1] == "checked"


@pytest.mark.django_db
@pytest.mark.usefixtures("first")
def test_an_edit_beside_a_foreign_upload_is_refused_and_not_lost(
    people: People, huzhou: dict[str, bytes]
) -> None:
    foreign = {**huzhou, "能源 2022.csv": huzhou["energy.csv"]}
    add(PLACE, Change(foreign, Findings(PLACE, "", ()), Origin.UPLOAD, people.editor, 1))
    with pytest.raises(NotEditableError):
        _save(1, [_task(1, "一")], people.second)
    newest = latest(PLACE)
    assert newest is not None
    assert newest.number == 2


@pytest.mark.django_db
def test_nothing_to_save_makes_no_version(first: Version, people: People) -> None:
    found = _save(1, [], people.editor)
    assert found.version == first
    assert len(history(PLACE)) == 1


@pytest.mark.django_db
def test_what_was_let_in_comes_out_however_well_it_packs(first: Version, people: People) -> None:
    files = {**files_of(first), "projects.csv": "编号,名称\n".encode() + "长".encode() * 400_000}
    change = Change(files, Findings(PLACE, "", ()), Origin.UPLOAD, people.editor, 1)
    assert files_of(add(PLACE, change)) == files
