"""kbgen: the compiler for knowledge bases written as source summaries."""

__version__ = "0.1.0"
