"""A place's dossier on the site: every version, the table editor, results as pages."""
