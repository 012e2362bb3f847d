"""Protecting: which numbers a public edition hides, so that nobody computes a small count from all that it prints.

One linear system of every printed number, what is hidden of it, and one masked set of tables that all writers get."""
