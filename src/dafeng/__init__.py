"""Dafeng compiles a place's energy and economic records into a checked carbon-peaking plan."""

from __future__ import annotations

__version__ = "0.1.0"
