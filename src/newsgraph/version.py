"""The version of newsgraph."""

__version__ = "0.1.0"
