"""Tags of the exchange."""
