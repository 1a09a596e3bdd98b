"""What a place hands in: tables, faults, snapshot."""
