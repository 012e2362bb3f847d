"""A run: notebooks executed by papermill, an edition made beside the old one and swapped in."""
