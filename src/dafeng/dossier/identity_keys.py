"""By which keys is an identity stated, and where does each stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dafeng.dossier.rules import fault
from dafeng.dossier.wording import key as word_key
from dafeng.dossier.wording import split_brackets
from dafeng.errors import Fault, Place
from dafeng.language import Text

#: Keys in the order in which they are written, each with its section and its names.
KEYS: Final[dict[str, tuple[str, Text]]] = {
    "code": ("place", Text("代码", "Code")),
    "name_zh": ("place", Text("名称", "Name (Chinese)")),
    "name_en": ("place", Text("英文名称", "Name (English)")),
    "kind": ("place", Text("类型", "Kind")),
    "province": ("place", Text("省级代码", "Province")),
    "hosts": ("place", Text("所在城市", "Hosts")),
    "boundary": ("place", Text("边界", "Boundary")),
    "boundary_en": ("place", Text("英文边界", "Boundary (English)")),
    "base_year": ("accounting", Text("基准年", "Base year")),
    "factor_set": ("accounting", Text("因子集", "Factor set")),
    "grid_kind": ("accounting", Text("电网因子种类", "Grid factor kind")),
    "grid_area": ("accounting", Text("电网因子地区", "Grid factor area")),
    "price_base": ("accounting", Text("不变价基年", "Price base")),
    "programme": ("programme", Text("试点计划", "Programme")),
    "status": ("programme", Text("方案状态", "Status of the plan")),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the identity as entered, with its place."""

    value: object
    place: Place


def flatten(document: Mapping[str, object], file: str) -> tuple[dict[str, Entry], list[Fault]]:
    """Return the entries of a parsed ``dossier.toml`` by key, and faults of unknown keys.

    Sections may be left out; ``name`` may be one text or a table with ``zh`` and ``en``.
    """
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for path, value in _leaves(document, ()):
        name = _key(path)
        place = Place(file=file, field=".".join(path))
        if name is None:
            key, known = ".".join(path), key_names()
            faults.append(fault("identity.key.unknown", place, key=key, known=known))
        elif name in entries:
            first = str(entries[name].place)
            faults.append(fault("identity.key.duplicate", place, key=".".join(path), other=first))
        else:
            entries[name] = Entry(value, place)
    return entries, faults


def _leaves(
    value: Mapping[str, object], path: tuple[str, ...]
) -> list[tuple[tuple[str, ...], object]]:
    found: list[tuple[tuple[str, ...], object]] = []
    for name, inner in value.items():
        if isinstance(inner, Mapping):
            found.extend(_leaves(inner, (*path, str(name))))
        else:
            found.append(((*path, str(name)), inner))
    return found


def _key(path: tuple[str, ...]) -> str | None:
    if path[-2:] in (("name", "zh"), ("name", "en")):
        return f"name_{path[-1]}"
    if path == ("programme", "id"):
        return "programme"
    return find_key(path[-1]) if len(path) <= 2 else None  # noqa: PLR2004 - section and key


def find_key(text: str) -> str | None:
    """Return the key of the identity that a text names, in either language."""
    wanted = word_key(text)
    names = {"name": "name_zh", "id": "code", "hostcities": "hosts", "园区": "name_zh"}
    for name, (_, label) in KEYS.items():
        if wanted in (word_key(name), word_key(label.zh), word_key(label.en)):
            return name
    return names.get(wanted)


def key_names() -> Text:
    """Return all keys as readers know them."""
    names = [label_of(name) for name in KEYS]
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))


def label_of(name: str) -> Text:
    """Return what a key is called, with the key in brackets where it is written otherwise."""
    label = KEYS[name][1]
    base, language = split_brackets(label.en)
    en = f"{language} {base.lower()}" if language else label.en.lower()
    return Text(f"{label.zh}（{name}）", en if en == name else f"{en} ({name})")
