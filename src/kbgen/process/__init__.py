"""What a process needs of the machine: work in chunks (`workers`), how it ends, streams that nobody reads, ordinary
files (`ordinary`)."""
