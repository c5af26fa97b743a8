"""Texts as numbers: words, token rows, word vectors, and batches of texts of nearly equal length."""
