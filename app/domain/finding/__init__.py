"""What every search engine of the house shares: words, questions, fields, families, snippets.

Pure and small: an engine adds where the words are kept and how they are counted.
"""
