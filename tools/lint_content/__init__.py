"""Reads content/ as a demanding reader would: every page, link, picture, question and word.

`python -m tools.lint_content` prints one line for each fault, `page:line: what`, and ends with 1
where there is one. A wiki is really made of the content, so that what is said of links and lists
is what readers will see.
"""
