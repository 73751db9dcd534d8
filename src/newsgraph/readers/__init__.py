"""From files to articles: finding, decoding, and the layout of German press articles."""

from newsgraph.readers.articles import article_from_text, read, read_file, read_many, read_text
from newsgraph.readers.decode import MAX_BYTES
from newsgraph.readers.files import STDIN, FileList, find_files

__all__ = [
    "MAX_BYTES",
    "STDIN",
    "FileList",
    "article_from_text",
    "find_files",
    "read",
    "read_file",
    "read_many",
    "read_text",
]
