"""The commands of the command line, one a module; each has its `command`, which is loaded when it is named."""
