"""Do the pages of a dossier show, edit, compare and keep to whom they are open?"""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.dossiers.conftest import PLACE, People

from dafeng.desk.examining import examine_files
from dafeng.web.dossiers.contents import contents
from dafeng.web.dossiers.models import Job, Origin, Version
from dafeng.web.dossiers.versions import Change, add, files_of, history
from dafeng.web.dossiers.working import work

pytestmark = pytest.mark.django_db

#: Every page that is read, with what is needed to open it.
PAGES: list[tuple[str, dict[str, object]]] = [
    ("dossier", {}),
    ("dossier_compare", {}),
    ("dossier_version", {"number": 1}),
    ("dossier_version_table", {"number": 1, "table": "energy"}),
    ("dossier_version_table", {"number": 1, "table": "dossier"}),
    ("dossier_result", {"number": 1, "page": "inventory"}),
    ("dossier_result", {"number": 1, "page": "plan"}),
    ("dossier_download", {"number": 1, "form": "folder"}),
    ("dossier_download", {"number": 1, "form": "workbook"}),
]
CHANGING: list[tuple[str, dict[str, object]]] = [
    ("dossier_table", {"table": "energy"}),
    ("dossier_table", {"table": "dossier"}),
]


@pytest.mark.parametrize(("name", "parts"), PAGES + CHANGING)
@pytest.mark.usefixtures("first")
def test_pages_open_for_whom_they_are_meant_and_are_not_there_for_others(
    people: People, name: str, parts: dict[str, object]
) -> None:
    address = reverse(name, kwargs={"place": PLACE, **parts})
    changing = (name, parts) in CHANGING
    wanted = {"editor": 200, "reader": 404 if changing else 200, "stranger": 404}
    for who, status in wanted.items():
        assert people.client(who).get(address).status_code == status
    assert Client().get(address).status_code == 302


@pytest.mark.usefixtures("first")
def test_who_reads_what_was_handed_in_does_not_see_later_drafts(people: People) -> None:
    _save(people.client("editor"), "tasks", 1, {"n0.id": "T1", "n0.name": "绝密草案"})
    reader = people.client("reader")
    assert reader.get(f"/dossiers/{PLACE}/v2/").status_code == 404
    pages = [f"/dossiers/{PLACE}/", f"/dossiers/{PLACE}/compare/", "/dossiers/export.zip"]
    for page in pages:
        assert "绝密草案" not in reader.get(page).content.decode(errors="replace")
    assert "v2" not in reader.get(f"/dossiers/{PLACE}/").content.decode()


def _save(client: Client, table: str, begun: int, cells: dict[str, str]) -> int:
    rows = list(dict.fromkeys(name.partition(".")[0] for name in cells))
    form: dict[str, object] = {"begun": begun, "row": rows, **cells}
    return client.post(f"/dossiers/{PLACE}/tables/{table}/", form).status_code


def test_a_form_changes_adds_and_takes_out_rows_and_leaves_the_others(
    first: Version, people: People
) -> None:
    client = people.client("editor")
    before = contents(files_of(first)).tables["activity"].rows
    form = {
        "begun": 1,
        "row": ["r0", "r1", "n0"],
        "out": ["r1"],
        "r0.comment": "核对过",
        "n0.year": "1999",
        "n0.variable": "常住人口",
        "n0.quantity": "341",
        "n0.unit": "万人",
    }
    answer = client.post(f"/dossiers/{PLACE}/tables/activity/", form)
    assert answer.status_code == 302
    after = contents(files_of(history(PLACE)[0])).tables["activity"].rows
    assert after[0] == (*before[0][:-1], "核对过")
    assert after[1:-1] == before[2:]
    assert after[-1][:5] == ("1999", "常住人口", "", "341", "万人")


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    ("language", "entered", "said"),
    [("zh-hans", "原媒", "不认识的能源品种"), ("en", "raw coall", "unknown energy carrier")],
)
def test_a_wrong_cell_is_named_as_one_types(
    people: People, language: str, entered: str, said: str
) -> None:
    client = people.client("editor")
    client.post("/language/", {"language": language})
    form = {"begun": 1, "row": ["r0"], "r0.carrier": entered}
    page = client.post(f"/dossiers/{PLACE}/tables/energy/check/", form).content.decode()
    assert 'data-row="r0" data-column="carrier"' in page
    assert said in page
    assert len(history(PLACE)) == 1


