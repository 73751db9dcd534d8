"""Finds who is in an article, who said what, and who proposes what."""
