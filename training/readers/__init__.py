"""One reader a corpus; each gives examples of the one scheme."""
