"""What stands, and what comes in its place: vehicles, buildings, plants, process routes."""
