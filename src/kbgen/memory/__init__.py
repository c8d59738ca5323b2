"""What kbgen remembers from one build to the next: values (`state`, `meanings`, `noticed`), where they lie (`store`),
and whether there is anything to do at all (`glance`). `kept` and `batches` are for one run."""
