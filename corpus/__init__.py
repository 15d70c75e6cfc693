"""The material and its rules: nouns, readers, de-identification, cutting, codebook, disclosure, store."""
