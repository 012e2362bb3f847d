"""The command: words in, words out.

Arguments are checked, the verb below that does the work is called, and what it says is printed. Nothing is computed here."""
