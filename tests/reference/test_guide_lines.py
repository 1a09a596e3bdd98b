"""Lines of a TOML file are counted as an editor counts them, whatever its texts hold."""

from __future__ import annotations

import tomllib

import pytest

from dafeng.reference.guide_lines import Path, line_of, lines_of


@pytest.mark.parametrize(
    "text",
    [
        '"""one\nkey = [\n[section]\n"""',
        '"""\\\n  two \\""" [\n"""""',
        "'''three [\n# {\n'''",
        '"""no line end ["""',
        '["a # [", \'b [\', # [\n"""c\n["""]',
        '"\u2028 [ \\" {"',
        '"""four\r\n[\r\n"""',
    ],
)
def test_texts_over_several_lines_hide_no_later_line(text: str) -> None:
    document = f'[guide]\nnote = {text}\nyear = 27\n\n[[tables]]\nid = "projects"\n'
    assert set(tomllib.loads(document)) == {"guide", "tables"}
    later = 2 + text.count("\n") + 1
    assert lines_of(document) == {
        (): 1,
        ("guide",): 1,
        ("guide", "note"): 2,
        ("guide", "year"): later,
        ("tables", 0): later + 2,
        ("tables", 0, "id"): later + 3,
    }


def test_inline_tables_have_lines_of_their_own() -> None:
    document = 'columns = [\n  { id = "]" }, # }\n  { id = "b" },\n]\nlast = 1\n'
    lines = lines_of(document)
    inner: Path = ("columns", 1, "id")
    assert (lines[("columns", 0)], line_of(lines, inner), lines[("last",)]) == (2, 3, 5)
