"""Families of commands of ``python -m indicators``."""
