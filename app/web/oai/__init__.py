"""The protocol by which libraries gather what there is (OAI-PMH 2.0): only pages that are shared,
and word of those that were. Its rules: openarchives.org/OAI/openarchivesprotocol.html."""
