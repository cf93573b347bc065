"""Toponyms found, and resolved against the gazetteer."""
