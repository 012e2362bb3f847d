"""Typeset: one list of blocks written as Word, PDF, HTML and a spreadsheet annex."""
