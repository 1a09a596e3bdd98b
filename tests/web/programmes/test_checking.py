"""Is it found when a stored file or a version is no longer what was signed?"""

from __future__ import annotations

import os
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from tests.web.programmes.conftest import ZONE, Walk, at, people, version

from dafeng.web.dossiers.models import Kept
from dafeng.web.programmes.checking import altered, unnamed
from dafeng.web.programmes.models import AttachedFile
from dafeng.web.programmes.storing import keep, path

pytestmark = pytest.mark.django_db(databases=["default", "published"])

TIME = "2023-10-20T12:00:00"
PLACE = {
    "place": "330500", "level": "city.prefecture", "name_zh": "湖州市", "name_en": "Huzhou",
    "province": "330000", "hosts": "330500", "subjects": "",
}  # fmt: skip


@pytest.fixture
def applied(walk: Walk) -> Walk:
    people(walk)
    with at(TIME):
        walk.take("open-call", "", "no", "ns")
        assert walk.post("hz-e", "begin/", PLACE).status_code == 302
        version("330500", walk.user("hz-e"))
        assert walk.prepare("hz-e", "apply", "330500").status_code == 302
    return walk


@pytest.mark.usefixtures("applied")
def test_a_file_and_a_version_that_were_altered_are_named() -> None:
    assert not [*altered()]
    call_command("verify_files")
    file = AttachedFile.objects.get(case="330500")
    path(file.sha256).write_bytes(b"altered")
    assert file.sha256[:16] in next(altered()).en
    path(file.sha256).unlink()
    assert file.sha256[:16] in next(altered()).en
    Kept.objects.filter().update(data=b"altered")
    with pytest.raises(CommandError, match="version 1 of 330500"):
        call_command("verify_files")


@pytest.mark.usefixtures("applied")
def test_what_belongs_to_no_step_is_swept_and_nothing_else() -> None:
    lost, _size = keep([b"sent with a step that was refused"])
    fresh, _size = keep([b"sent just now"])
    now = datetime.fromisoformat(TIME).replace(tzinfo=ZONE).timestamp()
    with at(TIME):
        os.utime(path(fresh), (now - 60, now - 60))
        for file in path(lost).parents[1].rglob("*"):
            if file.is_file() and file.name != fresh:
                os.utime(file, (now - 200_000, now - 200_000))
        assert path(lost) in unnamed()
        call_command("verify_files", "--sweep")
        assert unnamed() == []
    assert path(fresh).is_file()
    assert path(AttachedFile.objects.get(case="330500").sha256).is_file()
