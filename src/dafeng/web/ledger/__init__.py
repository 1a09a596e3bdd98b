"""What happened, in the database: the append-only log behind `dafeng.record`."""
