"""Compile the larger reference tables from the published data sets."""
