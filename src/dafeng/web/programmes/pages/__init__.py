"""Pages of running batches."""
