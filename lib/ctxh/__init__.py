"""The annual report on the Social Work Programme, made from the communes' workbooks.

Where to look first, room by room on a number's way; each says at its door what it is for, and CONTRIBUTING.md has the whole map.

* a total row is recognised: ``clean/summing_rows``
* a poverty rate is defined: ``data/reference/book/indicators/7_poverty.toml``, read by ``book``
* its value and its passport are made: ``compute/indicators``, ``compute/passports``
* a page number is set: ``typeset/templates/common.typ`` (PDF), ``typeset/docx/frame`` (Word)
"""
