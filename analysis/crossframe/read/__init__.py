"""One file format a module: files to article rows; nothing is cleaned here.

A reader is a function ``(stream, problems)`` that yields ``(line, row)`` for one article, a dict, or ``(lines,
frame)`` for many, a DataFrame. What it cannot use it hands to ``problems``; a file it cannot read at all is a
ReadError. ``files`` finds the files and picks the reader; ``names``, ``dates``, ``outlets`` and ``ids`` settle what
stands in a row.
"""
