"""The command line: the only place that knows click, rich and the clock."""
