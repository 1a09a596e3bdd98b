"""Which documents of a version are built?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dafeng.language import Language, Text
from dafeng.web.dossiers.models import Version
from dafeng.web.dossiers.results import documents_folder

#: Files for readers, in the order in which they are offered, and what each is.
OFFERED: Final[dict[str, Text]] = {
    "plan.zh.docx": Text("方案（中文，Word）", "Plan (Chinese, Word)"),
    "plan.zh.pdf": Text("方案（中文，PDF）", "Plan (Chinese, PDF)"),
    "plan.en.docx": Text("方案（英文，Word）", "Plan (English, Word)"),
    "plan.en.pdf": Text("方案（英文，PDF）", "Plan (English, PDF)"),
    "brief.zh.docx": Text("一页纸（中文，Word）", "Brief (Chinese, Word)"),
    "brief.zh.pdf": Text("一页纸（中文，PDF）", "Brief (Chinese, PDF)"),
    "brief.en.docx": Text("一页纸（英文，Word）", "Brief (English, Word)"),
    "brief.en.pdf": Text("一页纸（英文，PDF）", "Brief (English, PDF)"),
    "plan.zh.html": Text("方案（中文，网页）", "Plan (Chinese, web page)"),
    "plan.en.html": Text("方案（英文，网页）", "Plan (English, web page)"),
    "annexes.xlsx": Text("附表（Excel）", "Annexes (Excel)"),
    "results.json": Text("全部结果（JSON）", "All results (JSON)"),
    "futures_iamc.csv": Text("情景（IAMC格式）", "Scenarios (IAMC format)"),
    "manifest.json": Text("文件清单与哈希", "Manifest with hashes"),
}


def documents(version: Version) -> dict[str, Path]:
    """Return the finished documents of a version by file name; none while they are not built."""
    folder = documents_folder(version)
    return {name: folder / name for name in OFFERED if (folder / name).is_file()}


def preview(version: Version, language: Language) -> Path | None:
    """Return the plan as a web page; None while it is not built."""
    return documents(version).get(f"plan.{language}.html")
