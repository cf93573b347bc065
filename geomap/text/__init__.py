"""Sentences, tokens, folding and transliteration keys."""
