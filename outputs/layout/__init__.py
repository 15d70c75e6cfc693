"""What stands where in a brief, and in which words, before any format."""
