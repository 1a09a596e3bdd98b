"""The plan of a place that does not exist."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from dafeng.files.pdf import pdf_bytes
from dafeng.files.word import word_bytes
from dafeng.language import LANGUAGES, Language
from dafeng.plan.material import PlanMaterial
from dafeng.plan.outline import compose
from dafeng.plan.tree import Document


@pytest.fixture(scope="session")
def material() -> PlanMaterial:
    """Return made-up results; see ``example_material.py``."""
    spec = importlib.util.spec_from_file_location(
        "example_material", Path(__file__).parents[2] / "plan" / "example_material.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast(Callable[[], PlanMaterial], module.material)()


@pytest.fixture(scope="session")
def document(material: PlanMaterial) -> Document:
    """Return the plan document of the made-up results."""
    return compose(material)


@pytest.fixture(scope="session")
def pdfs(document: Document) -> dict[Language, bytes]:
    """Return the document as a PDF in either language."""
    return {language: pdf_bytes(document, language) for language in LANGUAGES}


@pytest.fixture(scope="session")
def words(document: Document) -> dict[Language, bytes]:
    """Return the document for a word processor in either language."""
    return {language: word_bytes(document, language) for language in LANGUAGES}
