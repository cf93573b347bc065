"""The embedded store, corrections and review."""
