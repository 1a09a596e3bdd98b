"""What everybody may read: it lies in a store of its own, written by `releasing` alone."""
