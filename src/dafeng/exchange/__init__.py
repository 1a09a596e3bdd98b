"""Who can help: requests, offers, match, reasons."""
