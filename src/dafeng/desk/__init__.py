"""Use cases, one function per verb: load, compute, save."""
