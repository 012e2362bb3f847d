"""Typesetting: blocks become Word, PDF, HTML and spreadsheets.

``docx``, ``pdf``, ``html`` and ``xlsx`` each write what they are given; none of them looks a number up or words a sentence.
The same blocks and the same sources of numbers go to all of them, so that no two formats can disagree."""
