"""How good tagging is on text that people have coded, beside what plain word counting would do."""