def test_words_entered_in_english_are_kept_in_the_language_of_the_table(
    first: Version, people: People
) -> None:
    client = people.client("editor")
    client.post("/language/", {"language": "en"})
    held = contents(files_of(first)).tables["energy"]
    page = client.get(f"/dossiers/{PLACE}/tables/energy/").content.decode()
    assert "Gasoline" in page
    _save(client, "energy", 1, {"r0.carrier": "Diesel oil"})
    after = contents(files_of(history(PLACE)[0])).tables["energy"]
    at = held.order.index("carrier")
    assert after.rows[0][at] == ("柴油" if after.language == "zh" else "Diesel oil")
    assert after.rows[1:] == held.rows[1:]


@pytest.mark.usefixtures("first")
def test_the_identity_is_edited_like_a_table(people: People) -> None:
    client = people.client("editor")
    rows = contents(files_of(history(PLACE)[0])).tables["dossier"].rows
    at = [row[0] for row in rows].index("boundary")
    assert _save(client, "dossier", 1, {f"r{at}.value": "全市域"}) == 302
    assert "全市域".encode() in files_of(history(PLACE)[0])["dossier.toml"]
    assert history(PLACE)[0].errors == 0


@pytest.mark.usefixtures("first")
def test_two_texts_are_shown_and_the_chosen_one_is_kept(people: People) -> None:
    one, other = people.client("editor"), people.client("second")
    assert _save(one, "tasks", 1, {"n0.id": "T1", "n0.name": "任务"}) == 302
    assert _save(one, "tasks", 2, {"r0.name": "甲的文字"}) == 302
    form = {"begun": 2, "row": ["r0"], "r0.name": "乙的文字"}
    answer = other.post(f"/dossiers/{PLACE}/tables/tasks/", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "甲的文字" in page
    assert "乙的文字" in page
    assert len(history(PLACE)) == 3
    shown = answer.context
    chosen = {
        "begun": 2,
        "against": 3,
        "changes": shown["changes"],
        "keys": shown["keys"],
        "choice0": "mine",
    }
    done = other.post(f"/dossiers/{PLACE}/tables/tasks/settle/", chosen)
    assert done.status_code == 302
    assert contents(files_of(history(PLACE)[0])).tables["tasks"].rows[0][1] == "乙的文字"


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize(
    "forged",
    [
        {"changes": json.dumps([[["a"], [["x"]]]])},
        {"changes": "[1]"},
        {"changes": "[[1,2]]"},
        {"changes": "[[[null],[]]]"},
        {"changes": '[[["\\ud800"],[]]]'},
        {"changes": '[[["a\\u0000"],[]]]'},
        {"changes": "[" * 100_000},
        {"keys": "[1]", "choice0": "mine"},
        {"keys": "[[[1]]]", "choice0": "mine"},
        {"against": "999"},
    ],
)
def test_a_forged_choice_is_refused(people: People, forged: dict[str, str]) -> None:
    wrong = {"begun": 1, "against": 1, "keys": "[]", "changes": "[]", **forged}
    answer = people.client("editor").post(f"/dossiers/{PLACE}/tables/tasks/settle/", wrong)
    assert answer.status_code == 404


@pytest.mark.usefixtures("first")
def test_versions_are_compared_cell_by_cell_and_an_old_one_taken_up_again(people: People) -> None:
    client = people.client("editor")
    _save(client, "activity", 1, {"r0.quantity": "9999"})
    page = client.get(f"/dossiers/{PLACE}/compare/?before=1&after=2").content.decode()
    assert "9999" in page
    client.post(f"/dossiers/{PLACE}/v1/take-up/")
    newest, _middle, oldest = history(PLACE)
    assert newest.snapshot == oldest.snapshot


@pytest.mark.usefixtures("first")
def test_results_are_made_by_a_job_and_kept_for_the_same_content(people: People) -> None:
    client = people.client("editor")
    client.post(f"/dossiers/{PLACE}/v1/results/inventory/compute/")
    job = Job.objects.get()
    work.call(job.pk)
    for name in ("inventory", "history", "pathway"):
        page = client.get(f"/dossiers/{PLACE}/v1/results/{name}/").content.decode()
        assert page.count("<svg") >= 1
        assert page.count("<table") >= 1
        assert "nan" not in page.lower().split()
    reader = people.client("reader").get(f"/dossiers/{PLACE}/v1/results/inventory/")
    assert "<svg" in reader.content.decode()
    client.post(f"/dossiers/{PLACE}/v1/take-up/")
    again = client.get(f"/dossiers/{PLACE}/v2/results/inventory/").content.decode()
    assert "<svg" in again


@pytest.mark.usefixtures("first")
def test_levers_move_the_peak(people: People) -> None:
    client = people.client("editor")
    address = f"/dossiers/{PLACE}/v1/trial/"

    def shown(**moves: str) -> str:
        part = client.get(address, {"scenario": "current_policy", **moves}, HTTP_HX_REQUEST="true")
        return part.content.decode()

    still = shown()
    assert shown(growth="3") != still
    assert shown(growth="nan", grid="1e9", coal="x") == still


def test_a_cell_that_no_workbook_takes_is_refused_and_no_version_is_made(
    first: Version, people: People
) -> None:
    client = people.client("editor")
    form = {"begun": 1, "row": ["r0"], "r0.comment": "长" * 32_768}
    answer = client.post(f"/dossiers/{PLACE}/tables/activity/", form)
    assert answer.status_code == 422
    assert "32768" in answer.content.decode()
    assert history(PLACE)[0].number == first.number
    assert _save(client, "activity", 1, {"r0.comment": "长" * 32_767}) == 302
    for page in ("", "v2/", "tables/activity/", "compare/"):
        assert client.get(f"/dossiers/{PLACE}/{page}").status_code == 200, page
    assert client.get("/dossiers/export.zip").status_code == 200


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("number", ["9" * 5000, "²", "--5", "-1", ""])
def test_no_number_in_a_form_or_an_address_fails_a_page(people: People, number: str) -> None:
    client = people.client("editor")
    page = f"/dossiers/{PLACE}/tables/activity/"
    assert client.get(page, {"page": number}).status_code == 200
    assert client.post(f"{page}check/", {"begun": number}).status_code == 404
    assert client.post(page, {"begun": number, "row": [f"n{number}"]}).status_code in (302, 404)
    identity = {"begun": 1, "row": ["r6", "r7"], "r6.value": number, "r7.value": number}
    assert client.post(f"/dossiers/{PLACE}/tables/dossier/", identity).status_code == 302


def test_a_comparison_of_thousands_of_cells_comes_page_by_page(
    first: Version, people: People, huzhou: dict[str, bytes]
) -> None:
    lines = "id,name\n" + "".join(f"T{n},任务{n}\n" for n in range(450))
    changed = {**huzhou, "tasks.csv": lines.encode()}
    findings = examine_files(changed)
    add(PLACE, Change(changed, findings, Origin.UPLOAD, people.editor, first.number))
    client = people.client("editor")
    pages = [client.get(f"/dossiers/{PLACE}/compare/", {"page": n}) for n in ("1", "2", "9" * 50)]
    assert all(page.status_code == 200 for page in pages)
    assert max(len(page.content) for page in pages) < 120_000
    assert pages[0].content != pages[1].content
    assert "1 / " in pages[0].content.decode()
