"""What the world publishes: divisions, pilots, factors, series."""
