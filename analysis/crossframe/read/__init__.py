"""One file format a module: files to article rows; nothing is cleaned here.

A reader is a function ``(stream, problems)`` that yields ``(line, row)`` for one article, a dict, or ``(lines,
frame)`` for many, a DataFrame. What it cannot use it hands to ``problems``; a file it cannot read at all is a
ReadError. ``find`` finds the files, ``files`` opens them and picks the reader, ``rows`` gives their columns our
``names``, ``articles`` settles ``ids``, ``outlets`` and ``dates``.
"""
