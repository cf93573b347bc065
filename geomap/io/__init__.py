"""Readers and writers of every exchange format."""
