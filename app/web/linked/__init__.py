"""Pages as linked data: what schema.org and Dublin Core call them, for machines that gather.

It knows no reader: what is made here is the same for everybody, and never tells of a draft.
"""
