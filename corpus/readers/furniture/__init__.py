"""Lines that are about a paper and not from anybody."""
