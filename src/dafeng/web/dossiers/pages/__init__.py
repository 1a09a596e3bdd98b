"""Pages of a place's dossier."""
