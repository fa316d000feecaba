"""One file format a module: files to article rows; nothing is cleaned here."""
