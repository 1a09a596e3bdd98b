"""The exchange on the site: requests, offers, introductions, from a need to an outcome."""
