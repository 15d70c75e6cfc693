"""Words, phrases and grammar of English, in one place for all of the science."""
