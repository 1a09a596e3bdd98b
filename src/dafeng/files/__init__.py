"""Reading and writing files: the rim."""
