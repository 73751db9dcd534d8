"""The command line: parse options, call, print, exit code. No logic."""

from newsgraph.cli.app import app, main

__all__ = ["app", "main"]
