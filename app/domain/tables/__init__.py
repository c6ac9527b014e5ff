"""Lists of pages as other programs hold them: a table read, its columns named, a table written.

Pure: bytes and texts in, values out. What is read is merged into pages by `app.actions`.
"""
