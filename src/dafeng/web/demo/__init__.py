"""A programme in mid-review with people of every role, all of them fictional."""
