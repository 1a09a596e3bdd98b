"""Reading and writing files: the rim."""

from __future__ import annotations

from dafeng.files.dossiers import read_dossier, write_dossier

__all__ = ["read_dossier", "write_dossier"]
