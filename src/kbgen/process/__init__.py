"""Processes and what they say: work in chunks (`workers`), how a process ends, streams that nobody reads."""
