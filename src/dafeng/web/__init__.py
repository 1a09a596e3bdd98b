"""The site: models, pages, API; it calls `dafeng.desk` and the pure packages."""
