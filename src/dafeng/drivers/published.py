"""What has been published of the place's CO2? The reader of `dafeng.inventory.published`."""

from __future__ import annotations

from dafeng.inventory.published import published_totals

__all__ = ["published_totals"]
