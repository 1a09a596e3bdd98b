"""Batches that run: who does what by when, on pages; the rules stand in `dafeng.programme`."""
