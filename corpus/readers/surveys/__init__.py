"""Tables: the sheets of a file, and the questions and answers in them."""
