"""Sentences in, reports and control facts out; reports in, events out."""
