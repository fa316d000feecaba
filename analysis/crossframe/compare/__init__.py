"""How outlets differ: one comparison a module."""
